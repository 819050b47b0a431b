"""Thresholds keep their promise for companies that they were not learnt from."""

import numpy as np
import pytest

from bench.learning import Judged
from bench.thresholds import RISKS, Answers, answers, lines, right_share, strictest_thresholds, thresholds
from faq.matching.wordlists import Language

_AT_FIVE_PERCENT = RISKS.index(0.05)


def company(
    name: str, seed: int, phrasings: float = 5.0, surer_than_right: float = 0.0, language: Language = "ru"
) -> Judged:
    """2,000 questions with probabilities that are true, or too high by so much log-odds."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(1, 2, 2_000)
    right = rng.random(2_000) < 1 / (1 + np.exp(-odds))
    probability = 1 / (1 + np.exp(-odds - surer_than_right))
    return Judged(name, language, phrasings, probability, right, np.where(rng.random(2_000) < 0.8, 1, -1))


def wrong_share(judged: Judged, threshold: float) -> float:
    return float((~judged.right[judged.probability >= threshold]).mean())


ALIKE = [company(name, seed) for seed, name in enumerate("abcde")]


def test_a_company_not_learnt_from_gets_no_more_wrong_answers_than_promised() -> None:
    found = strictest_thresholds(answers(ALIKE))
    assert found == sorted(found, reverse=True)
    unseen = company("f", 99)
    for risk, threshold in list(zip(RISKS, found, strict=True))[_AT_FIVE_PERCENT:]:
        assert 0.5 * risk < wrong_share(unseen, threshold) < 1.2 * risk


def test_one_company_whose_probabilities_are_too_high_makes_the_threshold_stricter() -> None:
    plain = strictest_thresholds(answers(ALIKE))[_AT_FIVE_PERCENT]
    assert strictest_thresholds(answers([*ALIKE, company("f", 7, surer_than_right=2.0)]))[_AT_FIVE_PERCENT] > plain


def test_sets_of_one_company_weigh_as_much_as_one() -> None:
    given = answers([company("a", 1), company("b", 2), company("b", 3)])
    once, twice = (float(given.weight[given.company == name].sum()) for name in "ab")
    assert once == pytest.approx(twice)
    assert set(given.without("b").company) == {"a"}


def test_the_curve_follows_what_was_right() -> None:
    given = answers([company("a", 4, surer_than_right=1.0)])
    sure = given.probability > 0.9
    assert abs(right_share(given)[sure].mean() - given.right[sure].mean()) < 0.03


def test_few_answers_promise_nothing() -> None:
    few = Judged("a", "ru", 5.0, np.full(50, 0.99), np.ones(50, np.bool_), np.ones(50, np.int64))
    twice = [few, Judged("b", "ru", 5.0, few.probability, few.right, few.gold)]
    assert strictest_thresholds(answers(twice)) == [1.0] * len(RISKS)


def test_thresholds_are_never_laxer_with_fewer_phrasings() -> None:
    many, one = [company(name, 1, 10.0, 2.0) for name in "ab"], [company(name, 2, 1.0) for name in "ab"]
    rows = thresholds([*many, *one], strictest_thresholds)
    assert [row.few_phrasings for row in rows] == [0.1, 1.0]
    assert all(one >= many for many, one in zip(rows[0].probabilities, rows[1].probabilities, strict=True))


def test_answers_are_in_order_of_probability() -> None:
    given: Answers = answers(ALIKE)
    assert (np.diff(given.probability) <= 0).all()


def test_a_language_whose_probabilities_are_too_high_gets_stricter_lines_of_its_own() -> None:
    english = [company(name, 20 + seed, surer_than_right=1.5, language="en") for seed, name in enumerate("xyz")]
    found = lines([*ALIKE, *english])
    russian_line, english_line = (found[one].thresholds[0].probabilities[_AT_FIVE_PERCENT] for one in ("ru", "en"))
    assert english_line > russian_line
    unseen = company("w", 77, surer_than_right=1.5, language="en")
    assert wrong_share(unseen, english_line) < 1.2 * 0.05
    assert found["en"].preview > found["ru"].preview
    assert found["en"].offer > found["ru"].offer


def test_only_a_quarter_of_what_nothing_answers_is_offered_anything() -> None:
    for language, one in lines([*ALIKE, company("x", 8, language="en"), company("y", 9, language="en")]).items():
        outside = np.concatenate([c.probability[c.gold < 0] for c in ALIKE if c.language == language] or [np.zeros(1)])
        assert (outside >= one.offer).mean() < 0.27
