"""`restore` is killed before each line of it: the database opens, with all that it had or with all of the backup."""

import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from storage import Database, migrate
from storage import backup as backup_module
from storage import restore as restoring
from storage.backup import back_up
from storage.models import Author, Customer, Message
from storage.restore import restore

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
OURS = (restoring.__file__, backup_module.__file__)
LINES_APART = 6  # between two kills
_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.storage.test_restore_killed"])


def restored_until(folder: str, deadly_line: int) -> None:
    """Run `restore`, and die before the line of it with that number, counted as they are run."""
    left = deadly_line

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in OURS or frame.f_code.co_name == "step":
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    restore(Path(folder) / "backup.db", Path(folder) / "desk.db", NOW, force=True)
    sys.settrace(None)


def write(database: Database, text: str) -> None:
    with database.transaction() as session:
        customer = Customer(address=text, created_at=NOW)
        session.add(customer)
        session.flush()
        session.add(Message(customer_id=customer.id, author=Author.CUSTOMER, text=text, at=NOW))


def texts(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [text for [text] in database.execute("SELECT text FROM message ORDER BY id")]


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """The folder of a desk that was killed: its last message is in the write-ahead log only; and an earlier backup."""
    folder = tmp_path / "crashed"
    folder.mkdir()
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(database)
    write(database, "первое")
    back_up(tmp_path / "desk.db", folder / "backup.db")
    with closing(sqlite3.connect(tmp_path / "desk.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    write(database, "второе")
    for name in ("desk.db", "desk.db-wal", "desk.db-shm"):
        shutil.copy(tmp_path / name, folder / name)
    database.close()
    shutil.copy(folder / "desk.db", folder / "without-log.db")
    assert texts(folder / "without-log.db") == ["первое"]
    return folder


@pytest.mark.slow
def test_killed_anywhere_it_leaves_one_of_the_two(crashed: Path, tmp_path: Path) -> None:
    had, backup = ["первое", "второе"], ["первое"]
    outcomes = []
    for line in range(1, 400, LINES_APART):
        folder = tmp_path / f"killed-{line}"
        shutil.copytree(crashed, folder)
        process = _FORKING.Process(target=restored_until, args=(str(folder), line))
        process.start()
        process.join()
        found = texts(folder / "desk.db")
        assert found in (had, backup), line
        if found == backup:
            assert texts(next(folder.glob("*.replaced.db"))) == had
        outcomes.append(found)
        shutil.rmtree(folder)
        if process.exitcode == 0:
            break
    assert outcomes[0] == had
    assert outcomes[-1] == backup
    assert len(outcomes) > 8
