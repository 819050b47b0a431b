"""Learns the weights of faq/gaps/pair_weights.py: whether two questions ask for the same.

    python -m bench.pairs SET.json...

By logistic regression over all pairs of messages that an FAQ with a third of its entries left out does not answer. Of
two messages that nothing answers nobody knows whether they ask for the same: those pairs are left out. Every FAQ weighs
the same.
"""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.learning import Floats
from bench.unanswered import Unanswered, unanswered
from faq.gaps.pair_odds import Texts, pair_features
from faq.gaps.pair_weights import PairWeights
from faq.matching.encoder import find_encoder

_SEEDS = range(3)
_SHRINK = 1e-3
_NO_LIKENESS = frozenset({"background", "background_by_meaning", "shorter"})  # these may speak against


@dataclass(frozen=True)
class Pairs:
    """The pairs of one FAQ's messages."""

    company: str
    names: tuple[str, ...]
    features: Floats  # shape (pairs, features)
    is_same: NDArray[np.bool_]


def pairs(asked: Unanswered, semantic: bool | None) -> Pairs:
    texts = Texts.read(asked.messages, asked.kept, asked.language)
    found = pair_features(texts, asked.language, find_encoder(semantic))
    first, second = np.triu_indices(len(asked.messages), 1)
    topics = np.array([topic or "" for topic in asked.topics])
    is_told = (topics[first] != "") | (topics[second] != "")
    first, second = first[is_told], second[is_told]
    table = np.stack([make()[first, second] for make in found.values()], axis=1).astype(np.float64)
    return Pairs(asked.company, tuple(found), table, topics[first] == topics[second])


def learn_pair_weights(found: Sequence[Pairs]) -> PairWeights:
    x = np.concatenate([one.features for one in found])
    y = np.concatenate([one.is_same for one in found]).astype(np.float64)
    weights = np.concatenate([np.full(len(one.is_same), 1 / len(one.is_same) / len(found)) for one in found])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = (x - mean) / spread

    def loss(b: Floats) -> tuple[float, Floats]:
        odds = z @ b[1:] + b[0]
        value = (weights * (np.logaddexp(0, odds) - y * odds)).sum() + _SHRINK * (b[1:] ** 2).sum()
        slope = weights * (1 / (1 + np.exp(-odds)) - y)
        return float(value), np.concatenate([[slope.sum()], z.T @ slope + 2 * _SHRINK * b[1:]])

    free = [True, *(name in _NO_LIKENESS for name in found[0].names)]
    bounds = [(None if one else 0, None) for one in free]
    best = minimize(loss, np.zeros(z.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    slopes = best[1:] / spread
    by_name = {name: round(float(slope), 2) for name, slope in zip(found[0].names, slopes, strict=True) if slope}
    return PairWeights(round(float(best[0] - slopes @ mean), 2), by_name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    arguments = parser.parse_args()
    for name, semantic in (("LEXICAL", False), ("SEMANTIC", None)):
        asked = [unanswered(path, seed, semantic) for path in sorted(arguments.sets) for seed in _SEEDS]
        learnt = learn_pair_weights([pairs(one, semantic) for one in asked])
        print(f"{name} = PairWeights({learnt.bias}, {dict(learnt.slopes)})")


if __name__ == "__main__":
    main()
