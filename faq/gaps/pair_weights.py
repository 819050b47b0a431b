"""The learnt weights of faq.gaps.pair_odds, as `python -m bench.pairs` prints them; from which sets: bench/LOG.md."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PairWeights:
    """Log odds of a pair: a bias, and a slope for each unit of a feature by its name."""

    bias: float
    slopes: Mapping[str, float]


LEXICAL = PairWeights(
    -3.99,
    {
        "words": 1.59,
        "coverage": 6.37,
        "asking": 0.86,
        "letters": 0.26,
        "situations": 5.2,
        "background": -0.26,
        "shorter": -0.35,
    },
)
SEMANTIC = PairWeights(
    -3.06,
    {
        "coverage": 6.52,
        "asking": 0.37,
        "situations": 3.78,
        "background": 0.36,
        "shorter": -0.79,
        "meaning": 2.43,
        "situations_by_meaning": 1.67,
        "background_by_meaning": -2.32,
    },
)
