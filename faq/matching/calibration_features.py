"""Features of the calibrator: how likely the highest-ranked entry is the right one."""

import math

import numpy as np

from faq.matching.postings import Weights, top_k
from faq.matching.question_features import question_features
from faq.matching.scores import Scores

_FLOOR = 1e-4  # of a probability in log odds
_LEAST_SHARE = 0.03  # of the background; below it a message is like none of it
_LEAST_SPREAD = 1e-3  # units of rank
_RIVALS = np.array([2.3, 1.7, 1.3, 1.0], np.float32)
"""The mean ranks of the second to the fifth entry of a small FAQ, measured on ten random entries of a sample of 65.

An FAQ with fewer entries gets those that it lacks, or its only entry would be the closest one to everything.
"""


def calibration_features(message: str, scores: Scores, ranks: Weights, phrasings: float) -> dict[str, float]:
    """The features by name, in a fixed order.

    ranks: the ranker's score of every entry, at least one; phrasings: how many an entry has in this FAQ, on average.
    """
    order = top_k(ranks, 2)
    first, second = order[0], order[-1]
    compared = np.concatenate([ranks, _RIVALS[len(ranks) - 1 :]])
    highest = float(ranks[first])
    share = float(1 / np.exp(compared - highest).sum())
    found = {
        "rank": highest,
        "margin": highest - float(np.delete(compared, first).max()),
        "softmax": share,
        "log_odds": math.log((share + _FLOOR) / (1 - share + _FLOOR)),
        "prominence": _prominence(highest, compared),
        "unknown_weight": scores.unknown_weight,
        "unknown_letters": scores.unknown_letters,
        "length": math.log1p(scores.length),
        "one_word": float(scores.length <= 1),
        "few_phrasings": 1 / phrasings,
        "background": scores.background,
        "background_share": math.log(scores.background_share + _LEAST_SHARE),
        "beyond_background": float(scores.table["char_ngrams"][first]) - scores.background,
        "beyond_nearest": scores.beyond_background[0],
        "beyond_five": scores.beyond_background[1],
    }
    return found | _margins(scores.table, int(first), int(second)) | question_features(message)


def _prominence(highest: float, ranks: Weights) -> float:
    """How far the highest rank of an entry is above the median of `ranks`, in mean distances from it.

    Told apart from a rank that is high only because the message is like the whole FAQ. By the mean distance rather than
    by the standard deviation, which the first entry of a small FAQ makes up by itself.
    """
    median = _median(ranks)
    return float((highest - median) / (np.abs(ranks - median).mean() + _LEAST_SPREAD))


def _median(values: Weights) -> float:
    """What np.median gives; that brings in masked arrays, a megabyte."""
    middle = len(values) // 2
    lower, upper = np.partition(values, [max(0, middle - 1), middle])[[max(0, middle - 1), middle]]
    return float(upper if len(values) % 2 else (lower + upper) / 2)


def _margins(table: dict[str, Weights], first: int, second: int) -> dict[str, float]:
    """The margin of the first entry over the second in each single score."""
    return {f"{name}_margin": float(values[first] - values[second]) for name, values in table.items()}
