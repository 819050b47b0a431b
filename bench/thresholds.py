"""Where the bands of an FAQ begin that was not learnt from: answers, previews, offers.

Counting the wrong among the surest answers tells little: there are few of each company, and one that is labelled
against its words decides all. So a curve is laid through all answers, and the strictest of the thresholds found without
one of the companies is taken: what a company less would have changed, the next company may change too. For a language
the line is the stricter one of this and of the curve through that language's answers alone, so that the promise holds
for each by itself.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from bench.learning import Floats, Judged
from bench.shipping import LANGUAGES
from faq.matching.constants import Lines, Thresholds
from faq.matching.wordlists import Language

RISKS = (0.01, 0.02, 0.03, 0.05, 0.07, 0.10, 0.15, 0.20, 0.30)
_FEW = ((0.0, 0.3), (0.3, 0.6), (0.6, 1.0))  # 1 / phrasings an entry: many, two or three, one
_FEWEST = 100  # answers; fewer tell nothing of a risk of one in twenty
_LIKELY = 0.3  # the curve is laid through answers at least this probable
_STEEPNESS = (0.3, 2.0)
_MOST_SPOILT = 0.1
_PREVIEWS_RIGHT = 0.72  # of previews, those of the right entry; of a desk's own messages that makes four in five
_BOTHERED = 0.25  # of the questions that nothing answers, those for which anything is shown
_TYPICAL = (0.15, 0.6)  # 1 / phrasings an entry: two to six, as authors write them; lower lines are learnt from these
_MAX_WRONG, _TYPICAL_FEW = 0.05, 1 / 3  # where answers begin when previews are judged


@dataclass(frozen=True)
class Answers:
    """The first entry for each question of some sets, surest first; each company weighs the same."""

    probability: Floats
    right: NDArray[np.bool_]
    weight: Floats
    company: NDArray[np.str_]

    def without(self, company: str) -> "Answers":
        kept = self.company != company
        return Answers(self.probability[kept], self.right[kept], self.weight[kept], self.company[kept])


def answers(judgements: Sequence[Judged]) -> Answers:
    sets_of = Counter(one.shop for one in judgements)
    probability = np.concatenate([one.probability for one in judgements])
    right = np.concatenate([one.right for one in judgements])
    weight = np.concatenate([one.weight / sets_of[one.shop] for one in judgements])
    company = np.concatenate([np.full(len(one.right), one.shop) for one in judgements])
    order = np.argsort(-probability, kind="stable")
    return Answers(probability[order], right[order], weight[order], company[order])


def lines(judgements: Sequence[Judged]) -> dict[Language, Lines]:
    """Where the bands of each language begin. Judgements of both languages, none by what was learnt of its company."""
    together = thresholds(judgements, strictest_thresholds)
    found: dict[Language, Lines] = {}
    for language in LANGUAGES:
        own = [one for one in judgements if one.language == language]
        stricter = _stricter(together, thresholds(own, _thresholds))
        typical = [one for one in own if _TYPICAL[0] < 1 / one.phrasings <= _TYPICAL[1]]
        answer = _at(stricter, _TYPICAL_FEW)[RISKS.index(_MAX_WRONG)]
        found[language] = Lines(stricter, preview_line(typical, answer), offer_line(typical))
    return found


def _stricter(these: Sequence[Thresholds], those: Sequence[Thresholds]) -> list[Thresholds]:
    """The stricter ones of both, at every number of phrasings that either has.

    With more phrasings than `these` have, nothing gets laxer: those are a few large sets of one language.
    """
    found: list[Thresholds] = []
    least = these[0].few_phrasings
    for few in sorted({row.few_phrasings for row in (*these, *those) if row.few_phrasings >= least}):
        pairs = zip(_at(these, few), _at(those, few), strict=True)
        found.append(Thresholds(few, [round(max(pair), 3) for pair in pairs]))
    return found


def _at(rows: Sequence[Thresholds], few_phrasings: float) -> list[float]:
    few = [row.few_phrasings for row in rows]
    return [float(np.interp(few_phrasings, few, column)) for column in np.array([row.probabilities for row in rows]).T]


def thresholds(judgements: Sequence[Judged], find: Callable[[Answers], list[float]]) -> list[Thresholds]:
    """For entries with many phrasings, with two or three and with one; never laxer with fewer."""
    rows: list[Thresholds] = []
    strictest = [0.0] * len(RISKS)
    for least, most in _FEW:
        alike = [one for one in judgements if least < 1 / one.phrasings <= most]
        if not alike:
            continue
        found = find(answers(alike))
        strictest = [round(max(pair), 3) for pair in zip(found, strictest, strict=True)]
        few = sum(1 / one.phrasings for one in alike) / len(alike)
        rows.append(Thresholds(round(few, 4), strictest))
    return rows


def preview_line(judgements: Sequence[Judged], answer: float) -> float:
    """The least probability from which to `answer` enough of the first entries are right."""
    given = answers(judgements)
    below = given.probability < answer
    right = np.cumsum((given.weight * given.right)[below]) / np.cumsum(given.weight[below])
    enough = np.flatnonzero(right[_FEWEST - 1 :] >= _PREVIEWS_RIGHT)
    return round(float(given.probability[below][_FEWEST - 1 + enough[-1]]), 2) if len(enough) else answer


def offer_line(judgements: Sequence[Judged]) -> float:
    """The least probability that only a quarter of the questions reach which nothing answers, whatever the company.

    The strictest that leaving one company out would give. Questions of entries that were left out are not looked at:
    they are what the FAQ lacks rather than nonsense.
    """
    given = answers([_outside(one) for one in judgements if not one.is_outside_near])
    return max(_reached_by_a_quarter(given.without(company)) for company in np.unique(given.company))


def _reached_by_a_quarter(given: Answers) -> float:
    share = np.cumsum(given.weight) / given.weight.sum()
    return round(float(given.probability[np.searchsorted(share, _BOTHERED)]), 2)


def _outside(one: Judged) -> Judged:
    """The set's questions that nothing answers."""
    kept = one.gold < 0
    return replace(one, probability=one.probability[kept], right=one.right[kept], gold=one.gold[kept])


