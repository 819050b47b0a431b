"""Runs of two to four letters within words: what stays when a word is misspelt."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from faq.matching.postings import Features, Postings, Table, Weights, distinct, table_of

BUCKETS = 1 << 17  # runs are numbered by a hash; two runs in one bucket are rare and harmless
_SPACE = 32
_LONGEST_TEXT = 700  # characters
_LENGTHS = (2, 3, 4)
_POWERS = tuple(np.uint64(1_000_003**i % (1 << 61)) for i in range(max(_LENGTHS)))


def char_ngrams(tokens: Sequence[str]) -> Features:
    """The runs of a text's words, each word with a space on both sides, with 1 + log of how often they occur."""
    return ngram_table([tokens]).row(0)


def ngram_table(texts: Sequence[Sequence[str]]) -> Table:
    """The runs of many texts given as words."""
    padded = [f" {'  '.join(tokens)}"[:_LONGEST_TEXT] + " " for tokens in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    runs = [owners[places] * BUCKETS + numbers for places, numbers in _hashes(codes)]
    keys, counts = distinct(np.concatenate(runs))
    return table_of(keys, (1 + np.log(counts)).astype(np.float32), len(texts), BUCKETS)


def _hashes(codes: NDArray[np.uint64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each length, where the runs begin that have no space within, and a number below BUCKETS for each."""
    space = codes == _SPACE
    mixed = codes * _POWERS[0]
    within = np.zeros(len(codes), np.bool_)  # whether a space stands between the ends
    for length in _LENGTHS:
        last = codes[length - 1 :]
        mixed = mixed[: len(last)] + last * _POWERS[length - 1]
        if length > 2:
            within = within[: len(last)] | space[length - 2 : length - 2 + len(last)]
        ends = space[: len(last)] & space[length - 1 :]
        whole = np.flatnonzero(~(within[: len(last)] | ends))
        yield whole, _bucket(mixed[whole])


def _bucket(mixed: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = mixed ^ (mixed >> np.uint64(29))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed >> np.uint64(40)) % np.uint64(BUCKETS)).astype(np.int64)


def inverse_document_frequency(having: NDArray[np.integer], texts: int) -> Weights:
    """Smoothed inverse document frequency of runs, from how many of the texts have each; the shape of `having`."""
    return (np.log((1 + texts) / (1 + having)) + 1).astype(np.float32)


def weighted_ngrams(tokens: Sequence[str], texts: Postings) -> Features:
    """The runs of a text at length 1, weighed by how rare each is in `texts`."""
    runs = char_ngrams(tokens)
    return Features(runs.ids, runs.weights * inverse_document_frequency(texts.having(runs.ids), texts.texts)).unit()
