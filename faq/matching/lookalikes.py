"""Words that a misspelt word may have been, found among thousands by their pairs of letters."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.matching.postings import Features, highest, index, table

_BUCKETS = 1 << 12
_LEAST_IN_COMMON = 0.2  # cosine of the pairs; what is as like as is asked for has more
_COMPARED = 120  # words with the most pairs in common, of which the likeness is then measured


class Lookalikes:
    """A list of words to look for likenesses in."""

    def __init__(self, listed: Sequence[str]) -> None:
        self._listed = listed
        self._pairs = index(table([_pairs(word) for word in listed]), _BUCKETS)

    def of(self, word: str, least: float, most: int) -> list[tuple[int, float]]:
        """Up to `most` words by place in the list, with likenesses (optimal string alignment) of `least` or more."""
        in_common = self._pairs.dot(_pairs(word))
        near = np.flatnonzero(in_common >= _LEAST_IN_COMMON)
        near = np.sort(near[highest(in_common[near], _COMPARED)]).tolist()
        choices = [self._listed[i] for i in near]
        found = process.extract(
            word, choices, scorer=OSA.normalized_similarity, limit=most, score_cutoff=least, processor=None
        )
        return [(near[place], likeness) for _, likeness, place in found]


def _pairs(word: str) -> Features:
    padded = f" {word} "
    numbers = {(ord(a) * 31 + ord(b)) % _BUCKETS for a, b in pairwise(padded)}
    ids = np.array(sorted(numbers), np.int32)
    return Features(ids, np.ones(len(ids), np.float32)).unit()
