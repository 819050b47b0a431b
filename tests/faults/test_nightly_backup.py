"""The nightly backup: once, at its time; a missed one runs at the next start; a failure is reported once."""

import os
from collections.abc import AsyncIterator
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import BackupSettings
from bot.sandbox import MovableClock, Sandbox
from storage.files import copies
from tests.faults.desk import DATABASE, Desk, a_desk

MOSCOW = ZoneInfo("Europe/Moscow")
FAILED, WORKS = "Не удалось сделать ночную резервную копию", "Резервные копии снова создаются"


class Nights:
    """A desk with nightly copies at 04:00, since 2 March in the evening; three of them are kept."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    async def at(self, day: int, hour: int, minute: int = 0) -> None:
        self.desk.sandbox.clock.set(evening.replace(day=day, hour=hour, minute=minute))
        await self.desk.parts.backup.look()

    @property
    def made(self) -> list[str]:
        """Day and time of each copy that is there."""
        return [path.name[13:20] for path in copies(self.folder, self.desk.folder / DATABASE)]

    @property
    def told(self) -> list[str]:
        texts = [seen.text for seen in self.desk.staff_sees()]
        return [word for text in texts for word in (FAILED, WORKS) if word in text]


evening = datetime(2026, 3, 2, 20, tzinfo=MOSCOW)


@pytest.fixture
async def nights(tmp_path: Path) -> AsyncIterator[Nights]:
    backup = BackupSettings(folder=tmp_path / "copies", at=time(4), keep_days=3)
    sandbox = Sandbox(clock=MovableClock(evening))
    async with a_desk(tmp_path, sandbox, backup=backup) as desk:
        await desk.until(lambda: desk.ask("SELECT 1 FROM memo WHERE key = 'backup_made_at'"))
        yield Nights(desk, tmp_path / "copies")


async def test_the_first_is_made_at_once_and_then_one_each_night(nights: Nights) -> None:
    assert nights.made == ["02-2000"]
    await nights.at(3, 3, 59)
    assert nights.made == ["02-2000"]
    await nights.at(3, 4)
    await nights.at(3, 4, 1)
    await nights.at(3, 23)
    assert nights.made == ["02-2000", "03-0400"]


async def test_a_night_that_was_slept_through_is_made_up_for_once(nights: Nights) -> None:
    await nights.at(5, 9, 30)
    await nights.at(5, 9, 31)
    assert nights.made == ["02-2000", "05-0930"]
    await nights.at(6, 4)
    assert nights.made[-1] == "06-0400"


async def test_the_last_ones_are_kept_and_what_was_made_otherwise_too(nights: Nights) -> None:
    other = nights.folder / "desk-2026-03-01-120000.manual.db"
    other.touch()
    for day in range(3, 8):
        await nights.at(day, 4)
    assert nights.made == ["01-1200", "05-0400", "06-0400", "07-0400"]


async def test_what_a_kill_has_left_unfinished_goes(nights: Nights) -> None:
    killed, at_work = (nights.folder / f".desk-2026-03-0{day}-040000.nightly.db.part" for day in (1, 2))
    for path in (killed, at_work):
        path.touch()
    os.utime(killed, (0, 0))
    await nights.at(3, 4)
    assert (killed.exists(), at_work.exists()) == (False, True)


async def test_a_clock_that_jumps_takes_no_copies_away_and_stops_none(nights: Nights) -> None:
    await nights.at(3, 4)
    await nights.at(28, 4)
    await nights.at(4, 3)
    await nights.at(4, 4)
    assert nights.made == ["04-0300", "04-0400", "28-0400"]


async def test_a_failure_is_told_once_and_so_is_its_end(nights: Nights, caplog: pytest.LogCaptureFixture) -> None:
    copies_elsewhere = nights.folder.rename(nights.folder.with_name("elsewhere"))
    nights.folder.touch()  # a file stands in the way
    for hour in (4, 5, 6):
        await nights.at(3, hour, minute=hour)
    await nights.at(3, 6, 30)  # it rests for an hour
    assert caplog.text.count("The nightly backup failed") == 3
    nights.folder.unlink()
    copies_elsewhere.rename(nights.folder)
    await nights.at(3, 7, 7)
    assert nights.made == ["02-2000", "03-0707"]
    await nights.desk.until(lambda: nights.told == [FAILED, WORKS])


async def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    async with a_desk(tmp_path, Sandbox(clock=MovableClock(evening))) as desk:
        await desk.opens()
        assert not copies(tmp_path, tmp_path / DATABASE)
