"""Words that a misspelt word may have been, found among thousands by their pairs of letters."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.matching.postings import SparseRows, Weights, index, rows_from_keys, top_k, unique_counts

_BUCKETS = 1 << 12
_SPACE = 32
_LEAST_IN_COMMON = 0.2  # cosine of the pairs; what is as like as is asked for has more
_COMPARED = 120  # words with the most pairs in common, of which the similarity is then measured
_MOST = 6
_LEAST = 0.5
_REMEMBERED = 256  # words: a message's are looked for to understand it, then to repair it
Code = TypeVar("Code", int, NDArray[np.int64])


class SpellingCandidates:
    """A list of words to look for similarities in."""

    def __init__(self, listed: Sequence[str]) -> None:
        self._listed = listed
        pairs = _pairs(listed)
        by_pair = index(pairs, _BUCKETS)
        self._starts, self._rows = by_pair.starts, by_pair.rows  # words with pair p: rows[starts[p]:starts[p + 1]]
        self._scales = (1 / np.sqrt(np.diff(pairs.starts))).astype(np.float32)  # makes the words' vectors unit vectors
        self._nearest = lru_cache(_REMEMBERED)(self._find)

    def of(self, word: str, least: float, most: int) -> list[tuple[int, float]]:
        """Up to `most` words by place in the list, with similarities (optimal string alignment) of `least` or more.

        most: up to 6; least: 0.5 or more.
        """
        return [(place, similarity) for place, similarity in self._nearest(word)[:most] if similarity >= least]

    def _find(self, word: str) -> list[tuple[int, float]]:
        in_common = self._cosines(_pairs_of(word))
        near = np.flatnonzero(in_common >= _LEAST_IN_COMMON)
        near = np.sort(near[top_k(in_common[near], _COMPARED)]).tolist()
        choices = [self._listed[i] for i in near]
        found = process.extract(
            word, choices, scorer=OSA.normalized_similarity, limit=_MOST, score_cutoff=_LEAST, processor=None
        )
        return [(near[place], similarity) for _, similarity, place in found]

    def _cosines(self, pairs: list[int]) -> Weights:
        """Of the pairs of every listed word with these; shape (words,)."""
        spans = [self._rows[self._starts[pair] : self._starts[pair + 1]] for pair in pairs]
        in_common = np.bincount(np.concatenate(spans), minlength=len(self._listed))
        return np.asarray(in_common * self._scales / np.sqrt(len(pairs)), np.float32)


def _pairs(words: Sequence[str]) -> SparseRows:
    """The pairs of letters of every word, with a space on both sides, each once."""
    codes = np.frombuffer("".join(f" {word} " for word in words).encode("utf-32-le"), np.uint32).astype(np.int64)
    owners = np.repeat(np.arange(len(words)), [len(word) + 1 for word in words])
    within = (codes[:-1] != _SPACE) | (codes[1:] != _SPACE)
    numbers = _number(codes[:-1], codes[1:])[within]
    keys, _ = unique_counts(owners * _BUCKETS + numbers)
    return rows_from_keys(keys, np.ones(len(keys), np.float32), len(words), _BUCKETS)


def _pairs_of(word: str) -> list[int]:
    """Those of one word; a thousand times a second this is quicker than a table of one."""
    padded = [ord(letter) for letter in f" {word} "]
    return sorted({_number(a, b) for a, b in pairwise(padded)})


def _number(first: Code, second: Code) -> Code:
    return (first * 31 + second) % _BUCKETS