def strictest_thresholds(given: Answers) -> list[float]:
    """For each of RISKS, the strictest threshold that leaving one company out would give."""
    each = [_thresholds(given.without(company)) for company in np.unique(given.company)]
    return [max(found) for found in zip(*each, strict=True)]


def _thresholds(given: Answers) -> list[float]:
    """The lowest probability from which the answers' expected share of wrong ones is within each risk; 1 if none is."""
    share = np.cumsum(given.weight * (1 - right_share(given))) / np.cumsum(given.weight)
    within = [np.flatnonzero(share[_FEWEST - 1 :] <= risk) for risk in RISKS]
    return [float(given.probability[_FEWEST - 1 + found[-1]]) if len(found) else 1.0 for found in within]


def right_share(given: Answers) -> Floats:
    """How many of the answers as probable as each are right, by a logistic curve that stays below 1.

    However sure the matcher is, some questions are asked or labelled against their words.
    """
    likely = given.probability >= _LIKELY
    odds = logit(np.clip(given.probability, 1e-6, 1 - 1e-6))
    loss = _CurveLoss(odds[likely], given.right[likely], given.weight[likely] / given.weight[likely].sum())
    bounds = [(None, None), _STEEPNESS, (0.0, _MOST_SPOILT)]
    bias, steepness, spoilt = minimize(loss, [0.0, 1.0, 0.02], jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.asarray((1 - spoilt) * expit(bias + steepness * odds), np.float64)


@dataclass(frozen=True)
class _CurveLoss:
    """Cross-entropy of what was right under the curve, and its gradient by bias, steepness and the spoilt share."""

    odds: Floats
    right: NDArray[np.bool_]
    weight: Floats

    def __call__(self, curve: Floats) -> tuple[float, Floats]:
        bias, steepness, spoilt = curve
        sure = expit(bias + steepness * self.odds)
        share = np.clip((1 - spoilt) * sure, 1e-9, 1 - 1e-9)
        value = -(self.weight * np.log(np.where(self.right, share, 1 - share))).sum()
        by_share = self.weight * np.where(self.right, -1 / share, 1 / (1 - share))
        by_bias = by_share * (1 - spoilt) * sure * (1 - sure)
        return value, np.array([by_bias.sum(), (by_bias * self.odds).sum(), -(by_share * sure).sum()])
