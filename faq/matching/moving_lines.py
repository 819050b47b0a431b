"""The lines of the bands, moved by what became of the desk's own questions.

**Answers.** From probability t on, `wrong(t)` of `answers(t)` outcomes were wrong. The shipped thresholds say the same
of other FAQs: R(t) is the share wrong from t on, and R is `max_wrong` at the shipped line. The line is the lowest t for
which

    R(t) / max_wrong + wrong(t)  <=  1 + max_wrong * answers(t)

This is the bound of conformal risk control (Angelopoulos, Bates, Fisch, Lei, Schuster: Conformal Risk Control, ICLR
2024): the expected share of wrong answers is within `max_wrong` if one more wrong one than was seen is counted. That
one is here the prior, 1 / max_wrong answers of other FAQs. So without outcomes the line is the shipped one, a laxer
line has to make up for more wrong ones to begin with, and the more outcomes there are the less the prior counts
(shrinkage).

Where a single person's label contradicts the matcher, the label may be what is wrong, as one in twenty is, or the
answer, as `max_wrong` are: it counts for the latter's share of both, at least a half.

**Sudden harm.** Shares are slow to tell. So no line may begin at or below a t whose outcomes raise an alarm, taken in
their order: S = max(1, S) * (1 + b * (wrong - max_wrong)), begun at 1, with b the best bet against `_HARM` being wrong,
has reached `_ALARM`. S is an e-detector: while at most `max_wrong` are wrong it takes `_ALARM` answers on average until
a false alarm (Shin, Ramdas, Rinaldo: E-detectors, New England Journal of Statistics in Data Science, 2024). For 0.05
three wrong in a row are enough. Where no line is left, only an entry's own phrasings are answered.

**Previews** begin where by these outcomes the first entry is right `_PREVIEWED_RIGHT` of the time: by a logistic curve
over the log odds of its probability, with a Gaussian prior around the diagonal (Platt scaling). **Offers** begin where
`_BOTHERED` of the questions that nothing answers are offered anything, and no preview begins below. Both lines are
drawn towards the shipped one, as if `_PRIOR` more outcomes had said that it is right.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from faq.matching.bands import Bands
from faq.matching.replay import Outcome

_LABELS_WRONG = 0.05
_HARM = 0.3  # share of wrong answers
_ALARM = 100.0
_PREVIEWED_RIGHT = 0.2
_BOTHERED = 0.35  # of these outcomes; of new messages fewer, for which nothing that was learnt is held out
_PRIOR = 5.0  # outcomes
_CURVE_SPREAD = 0.5  # of the curve's bias and steepness around 0 and 1
_LEAST = 1e-4  # of a probability in log odds

Floats = NDArray[np.float64]


def moved(
    shipped: Bands, outcomes: Sequence[Outcome], max_wrong: float, risk: Callable[[float], float], floor: float
) -> Bands:
    """The shipped bands, moved; max_wrong: a share, 0 to 1; floor: the least line of offers, 0 to 1.

    risk: the share of wrong answers from a probability on, by the shipped thresholds.
    """
    if not outcomes or not 0 < max_wrong < _HARM:
        return shipped
    answer = answer_line(shipped.answer, outcomes, max_wrong, risk)
    offer = max(floor, offer_line(shipped.offer, outcomes))
    return Bands.ordered(answer, max(offer, preview_line(shipped.preview, outcomes)), offer)


def answer_line(shipped: float, outcomes: Sequence[Outcome], max_wrong: float, risk: Callable[[float], float]) -> float:
    """The lowest probability that keeps the promise, 0 to 1; 1 if none does."""
    probability = np.array([one.probability for one in outcomes])
    wrong = np.array([_wrongness(one, max_wrong) for one in outcomes])
    line = 1.0
    for t in sorted({*probability.tolist(), shipped}, reverse=True):
        reached = wrong[probability >= t]
        if _is_alarming(reached, max_wrong):
            break
        if risk(t) / max_wrong + reached.sum() <= 1 + max_wrong * len(reached) + 1e-9:
            line = t
    return line


def harm_line(outcomes: Sequence[Outcome], max_wrong: float) -> float:
    """The probability, 0 to 1, just above all wrong answers of an alarm; 0 where there is no alarm.

    Quick, unlike the other lines: for the moment after a complaint.
    """
    wrong = np.array([not one.is_right for one in outcomes], np.float64)
    if not 0 < max_wrong < _HARM or not _is_alarming(wrong, max_wrong):
        return 0.0
    return min(1.0, float(np.nextafter(max(one.probability for one in outcomes if not one.is_right), 2.0)))


def _wrongness(one: Outcome, max_wrong: float) -> float:
    if one.is_right:
        return 0.0
    return 1.0 if one.is_agreed else max(0.5, max_wrong / (max_wrong + _LABELS_WRONG))


def _is_alarming(wrong: Floats, max_wrong: float) -> bool:
    """Whether the test stands at its alarm after these outcomes."""
    bet = (_HARM - max_wrong) / (max_wrong * (1 - max_wrong))
    evidence = 1.0
    for one in wrong.tolist():
        evidence = max(1.0, evidence) * (1 + bet * (one - max_wrong))
    return evidence >= _ALARM


def preview_line(shipped: float, outcomes: Sequence[Outcome]) -> float:
    """The probability from which the first entry is right often enough, drawn towards `shipped`; 0 to 1."""
    x = _log_odds(np.array([one.probability for one in outcomes]))
    y = np.array([one.is_right for one in outcomes], np.float64)
    bias, steepness = _curve(x, y)
    if steepness <= 0:
        return shipped
    return _drawn(shipped, (float(_log_odds(np.array(_PREVIEWED_RIGHT))) - bias) / steepness, len(outcomes))


def _curve(x: Floats, y: Floats) -> tuple[float, float]:
    """Bias and steepness of the likeliest logistic curve through `y`, 0 or 1, at log odds `x`, by Newton's method."""
    features = np.stack([np.ones_like(x), x])
    prior = np.array([0.0, 1.0])
    precision = np.eye(2) / _CURVE_SPREAD**2
    found = prior
    for _ in range(20):
        share = 1 / (1 + np.exp(-found @ features))
        slope = features @ (share - y) + precision @ (found - prior)
        curvature = (features * (share * (1 - share))) @ features.T + precision
        found = found - np.linalg.solve(curvature, slope)
    return float(found[0]), float(found[1])


def offer_line(shipped: float, outcomes: Sequence[Outcome]) -> float:
    """The probability that `_BOTHERED` of the questions reach which nothing answers, drawn towards `shipped`."""
    unanswered = np.array([one.probability for one in outcomes if not one.is_answerable])
    if not len(unanswered):
        return shipped
    reached = _log_odds(np.quantile(unanswered, 1 - _BOTHERED))
    return _drawn(shipped, float(reached), len(unanswered))


def _drawn(shipped: float, odds: float, outcomes: int) -> float:
    """The probability with these log odds, which so many outcomes tell, drawn towards the shipped one."""
    mean = (_PRIOR * _log_odds(np.array(shipped)) + outcomes * odds) / (_PRIOR + outcomes)
    return float(1 / (1 + np.exp(-mean)))


def _log_odds(probability: Floats) -> Floats:
    clipped = np.clip(probability, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float64)
