"""An idle desk looks at its tables only when somebody may have written to them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import change_check
from storage.change_check import ChangeCheck
from storage.file_identity import FileIdentity

NO_PAUSE = 0.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def desk(path: Path) -> Iterator[sqlite3.Connection]:
    """The desk's own connection, which keeps the write-ahead log open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY)")
        yield connection


@pytest.fixture
def check(desk: sqlite3.Connection, path: Path) -> ChangeCheck:
    check = ChangeCheck(FileIdentity(path))
    assert check.is_due(NO_PAUSE)
    return check


def test_nothing_is_due_while_nobody_writes(check: ChangeCheck, desk: sqlite3.Connection) -> None:
    desk.execute("BEGIN IMMEDIATE")
    desk.execute("SELECT count(*) FROM outbox")
    desk.execute("COMMIT")
    assert not check.is_due(NO_PAUSE)


def test_readers_that_come_and_go_are_no_change(check: ChangeCheck, path: Path) -> None:
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT count(*) FROM outbox")
    assert not check.is_due(NO_PAUSE)


def test_a_commit_of_another_program_is_seen_once(check: ChangeCheck, path: Path) -> None:
    with closing(sqlite3.connect(path)) as command, command:
        command.execute("INSERT INTO outbox DEFAULT VALUES")
    assert check.is_due(NO_PAUSE)
    assert not check.is_due(NO_PAUSE)


def test_an_overwritten_file_is_seen(check: ChangeCheck, path: Path) -> None:
    path.write_bytes(path.read_bytes())
    assert check.is_due(NO_PAUSE)


def test_looks_are_apart(check: ChangeCheck, path: Path) -> None:
    with closing(sqlite3.connect(path)) as command, command:
        command.execute("INSERT INTO outbox DEFAULT VALUES")
    assert not check.is_due(60.0)
    assert check.is_due(NO_PAUSE)


def test_a_look_is_due_now_and_then_whatever_the_files_say(check: ChangeCheck, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_check, "SAFETY_SECONDS", 0.0)
    assert check.is_due(NO_PAUSE)


def test_each_look_is_due_where_there_are_no_files() -> None:
    check = ChangeCheck(None)
    assert check.is_due(NO_PAUSE)
    assert check.is_due(NO_PAUSE)
