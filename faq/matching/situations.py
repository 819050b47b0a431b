"""Similarity of texts to the situations that customers of any trade come with.

«лифт сломан, донесёте?» shares no word with «Сколько стоит подъём на этаж?», but both lie near the same paragraph of
the shipped lists. A text's situation profile is its similarity to each of the situations, the highest kept.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from faq.matching.lines import SituationLines, situation_lines
from faq.matching.postings import SparseVector, Weights, top_k
from faq.matching.shipped_arrays import SITUATIONS, shipped_arrays
from faq.matching.wordlists import Language

_KEPT = 16  # situations of a text
_OUTSTANDING = 2.0  # standard deviations above the text's similarity to the others
_SHARPNESS = 10.0  # of the soft maximum over a situation's lines


class Situations:
    """One language's situations, and the messages that no FAQ answers behind them.

    A similarity has a value for each line of the lists, 0 to 1, the background's last; shape (lines,).
    """

    def __init__(self, lines: SituationLines, sizes: NDArray[np.int32], background_mean: Weights) -> None:
        """sizes: how many lines each situation has; shape (situations,).

        background_mean: the mean similarity of messages that no FAQ answers to each situation; shape (situations,).
        """
        self.similarity = lines.similarity
        self.background_mean = background_mean
        self._firsts = np.cumsum(sizes) - sizes
        self.background_start = int(sizes.sum())

    def __len__(self) -> int:
        return len(self._firsts)

    def profile(self, similarity: Weights, background_mean: Weights) -> SparseVector:
        """The situations that stand out in a text's similarity to every line, as a unit vector over the situations.

        background_mean: the mean similarity of messages that no FAQ answers to each situation; shape (situations,).
        """
        pooled = self._pooled(similarity) - background_mean
        outstanding = (pooled - pooled.mean()) / (pooled.std() + 1e-6) - _OUTSTANDING
        ids = np.sort(top_k(outstanding, _KEPT))
        ids = ids[outstanding[ids] > 0]
        return SparseVector(ids.astype(np.int32), outstanding[ids].astype(np.float32)).unit()

    def mean_background_similarity(self, of_background: Iterable[Weights]) -> Weights:
        """The mean similarity of the background's messages to each situation, from that of each to every line."""
        pooled = [self._pooled(similarity) for similarity in of_background]
        return np.asarray(np.mean(pooled, axis=0), np.float32)

    def _pooled(self, similarity: Weights) -> Weights:
        """The soft maximum of a similarity over each situation's lines; shape (situations,)."""
        sums = np.add.reduceat(np.exp(_SHARPNESS * similarity[: self.background_start]), self._firsts)
        return np.asarray(np.log(sums) / _SHARPNESS, np.float32)

    def nearest(self, similarity: Weights) -> float:
        """The similarity to the nearest line of any situation."""
        return float(similarity[: self.background_start].max())

    def background(self, similarity: NDArray[np.float32]) -> NDArray[np.float32]:
        """The part of a similarity that is about messages no FAQ answers."""
        return similarity[self.background_start :]


@cache
def situations(language: Language) -> Situations:
    """As shipped."""
    arrays = shipped_arrays(language, SITUATIONS)
    return Situations(situation_lines(arrays, language), arrays["sizes"], arrays["usual"])
