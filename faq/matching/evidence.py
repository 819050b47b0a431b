"""What speaks for and against the first entry being the right one: the calibrator's input."""

import math

import numpy as np

from faq.matching.manner import manner
from faq.matching.postings import Weights, highest
from faq.matching.scores import Scores

_COMPARED = ("word", "letters", "place", "sense", "sense_place")
_FLOOR = 1e-4


def evidence(message: str, scores: Scores, ranks: Weights, phrasings: float) -> dict[str, float]:
    """Numbers by name, in a fixed order.

    ranks: the ranker's score of every entry, at least one; phrasings: how many an entry has in this FAQ, on average.
    """
    order = highest(ranks, 2)
    first, second = order[0], order[-1]
    share = float(1 / np.exp(ranks - ranks[first]).sum())
    found = {
        "rank": float(ranks[first]),
        "lead": float(ranks[first] - ranks[second]),
        "share": share,
        "odds": math.log((share + _FLOOR) / (1 - share + _FLOOR)),
        "unknown": scores.unknown,
        "strangeness": scores.strangeness,
        "length": math.log1p(scores.length),
        "one_word": float(scores.length <= 1),
        "few_phrasings": 1 / phrasings,
        "background": scores.background,
        "beyond_background": float(scores.table["letters"][first]) - scores.background,
        "beyond_nearest": scores.beyond_background[0],
        "beyond_five": scores.beyond_background[1],
    }
    return found | _by_score(scores.table, int(first), int(second)) | manner(message)


def _by_score(table: dict[str, Weights], first: int, second: int) -> dict[str, float]:
    """How the first entry stands in each single score."""
    found: dict[str, float] = {}
    for name, values in table.items():
        found[f"{name}_first"] = float(values[first])
        found[f"{name}_lead"] = float(values[first] - values[second])
        if name in _COMPARED:
            found[f"{name}_most"] = float(values.max())
            found[f"{name}_agrees"] = float(values.argmax() == first)
    return found
