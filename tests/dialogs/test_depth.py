"""How far a newcomer has to follow a question: the calls from the thread that reads to the matcher."""

import sys
from types import FrameType

import pytest

from bot.desk.faq_reader import FaqReader
from faq.matching import Match, Matcher
from tests.dialogs.night import Night

MOST_CALLS = 8
"""A call that only hands on goes. Lower this with each that does."""


async def test_a_question_reaches_the_matcher_in_few_calls(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    paths: list[list[str]] = []
    match = Matcher.match

    def recorded(matcher: Matcher, question: str, limit: int = 3) -> list[Match]:
        paths.append(calls_since_reading(sys._getframe(1)))
        return match(matcher, question, limit)

    monkeypatch.setattr(Matcher, "match", recorded)
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    assert paths
    longest = max(paths, key=lambda path: len(path))
    assert len(longest) <= MOST_CALLS, "\n".join(longest)


def calls_since_reading(caller: FrameType) -> list[str]:
    """The functions called below the loop of the thread that reads, from the first to Matcher.match itself."""
    path = ["Matcher.match"]
    frame: FrameType | None = caller
    while frame is not None and frame.f_code is not FaqReader._work.__code__:
        path.append(f"{frame.f_globals['__name__']}.{frame.f_code.co_qualname}")
        frame = frame.f_back
    assert frame is not None, "the matcher was not asked on the thread that reads"
    return path[::-1]
