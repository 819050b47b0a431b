"""Somebody else holds the database for a while, as a backup or an antivirus does."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import database
from tests.faults.desk import DATABASE, Desk, a_desk, told_by


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """It gives up on a locked database at once."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    async with a_desk(tmp_path) as desk:
        yield desk


async def test_updates_wait_at_telegram_and_no_part_of_the_desk_ends(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(desk.folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.maria.writes("Позовите оператора")
        await desk.until(lambda: "Updates can't be written down" in caplog.text)
        await desk.until(lambda: "The database can't be used" in caplog.text)
        assert desk.sandbox.pending
    await desk.until(desk.sees("№1 принята"))
    await desk.quiet()
    assert len(desk.cards) == 1


async def test_what_went_out_meanwhile_is_noted_afterwards(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with closing(sqlite3.connect(desk.folder / DATABASE, isolation_level=None, timeout=5)) as other:
        desk.maria.writes("Позовите оператора")
        await desk.sandbox.until(lambda: desk.maria.sees)
        other.execute("BEGIN IMMEDIATE")
        await desk.until(lambda: "The database can't be written" in caplog.text)
    await desk.quiet()
    assert told_by(desk.maria.sees, "№1 принята")
    assert desk.ask("SELECT count(*) FROM posting WHERE role = 'accepted'") == [(1,)]
