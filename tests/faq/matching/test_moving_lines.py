"""How the desk's own outcomes move the lines."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import Bands, Entry, Label, Matcher, learn
from faq.matching.moving_lines import answer_line, moved, offer_line, preview_line
from faq.matching.replay import Outcome
from tests.faq.matching.faqs import SHOP

SHIPPED = Bands(0.9, 0.4, 0.3)
FEBRUARY = datetime(2026, 2, 2, 22, tzinfo=timezone(timedelta(hours=3)))


def risk(t: float) -> float:
    """Of a shipped curve: 5 % from 0.9 on, a point more for each hundredth below."""
    return max(0.0, 0.05 + (0.9 - t))


def right(probability: float, times: int = 1) -> list[Outcome]:
    return [Outcome(probability, True, True)] * times


def wrong(probability: float, times: int = 1, *, is_agreed: bool = True) -> list[Outcome]:
    return [Outcome(probability, False, True, is_agreed)] * times


def unanswered(*probabilities: float) -> list[Outcome]:
    return [Outcome(one, False, False) for one in probabilities]


def line(outcomes: Sequence[Outcome]) -> float:
    return answer_line(0.9, outcomes, 0.05, risk)


def test_without_outcomes_the_lines_are_the_shipped_ones() -> None:
    assert moved(SHIPPED, [], 0.05, risk, 0.1) == SHIPPED
    assert line([]) == 0.9


def test_right_answers_loosen_the_line_when_they_are_enough() -> None:
    # from 0.85 on the shipped curve says 10 %: two wrong ones of twenty, for which 20 right ones make up
    assert line(right(0.85, 19)) == 0.9
    assert line(right(0.85, 20)) == 0.85
    # from 0.8 on it says 15 %
    assert line(right(0.8, 39)) == 0.9
    assert line(right(0.8, 40)) == 0.8


def test_a_wrong_answer_needs_twenty_right_ones() -> None:
    # from 0.92 on the shipped curve says 3 %, which leaves 0.4 of a wrong one: it takes 12 answers to make up for one
    assert line([*right(0.92, 10), *wrong(0.92)]) == 1.0
    assert line([*right(0.92, 12), *wrong(0.92)]) == 0.92
    assert line([*right(0.92, 19), *wrong(0.92)]) == 0.9


def test_the_line_tightens_above_what_was_wrong() -> None:
    assert line([*right(0.97, 4), *wrong(0.92), *right(0.97, 4)]) == 0.97


def test_what_one_person_says_against_a_sure_match_counts_half() -> None:
    assert line([*right(0.92, 9), *wrong(0.92, is_agreed=False)]) == 0.9
    assert line([*right(0.92, 9), *wrong(0.92)]) == 1.0


def test_three_wrong_in_a_row_close_the_line_at_once() -> None:
    often_right = right(0.95, 300)
    assert line([*often_right, *wrong(0.95, 2)]) == pytest.approx(0.9)
    assert line([*often_right, *wrong(0.95, 3)]) == 1.0
    assert line([*often_right, *wrong(0.95, 3), *right(0.95, 10)]) < 1.0, "it opens when answers are right again"


def test_harm_below_leaves_what_is_surer() -> None:
    assert line([*right(0.97, 60), *wrong(0.91, 3)]) == 0.97


def test_offers_begin_where_a_third_of_what_nothing_answers_is_reached() -> None:
    assert offer_line(0.3, unanswered(*([0.02] * 400))) == pytest.approx(0.02, abs=0.01)
    assert offer_line(0.3, unanswered(*([0.6] * 400))) == pytest.approx(0.6, abs=0.02)
    assert offer_line(0.3, unanswered(*([0.02] * 5))) == pytest.approx(0.0855, abs=0.001), "half way, in log odds"
    assert offer_line(0.3, right(0.9, 50)) == 0.3


def test_previews_begin_where_one_in_five_is_right() -> None:
    calibrated = [Outcome(p, n < 100 * p, True) for p in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6) for n in range(100)]
    assert preview_line(0.5, calibrated) == pytest.approx(0.2, abs=0.02)
    timid = [Outcome(p, n < 180 * p, True) for p in (0.1, 0.2, 0.3, 0.4, 0.5) for n in range(100)]
    assert preview_line(0.5, timid) < 0.15


def test_no_more_is_bothered_by_previews_than_by_offers() -> None:
    outcomes = [*right(0.15, 200), *unanswered(*([0.6] * 200))]
    found = moved(SHIPPED, outcomes, 0.05, risk, 0.1)
    assert found.preview == found.offer == pytest.approx(0.6, abs=0.02)


@given(
    st.lists(st.builds(Outcome, st.floats(0, 1), st.booleans(), st.booleans(), st.booleans()), max_size=60),
    st.sampled_from([0.01, 0.05, 0.1, 0.2]),
)
def test_bands_stay_in_order_and_within_zero_and_one(outcomes: list[Outcome], max_wrong: float) -> None:
    found = moved(SHIPPED, outcomes, max_wrong, risk, 0.1)
    assert 1 >= found.answer >= found.preview >= found.offer >= 0


@given(st.lists(st.tuples(st.floats(0.5, 1), st.booleans()), max_size=40), st.floats(0.5, 1))
def test_one_more_wrong_answer_never_loosens_the_line(given_: list[tuple[float, bool]], at: float) -> None:
    outcomes = [Outcome(probability, is_right, True) for probability, is_right in given_]
    assert line([*outcomes, *wrong(at)]) >= line(outcomes) or line([*outcomes, *wrong(at)]) >= at


def month(question: str, entry: str | None, people: Sequence[str], by: str = "customer") -> list[Label]:
    return [
        Label(question, entry, True, by, who, FEBRUARY + timedelta(hours=n))  # type: ignore[arg-type]  # one of By
        for n, who in enumerate(people)
    ]


def test_labels_that_contradict_close_the_line_and_labels_that_confirm_leave_it_open() -> None:
    phrasings = [(e.id, f"{p} {word}") for e in SHOP for p in e.phrasings for word in ("подскажите", "пожалуйста")]
    confirming = [one for entry, text in phrasings for one in month(text, entry, ("anna", "oleg"))]
    contradicting = [one for _, text in phrasings for one in month(text, None, ("irina", "pavel"), "colleague")]
    matcher = Matcher(SHOP, semantic=False)
    shipped = matcher.bands(0.1)
    for labels, entries in ((confirming, SHOP), (contradicting, SHOP)):
        assert len(matcher.updated(learn(entries, labels)).outcomes(labels)) == len(phrasings)
    assert matcher.updated(learn(SHOP, confirming)).bands(0.1, confirming).answer <= shipped.answer < 1
    assert matcher.bands(0.1, contradicting).answer == 1.0


def test_a_question_is_asked_of_what_had_not_learnt_it() -> None:
    labels = month("абракадабра сезам", "price", ("irina",), "colleague")
    matcher = Matcher(SHOP, semantic=False).updated(learn(SHOP, labels))
    assert matcher.match("абракадабра сезам")[0].entry.id == "price"
    assert [one.probability < 0.2 for one in matcher.outcomes(labels)] == [True]


def test_without_entries_labels_change_nothing() -> None:
    nothing: list[Entry] = []
    assert Matcher(nothing, semantic=False).bands(0.05, month("почём", "price", ("anna",))) == Bands(1.0, 1.0, 1.0)
