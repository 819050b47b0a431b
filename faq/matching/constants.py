"""The constants that were learnt: weights of the scores, the calibrator, and thresholds by the share of wrong answers.

`constants.json` is made by bench/train.py, which says from what.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from faq.matching.postings import Weights


@dataclass(frozen=True)
class Thresholds:
    """From when to answer on FAQs with so many phrasings an entry."""

    few_phrasings: float  # 1 / phrasings
    probabilities: list[float]  # 0 to 1, for each of the risks


@dataclass(frozen=True)
class Constants:
    """One set of them, for matching with or without an encoder."""

    weights: dict[str, float]  # of each score in an entry's rank, none negative
    bias: float  # of the calibrator, in log odds
    slopes: dict[str, float]  # of each calibration feature, in log odds per unit of it
    risks: list[float]  # ascending shares of wrong answers
    thresholds: list[Thresholds]  # ascending by few_phrasings

    def ranks(self, table: dict[str, Weights]) -> Weights:
        """The rank of every entry from its scores; shape (entries,)."""
        return np.asarray(sum(weight * table[name] for name, weight in self.weights.items()), np.float32)

    def probability(self, calibration_features: dict[str, float]) -> float:
        """The probability that the first entry is the right one, 0 to 1."""
        odds = self.bias + sum(slope * calibration_features[name] for name, slope in self.slopes.items())
        return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))

    def threshold(self, max_wrong: float, phrasings: float) -> float:
        """The probability, 0 to 1, from which at most `max_wrong` of the answers were wrong on such FAQs.

        max_wrong: a share, 0 to 1; phrasings: how many an entry has on average.
        """
        few = [row.few_phrasings for row in self.thresholds]
        risks = [0.0, *self.risks]
        by_few = [float(np.interp(max_wrong, risks, [1.0, *row.probabilities])) for row in self.thresholds]
        return float(np.interp(1 / phrasings, few, by_few))


@cache
def constants(semantic: bool) -> Constants:
    """As shipped."""
    shipped = json.loads((files("faq.matching") / "constants.json").read_text(encoding="utf-8"))
    learnt = shipped["with the encoder" if semantic else "without"]
    return Constants(**learnt | {"thresholds": [Thresholds(**row) for row in learnt["thresholds"]]})


def shipped_form(lexical: Constants, semantic: Constants, learnt_from: str) -> str:
    """The text of constants.json."""
    return json.dumps(
        {"learnt from": learnt_from, "without": asdict(lexical), "with the encoder": asdict(semantic)},
        ensure_ascii=False,
        indent=1,
    )
