"""What a changed FAQ brings, and what it costs."""

from dataclasses import replace
from datetime import datetime

import pytest

from faq import Entry
from faq.advice import Asked
from faq.advice.questions import asked_questions
from faq.advice.replay import FaqOfNow, Gain, Met, Replay
from tests.faq.advice.desks import TODAY, answerer, asked
from tests.faq.matching.faqs import SHOP

PRICE, HOURS = SHOP[0], SHOP[2]


def replay(*questions: Asked) -> Replay:
    desk = answerer()
    return Replay(FaqOfNow(desk.matchers["ru"], desk.bands("ru"), TODAY), asked_questions(questions, []))


def gain(of: Replay, *entries: Entry) -> Gain:
    return of.gain(of.faq.changed(*entries), range(len(of.questions)))[0]


def test_a_question_that_is_stated_now_counts_each_time_it_was_put() -> None:
    found = replay(*(asked("сочините стих", "price", who=str(n), days_ago=n) for n in (1, 2, 3)))
    assert gain(found, replace(PRICE, also=(*PRICE.also, "сочините стих"))) == Gain(3, 3, 6)


def test_a_right_answer_that_becomes_a_wrong_one_is_a_loss_and_a_harm() -> None:
    found = replay(asked("график работы", "hours", "answer", helped=True))
    assert found.shown[0].met is Met.STATED
    moved = replace(PRICE, also=("график работы",)), replace(HOURS, also=())
    assert gain(found, *moved) == Gain(-2, -1, -4)


def test_a_question_that_colleagues_answer_by_hand_must_not_be_stated() -> None:
    found = replay(asked("сочините стих", None, "hand_off", reply="Это к поэтам."))
    assert gain(found, replace(PRICE, also=("сочините стих",))).net == -1


def test_of_a_question_that_nobody_explains_nothing_is_known() -> None:
    found = replay(asked("сочините стих", None, "hand_off"))
    assert gain(found, replace(PRICE, also=("сочините стих",))) == Gain()


def test_an_entry_that_is_over_is_not_stated() -> None:
    found = replay(asked("график работы", "hours", "answer"))
    assert gain(found, replace(HOURS, valid_until=TODAY.replace(day=1))).met == -1


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Asked("график работы", "ru", datetime(2026, 11, 30), None, "hand_off")  # noqa: DTZ001 - that is the point
