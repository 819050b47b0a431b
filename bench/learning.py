"""Learning the ranker's weights and the calibrator's slopes, with set left out after set to see what holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.sets import Asked, shop
from faq.matching.calibration_features import calibration_features
from faq.matching.constants import Constants
from faq.matching.encoder import Encoder
from faq.matching.normalise import normalise
from faq.matching.prepared import prepare_faq
from faq.matching.reading import read
from faq.matching.scores import Scores, score
from faq.matching.wordlists import Language

OUTSIDE = 0.30  # the share of questions that nothing answers, in every figure
_CANDIDATES = 15
_SHRINK_RANKS = 1e-4
_SHRINK_SLOPES = 300.0
_OWN_SHARE = 3.0  # how freely a company's own bias may explain its answers
_CLOSELY = {"maxiter": 2000, "maxfun": 4000, "ftol": 1e-13, "gtol": 1e-8}  # so close that rounding hides the rest
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """A set's questions, scored against its entries."""

    name: str
    shop: str
    language: Language
    phrasings: float  # an entry has, on average
    questions: tuple[str, ...]  # normalised
    scores: tuple[Scores, ...]
    gold: NDArray[np.int64]  # the right entry's number, or -1
    asked: Asked


@dataclass(frozen=True)
class Judged:
    """A set's questions with the probability of the first entry, and whether it is right."""

    shop: str
    language: Language
    phrasings: float
    probability: Floats
    right: NDArray[np.bool_]
    gold: NDArray[np.int64]
    is_outside_near: bool = False

    @property
    def weight(self) -> Floats:
        """Each set weighs the same, its questions from outside 30 % of it."""
        inside = self.gold >= 0
        each_inside, each_outside = (1 - OUTSIDE) / max(1, inside.sum()), OUTSIDE / max(1, (~inside).sum())
        return np.asarray(np.where(inside, each_inside, each_outside), np.float64)


def scored(asked: Asked, encoder: Encoder | None) -> Scored:
    faq = prepare_faq(asked.entries, encoder)
    if faq is None:
        raise ValueError(f"{asked.name} has no entries")
    number = {entry.id: i for i, entry in enumerate(faq.entries)}
    scores = tuple(score(read(question, faq.index.vocabulary), faq.index, encoder) for question, _ in asked.questions)
    gold = np.array([-1 if entry is None else number[entry] for _, entry in asked.questions])
    questions = tuple(normalise(question) for question, _ in asked.questions)
    return Scored(asked.name, shop(asked.name), faq.language, faq.phrasings, questions, scores, gold, asked)


def learn_ranker(sets: Sequence[Scored], names: Sequence[str]) -> dict[str, float]:
    """Weights, none below zero, that make the right entry likeliest among the first candidates."""
    tables, right, weights = [], [], []
    for one in sets:
        found = [
            _candidates(scores, gold, names) for scores, gold in zip(one.scores, one.gold, strict=True) if gold >= 0
        ]
        kept = [pair for pair in found if pair is not None]
        tables += [table for table, _ in kept]
        right += [place for _, place in kept]
        weights += [1 / len(kept)] * len(kept)
    loss = _RankLoss(np.stack(tables), np.array(right), np.array(weights) / np.sum(weights))
    start = np.ones(len(names))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(names), options=_CLOSELY)
    return {name: round(float(weight), 3) for name, weight in zip(names, best.x, strict=True) if weight > 1e-3}


def _candidates(scores: Scores, gold: int, names: Sequence[str]) -> tuple[Floats, int] | None:
    """The scores of the first candidates, padded with hopeless ones, and the place of the right one among them."""
    table = np.stack([scores.table[name] for name in names], axis=1).astype(np.float64)
    order = np.argsort(-table.sum(axis=1), kind="stable")[:_CANDIDATES]
    if gold not in order:
        return None
    padding = np.full((_CANDIDATES - len(order), len(names)), -1.0)
    return np.concatenate([table[order], padding]), int(np.flatnonzero(order == gold)[0])


