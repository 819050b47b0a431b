"""What an FAQ has learnt in one language: phrasings of its entries, and where its bands begin."""

from dataclasses import dataclass

import numpy as np

from faq.learning import Lessons
from faq.matching import Bands

_LEAST = 1e-6  # of a probability in log odds
UNMOVED = Bands(0.5, 0.5, 0.5)


@dataclass(frozen=True)
class MovedBands:
    """Where the bands began and where they begin now.

    Kept as a move and not as an end, since an edit of the FAQ also moves the beginning.
    """

    before: Bands = UNMOVED
    after: Bands = UNMOVED

    def applied_to(self, bands: Bands) -> Bands:
        """The bands moved as far, in log odds; the same object where nothing is moved."""
        if self.before == self.after:
            return bands
        if self.before == bands:
            return self.after
        return Bands.ordered(
            _moved(bands.answer, self.before.answer, self.after.answer),
            _moved(bands.preview, self.before.preview, self.after.preview),
            _moved(bands.offer, self.before.offer, self.after.offer),
        )


NO_LESSONS = Lessons({}, {}, ())


@dataclass(frozen=True)
class Learnt:
    lessons: Lessons = NO_LESSONS
    bands: MovedBands = MovedBands()


NOTHING = Learnt()


def _moved(line: float, before: float, after: float) -> float:
    """A line at 1 stays there, and one that was moved to 1 is there: only an own phrasing reaches it."""
    if after >= 1 or line >= 1:
        return max(line, after)
    odds = _log_odds(line) + _log_odds(after) - _log_odds(before)
    return float(1 / (1 + np.exp(-odds)))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _LEAST), 1 - _LEAST)
    return float(np.log(clipped / (1 - clipped)))
