"""Probabilities of two sets of constants, compared by what may be made of them.

A question that a remote encoder fails for is matched without it. The bands, which labels may have moved, are those of
matching with it; so the probability is put where that matching has the same risk: what would just have been stated,
previewed or offered without the encoder just is so at the lines with it.
"""

from dataclasses import dataclass

import numpy as np

from faq.matching.constants import Constants
from faq.matching.wordlists import Language

_HIGHEST_RISK = 0.2  # of stated answers; above it the lines of answers and of previews cross


@dataclass(frozen=True)
class EqualRisk:
    """Takes a probability from one set of constants to another, for FAQs of one language and size."""

    given: tuple[float, ...]  # probabilities, ascending
    wanted: tuple[float, ...]  # those of the same risk, ascending

    @staticmethod
    def between(given: Constants, wanted: Constants, language: Language, phrasings: float, entries: int) -> "EqualRisk":
        """phrasings: how many an entry has on average."""
        risks = sorted((risk for risk in given.risks if risk <= _HIGHEST_RISK), reverse=True)
        points = []
        for constants in (given, wanted):
            lowest = constants.bands(_HIGHEST_RISK, language, phrasings, entries)
            answers = [constants.threshold(risk, language, phrasings) for risk in risks]
            points.append(np.maximum.accumulate([0.0, lowest.offer, lowest.preview, *answers]).tolist())
        if points[0][-1] < 1:
            points = [[*line, 1.0] for line in points]
        return EqualRisk(tuple(points[0]), tuple(points[1]))

    def of(self, probability: float) -> float:
        """1 stays 1, since an entry's own phrasing needs no encoder."""
        if probability >= 1:
            return 1.0
        at = next(place for place, line in enumerate(self.given) if line > probability)
        low, high = self.given[at - 1], self.given[at]
        share = (probability - low) / (high - low)
        return self.wanted[at - 1] + share * (self.wanted[at] - self.wanted[at - 1])
