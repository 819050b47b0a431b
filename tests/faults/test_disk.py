"""A full disk, a read-only file, or a locked database: updates wait, and are handled afterwards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.background import outage_alert
from bot.desk import transactions
from storage import database
from tests.faults.desk import Desk, a_desk, told_by
from tests.faults.disk import LONG, Outage, full, locked, read_only

BEGAN, ENDED = "The database can't be used", "The database can be used again"
TOLD, TOLD_AFTERWARDS = "не может записывать", "снова записывает"

any_trouble = pytest.mark.parametrize("outage", [full, read_only, locked])


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """The busy timeout is zero: a locked database fails at once, and is retried soon."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(transactions, "DATABASE_SECONDS", 0.05)
    monkeypatch.setattr(outage_alert, "CHECK_SECONDS", 0.05)
    async with a_desk(tmp_path) as desk:
        yield desk


def alarms(desk: Desk) -> list[str]:
    """What the staff were told of it, in order."""
    texts = [seen.text for seen in desk.staff_sees()]
    return [word for text in texts for word in (TOLD, TOLD_AFTERWARDS) if word in text]


@any_trouble
async def test_updates_wait_at_telegram_and_everybody_is_told_once(
    desk: Desk, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    oleg = desk.sandbox.customer("Олег")
    async with outage(desk):
        desk.maria.writes(LONG)
        await desk.until(lambda: BEGAN in caplog.text)
        oleg.writes(LONG)
        await desk.until(lambda: alarms(desk))
        assert desk.sandbox.pending
        assert not desk.maria.sees
    await desk.until(desk.sees("№1 принята"))
    await desk.until(lambda: told_by(oleg.sees, "№2 принята"))
    await desk.until(lambda: len(alarms(desk)) == 2)
    await desk.quiet()
    assert len(desk.cards) == 2
    assert alarms(desk) == [TOLD, TOLD_AFTERWARDS]
    assert (caplog.text.count(BEGAN), caplog.text.count(ENDED)) == (1, 1)


async def test_the_staff_hear_of_it_although_telegram_is_out_of_reach_at_first(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.sandbox.faults.add("500", method="sendMessage")
    async with full(desk):
        desk.maria.writes(LONG)
        await desk.until(lambda: "The staff can't be alerted to the outage" in caplog.text)
        await desk.until(lambda: alarms(desk))
    await desk.until(lambda: alarms(desk) == [TOLD, TOLD_AFTERWARDS])


@pytest.mark.parametrize("outage", [read_only, locked])
async def test_a_moment_of_it_is_for_the_log_only(desk: Desk, outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    async with outage(desk):
        desk.maria.writes("Позовите оператора")
        await desk.sandbox.until(lambda: BEGAN in caplog.text)
    await desk.sandbox.until(desk.sees("№1 принята"))
    await desk.until(lambda: ENDED in caplog.text)
    await desk.quiet()
    assert alarms(desk) == []


@pytest.mark.parametrize("outage", [read_only, locked])
async def test_what_went_out_meanwhile_is_noted_afterwards(
    desk: Desk, outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    desk.maria.writes("Позовите оператора")
    await desk.sandbox.until(lambda: desk.maria.sees)
    async with outage(desk):
        await desk.until(lambda: BEGAN in caplog.text)
    await desk.quiet()
    assert told_by(desk.maria.sees, "№1 принята")
    assert desk.ask("SELECT count(*) FROM posting WHERE role = 'accepted'") == [(1,)]
