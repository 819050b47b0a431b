"""The outcome of a sent row can't be recorded: its chat waits, and goes on once it can; nothing is sent twice."""

import pytest

from tests.faults.desk import Desk

BREAKS = "CREATE TRIGGER unrecorded BEFORE UPDATE OF sent_at ON outbox BEGIN SELECT RAISE(ABORT, 'no'); END"


async def test_the_chat_goes_on_when_the_outcome_can_be_recorded_again(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.ask(BREAKS)
    desk.maria.writes("/help")
    await desk.until(lambda: "can't be recorded in full" in caplog.text)
    desk.maria.writes("/start")
    desk.ask("DROP TRIGGER unrecorded")
    await desk.until(lambda: len(desk.maria.sees) == 2)
    await desk.quiet()
    assert len(desk.maria.sees) == 2
    assert desk.ask("SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL") == [(0,)]
