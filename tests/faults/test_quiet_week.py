"""After a week without updates Telegram goes on with a random id, which may be below the last one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from bot.telegram import bot
from tests.faults.desk import Desk, a_desk
from tests.postgres import both_databases

EARLIER = 300_000_001


@pytest.fixture
async def desk(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(bot, "LONG_POLL_SECONDS", 1)
    async with a_desk(tmp_path, database_url=database_url) as desk:
        yield desk


async def nothing_for_a_week(desk: Desk, next_id: int) -> None:
    """The last polls ended without updates, and the numbering goes on elsewhere."""
    await desk.until(lambda: desk.sandbox.calls[-1].result == [])
    desk.sandbox.clock.advance(8 * 24 * 3600)
    await desk.parts.scheduler.prune()
    desk.sandbox.world.updates.continue_at(next_id)


@both_databases
async def test_lower_ids_are_received(desk: Desk) -> None:
    await desk.opens()
    await nothing_for_a_week(desk, EARLIER)
    desk.maria.writes("Холодильник 4512 шумит")
    await desk.until(lambda: "Холодильник 4512" in desk.staff_sees("№1")[-1].text)
    desk.maria.writes("Вы здесь?")
    await desk.until(lambda: "Вы здесь?" in desk.staff_sees("№1")[-1].text)


async def test_also_after_a_restart(tmp_path: Path) -> None:
    sandbox = Sandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        maria = desk.maria
    sandbox.world.updates.continue_at(EARLIER)
    async with a_desk(tmp_path, sandbox) as desk:
        maria.writes("Холодильник 4512 шумит")
        await desk.until(lambda: "Холодильник 4512" in desk.staff_sees("№1")[-1].text)


async def test_an_id_that_was_used_before_the_week(desk: Desk) -> None:
    """Handled updates are kept for days, not for a week: the id counts as new."""
    await desk.opens()
    await nothing_for_a_week(desk, desk.sandbox.world.updates.delivered[0]["update_id"])
    desk.maria.writes("Холодильник 4512 шумит")
    await desk.until(lambda: "Холодильник 4512" in desk.staff_sees("№1")[-1].text)
