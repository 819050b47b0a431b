"""Character n-grams of two to four letters within words: most stay when a word is misspelt."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from faq.matching.postings import Postings, SparseRows, SparseVector, Weights, rows_from_keys, unique_counts

BUCKETS = 1 << 17  # n-grams are numbered by a hash; two in one bucket are rare and harmless
_SPACE = 32
_LONGEST_TEXT = 700  # characters
_LENGTHS = (2, 3, 4)
_POWERS = tuple(np.uint64(1_000_003**i % (1 << 61)) for i in range(max(_LENGTHS)))


def char_ngrams(tokens: Sequence[str]) -> SparseVector:
    """The n-grams of a text's words, each word with a space on both sides, weighted by 1 + ln(occurrences)."""
    codes = np.frombuffer(_padded(tokens).encode("utf-32-le"), np.uint32).astype(np.uint64)
    ids, counts = unique_counts(np.concatenate([numbers for _, numbers in _hashes(codes)]))
    return SparseVector(ids.astype(np.int32), (1 + np.log(counts)).astype(np.float32))


def ngram_table(texts: Sequence[Sequence[str]]) -> SparseRows:
    """The n-grams of many texts given as words, weighted likewise; a row a text."""
    padded = [_padded(tokens) for tokens in texts]
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    keys_by_length = [owners[places] * BUCKETS + numbers for places, numbers in _hashes(codes)]
    keys, counts = unique_counts(np.concatenate(keys_by_length))
    return rows_from_keys(keys, (1 + np.log(counts)).astype(np.float32), len(texts), BUCKETS)


def _padded(tokens: Sequence[str]) -> str:
    return f" {'  '.join(tokens)}"[:_LONGEST_TEXT] + " "


def _hashes(codes: NDArray[np.uint64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """For each length, where the n-grams begin that have no space within, and the bucket of each, below BUCKETS."""
    space = codes == _SPACE
    mixed = codes * _POWERS[0]
    within = np.zeros(len(codes), np.bool_)  # whether a space stands between the ends
    for length in _LENGTHS:
        last = codes[length - 1 :]
        mixed = mixed[: len(last)] + last * _POWERS[length - 1]
        if length > 2:
            within = within[: len(last)] | space[length - 2 : length - 2 + len(last)]
        ends = space[: len(last)] & space[length - 1 :]
        whole = (~(within[: len(last)] | ends)).nonzero()[0]
        yield whole, _bucket(mixed[whole])


def _bucket(mixed: NDArray[np.uint64]) -> NDArray[np.int64]:
    mixed = mixed ^ (mixed >> np.uint64(29))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed >> np.uint64(40)) % np.uint64(BUCKETS)).astype(np.int64)


def inverse_document_frequency(having: NDArray[np.integer], texts: int) -> Weights:
    """Smoothed inverse document frequency, ln((1 + texts) / (1 + having)) + 1; the shape of `having`.

    having: how many of the texts have each n-gram.
    """
    return (np.log((1 + texts) / (1 + having)) + 1).astype(np.float32)


def weighted_ngrams(tokens: Sequence[str], texts: Postings) -> SparseVector:
    """The n-grams of a text as a unit vector, weighted by their inverse document frequency in `texts`."""
    runs = char_ngrams(tokens)
    return SparseVector(
        runs.ids, runs.weights * inverse_document_frequency(texts.document_frequency(runs.ids), texts.texts)
    ).unit()
