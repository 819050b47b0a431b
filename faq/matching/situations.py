"""Texts placed among the situations that customers of any trade come with.

«лифт сломан, донесёте?» shares no word with «Сколько стоит подъём на этаж?», but both lie near the same paragraph of
the shipped lists. A text's place is its likeness to each of the situations; only what stands out is kept.
"""

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from faq.matching.lines import Lines, lines_of
from faq.matching.postings import Features, Weights, highest
from faq.matching.shipped_arrays import SITUATIONS, shipped_arrays
from faq.matching.wordlists import Language

_KEPT = 16  # situations of a text
_OUTSTANDING = 2.0  # standard deviations above the text's likeness to the others
_SHARPNESS = 10.0  # of the soft maximum over a situation's lines


class Situations:
    """One language's situations, and the messages that no FAQ answers behind them.

    A likeness has a value for each line of the lists, 0 to 1; shape (lines,), the background's last.
    """

    def __init__(self, lines: Lines, sizes: NDArray[np.int32], usual: Weights) -> None:
        """sizes: how many lines each situation has; shape (situations,).

        usual: what messages that no FAQ answers are like to each situation; shape (situations,).
        """
        self.likeness = lines.likeness
        self.usual = usual
        self._firsts = np.cumsum(sizes) - sizes
        self.end = int(sizes.sum())

    def __len__(self) -> int:
        return len(self._firsts)

    def place(self, likeness: Weights, usual: Weights) -> Features:
        """The situations that stand out in a text's likeness to every line, at length 1.

        usual: what messages that no FAQ answers are like to each situation; shape (situations,).
        """
        pooled = self._pooled(likeness) - usual
        outstanding = (pooled - pooled.mean()) / (pooled.std() + 1e-6) - _OUTSTANDING
        ids = np.sort(highest(outstanding, _KEPT))
        ids = ids[outstanding[ids] > 0]
        return Features(ids.astype(np.int32), outstanding[ids].astype(np.float32)).unit()

    def usual_likeness(self, of_background: Iterable[Weights]) -> Weights:
        """The mean likeness of the background's messages to each situation, from that of each to every line."""
        pooled = [self._pooled(likeness) for likeness in of_background]
        return np.asarray(np.mean(pooled, axis=0), np.float32)

    def _pooled(self, likeness: Weights) -> Weights:
        """The soft maximum of a likeness over each situation's lines; shape (situations,)."""
        sums = np.add.reduceat(np.exp(_SHARPNESS * likeness[: self.end]), self._firsts)
        return np.asarray(np.log(sums) / _SHARPNESS, np.float32)

    def nearest(self, likeness: Weights) -> float:
        """The likeness to the nearest line of any situation."""
        return float(likeness[: self.end].max())

    def background(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """The part of a likeness that is about messages no FAQ answers."""
        return likeness[self.end :]


@cache
def situations(language: Language) -> Situations:
    """As shipped."""
    arrays = shipped_arrays(language, SITUATIONS)
    return Situations(lines_of(arrays, language), arrays["sizes"], arrays["usual"])
