"""Telegram never responds."""

from pathlib import Path

import pytest

from bot.telegram import bot
from tests.faults.desk import a_desk, told_by

MOMENT = 0.2  # seconds


async def test_what_was_done_but_never_answered_is_not_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot, "ANSWER_SECONDS", MOMENT)
    async with a_desk(tmp_path) as desk:
        for method in ("sendMessage", "createForumTopic"):
            desk.sandbox.faults.add("timeout", method=method)
        await desk.opens()
        assert told_by(desk.maria.sees, "№1 принята")
        assert len(desk.cards) == len(desk.sandbox.staff_group.topics) == 1


async def test_a_poll_that_never_returns_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot, "LONG_POLL_SECONDS", 1)
    monkeypatch.setattr(bot, "LATE_ANSWER_SECONDS", MOMENT - 1)
    async with a_desk(tmp_path) as desk:
        desk.sandbox.faults.add("hang")
        await desk.until(lambda: not list(desk.sandbox.faults))
        await desk.opens()
