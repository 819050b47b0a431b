"""The constants that were learnt: weights of the scores, the calibrator, and thresholds by the share of wrong answers.

`constants.json` is made by bench/train.py, which says from what.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from faq.matching.bands import Bands
from faq.matching.postings import Weights
from faq.matching.wordlists import Language

_TIMES_CHANCE = 2.0
_HIGHEST_FLOOR = 0.35


@dataclass(frozen=True)
class Thresholds:
    """From when to answer on FAQs with so many phrasings an entry."""

    few_phrasings: float  # 1 / phrasings
    probabilities: list[float]  # 0 to 1, for each of the risks


@dataclass(frozen=True)
class Lines:
    """Where the bands of one language begin."""

    thresholds: list[Thresholds]  # of answers; ascending by few_phrasings
    preview: float  # 0 to 1
    offer: float


@dataclass(frozen=True)
class Constants:
    """One set of them, for matching with or without an encoder."""

    weights: dict[str, float]  # of each score in an entry's rank, none negative
    bias: float  # of the calibrator, in log odds
    slopes: dict[str, float]  # of each calibration feature, in log odds per unit of it
    risks: list[float]  # ascending shares of wrong answers
    lines: dict[Language, Lines]

    def ranks(self, table: dict[str, Weights]) -> Weights:
        """The rank of every entry from its scores; shape (entries,)."""
        return np.asarray(sum(weight * table[name] for name, weight in self.weights.items()), np.float32)

    def probability(self, calibration_features: dict[str, float], penalty: float = 0.0) -> float:
        """The probability that the first entry is the right one, 0 to 1; penalty: to be taken from its log odds."""
        odds = self.bias - penalty + sum(slope * calibration_features[name] for name, slope in self.slopes.items())
        return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))

    def threshold(self, max_wrong: float, language: Language, phrasings: float) -> float:
        """The probability, 0 to 1, from which at most `max_wrong` of the answers were wrong on such FAQs.

        max_wrong: a share, 0 to 1; phrasings: how many an entry has on average.
        """
        rows = self.lines[language].thresholds
        few = [row.few_phrasings for row in rows]
        risks = [0.0, *self.risks]
        by_few = [float(np.interp(max_wrong, risks, [1.0, *row.probabilities])) for row in rows]
        return float(np.interp(1 / phrasings, few, by_few))

    def risk(self, probability: float, language: Language, phrasings: float) -> float:
        """The share of wrong answers from that probability on, 0 to 1, on such FAQs: what `threshold` undoes."""
        risks = [*reversed(self.risks), 0.0]
        lines = [self.threshold(risk, language, phrasings) for risk in risks]
        return float(np.interp(probability, lines, risks))

    @staticmethod
    def floor(entries: int) -> float:
        """Twice the probability of a random pick, 0 to 1: no choice is offered below it."""
        return min(_HIGHEST_FLOOR, _TIMES_CHANCE / max(1, entries))

    def bands(self, max_wrong: float, language: Language, phrasings: float, entries: int) -> Bands:
        """All bands of such an FAQ; with few entries offers begin higher, see `floor`."""
        lines = self.lines[language]
        offer = max(lines.offer, self.floor(entries))
        return Bands.ordered(self.threshold(max_wrong, language, phrasings), lines.preview, offer)


@cache
def constants(semantic: bool) -> Constants:
    """As shipped."""
    shipped = json.loads((files("faq.matching") / "constants.json").read_text(encoding="utf-8"))
    learnt = shipped["with the encoder" if semantic else "without"]
    return Constants(**learnt | {"lines": {one: _lines(**given) for one, given in learnt["lines"].items()}})


def _lines(thresholds: list[dict[str, Any]], preview: float, offer: float) -> Lines:
    return Lines([Thresholds(**row) for row in thresholds], preview, offer)


def shipped_form(lexical: Constants, semantic: Constants, learnt_from: str) -> str:
    """The text of constants.json."""
    return json.dumps(
        {"learnt from": learnt_from, "without": asdict(lexical), "with the encoder": asdict(semantic)},
        ensure_ascii=False,
        indent=1,
    )