@dataclass(frozen=True)
class _RankLoss:
    """Cross-entropy of the right candidates, and its gradient."""

    tables: Floats  # (questions, candidates, scores)
    right: NDArray[np.int64]
    weights: Floats

    def __call__(self, w: Floats) -> tuple[float, Floats]:
        ranks = self.tables @ w
        shares = np.exp(ranks - ranks.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        each = np.arange(len(self.right))
        value = -(self.weights * np.log(shares[each, self.right] + 1e-12)).sum() + _SHRINK_RANKS * (w**2).sum()
        shares[each, self.right] -= 1
        return value, np.einsum("i,ij,ijk->k", self.weights, shares, self.tables, optimize=True) + 2 * _SHRINK_RANKS * w


def learn_constants(sets: Sequence[Scored], names: Sequence[str]) -> Constants:
    """Ranker and calibrator from these sets, not from streams; the lines of the bands are still missing."""
    sets = [one for one in sets if not one.asked.is_stream]
    ranked = Constants(learn_ranker(sets, names), 0.0, {}, [], {})
    rows, right, weights, companies, pieces = [], [], [], [], []
    for one in sets:
        found, correct = _evidence(one, ranked)
        pieces = list(found[0])
        rows += [list(row.values()) for row in found]
        right.append(correct)
        weights.append(Judged(one.shop, one.language, one.phrasings, np.zeros(0), correct, one.gold).weight)
        companies += [one.shop] * len(found)
    y = np.concatenate(right).astype(np.float64)
    bias, slopes = _logistic(np.array(rows), y, np.concatenate(weights), np.array(companies))
    return Constants(ranked.weights, bias, dict(zip(pieces, slopes, strict=True)), [], {})


def _evidence(one: Scored, ranked: Constants) -> tuple[list[dict[str, float]], NDArray[np.bool_]]:
    ranks = [ranked.ranks(scores.table) for scores in one.scores]
    found = [
        calibration_features(question, scores, rank, one.phrasings)
        for question, scores, rank in zip(one.questions, one.scores, ranks, strict=True)
    ]
    return found, np.array([int(np.argsort(-rank, kind="stable")[0]) for rank in ranks]) == one.gold


def _logistic(x: Floats, y: Floats, weights: Floats, companies: NDArray[np.str_]) -> tuple[float, list[float]]:
    """Weighted logistic regression over standardised columns, given back for the columns as they are.

    Every company has a bias of its own while slopes are learnt, so that no slope has to explain why one company's
    questions are easier than another's; a company not seen yet gets the mean of them.
    """
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    own = _OWN_SHARE * (companies[:, None] == np.unique(companies))
    z = np.concatenate([(x - mean) / spread, own], axis=1)
    weights = weights * len(weights) / weights.sum()

    def loss(b: Floats) -> tuple[float, Floats]:
        odds = z @ b[1:] + b[0]
        value = (weights * (np.logaddexp(0, odds) - y * odds)).sum() + _SHRINK_SLOPES / 2 * (b[1:] ** 2).sum()
        slope = weights * (1 / (1 + np.exp(-odds)) - y)
        return value, np.concatenate([[slope.sum()], z.T @ slope + _SHRINK_SLOPES * b[1:]])

    best = minimize(loss, np.zeros(z.shape[1] + 1), jac=True, method="L-BFGS-B", options=_CLOSELY).x
    slopes = best[1 : x.shape[1] + 1] / spread
    bias = best[0] + _OWN_SHARE * best[x.shape[1] + 1 :].mean()
    return round(float(bias - slopes @ mean), 3), [round(float(slope), 3) for slope in slopes]


def judged(one: Scored, learnt: Constants) -> Judged:
    """The set's questions as `learnt` would answer them."""
    found, right = _evidence(one, learnt)
    probability = np.array([learnt.probability(row) for row in found])
    near = one.asked.is_outside_near
    return Judged(one.shop, one.language, one.phrasings, probability, right, one.gold, near)


def left_out(sets: Sequence[Scored], names: Sequence[str]) -> list[Judged]:
    """Every set judged by what was learnt from the other companies' sets."""
    by_set: dict[int, Judged] = {}
    for company in sorted({one.shop for one in sets}):
        learnt = learn_constants([one for one in sets if one.shop != company], names)
        by_set |= {i: judged(one, learnt) for i, one in enumerate(sets) if one.shop == company}
    return [by_set[i] for i in range(len(sets))]
