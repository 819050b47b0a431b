"""What a use case costs: SQL statements in its transaction, and calls between a message and the matcher."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest
from sqlalchemy import event

from bot.desk.knowledge import Knowledge
from faq import Match
from faq.matching import Matcher
from tests.desk.desk import FAQ, Desk
from tests.desk.test_conversations import CHOICE, PERSON, SURE, UNSURE

MOST_FRAMES = 8


def statements(desk: Desk, act: Callable[[], None]) -> list[str]:
    """The SQL statements of the call, without BEGIN."""
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    act()
    event.remove(desk.database.engine, "before_cursor_execute", note)
    return [statement for statement in asked if not statement.startswith("BEGIN")]


def test_an_answered_question(desk: Desk) -> None:
    """The customer, closures; message, question, the bot's message, outbox."""
    desk.writes("добрый вечер")
    assert len(statements(desk, lambda: desk.writes(SURE))) <= 6


def test_a_message_that_waits_for_its_burst(desk: Desk) -> None:
    desk.writes("добрый вечер")
    assert len(statements(desk, lambda: desk.writes(UNSURE))) <= 5


def test_a_burst_that_becomes_a_ticket(desk: Desk) -> None:
    """Includes finding due jobs: six statements in a transaction of their own."""
    desk.writes(UNSURE)
    assert len(statements(desk, lambda: desk.later(seconds=5))) <= 6 + 17


def test_a_message_for_an_open_ticket(desk: Desk) -> None:
    desk.writes(PERSON)
    assert len(statements(desk, lambda: desk.writes("и он синий"))) <= 6


def test_a_choice_in_words(desk: Desk) -> None:
    desk.writes(CHOICE)
    desk.later(seconds=5)
    assert len(statements(desk, lambda: desk.writes("1"))) <= 8


def test_few_calls_lie_between_the_message_and_the_matcher(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """`bot.customer.messages.on_message` calls `receive`."""
    frames: list[list[str]] = []

    def match(self: Matcher, question: str, limit: int = 3) -> Sequence[Match]:
        frame: FrameType | None = sys._getframe(1)
        between: list[str] = []
        while frame is not None and frame.f_code.co_name != "<lambda>":
            between.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_name}")
            frame = frame.f_back
        frames.append(between[::-1])
        return found(self, question, limit)

    found = Matcher.match
    monkeypatch.setattr(Matcher, "match", match)
    knowledge = Knowledge(FAQ, "ru", 0.05)  # the other one has its matchers already
    desk.context = replace(desk.context, knowledge=knowledge)
    desk.writes("цена доставки до самого дома")
    assert frames
    for between in frames:
        assert len(between) <= MOST_FRAMES, between
        assert between[0] == "receive.py:receive"
