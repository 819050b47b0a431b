"""What is written over an open SQLite file is known by its header; what SQLite does to the file is not taken for it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage import database as database_module
from storage.database import Database
from storage.file_identity import FileChange
from storage.migrate import migrate
from storage.models import Memo


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


@pytest.fixture
def database(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setattr(database_module, "EDITION_SECONDS", 0.0)
    database = Database(f"sqlite:///{path}")
    migrate(database)
    yield database
    database.close()


async def write(database: Database, value: str) -> None:
    await database.run(lambda session: session.merge(Memo(key="one", value=value)))
    assert await database.empty_log()


def overwrite(path: Path, copy: Path) -> None:
    path.write_bytes(copy.read_bytes())


def change(database: Database) -> FileChange | None:
    assert database.files is not None
    return database.files.change()


def edition(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


async def test_what_sqlite_does_is_no_change(database: Database, path: Path) -> None:
    for value in ("a", "b"):
        await write(database, value)
        assert change(database) is None
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE memo SET value = 'c'")
        other.commit()
        other.execute("VACUUM")
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert change(database) is None


async def test_an_older_copy_is_known(database: Database, path: Path, tmp_path: Path) -> None:
    await write(database, "a")
    shutil.copy(path, tmp_path / "older.db")
    await write(database, "b")
    assert change(database) is None
    shutil.copy(path, tmp_path / "newer.db")
    overwrite(path, tmp_path / "older.db")
    assert change(database) is FileChange.OVERWRITTEN
    overwrite(path, tmp_path / "newer.db")
    assert change(database) is None


@pytest.mark.parametrize("how", ["VACUUM INTO", "backup"])
async def test_a_backup_is_known_however_new(database: Database, path: Path, tmp_path: Path, how: str) -> None:
    await write(database, "a")
    copy = tmp_path / "copy.db"
    if how == "backup":
        await database.save_copy(copy)
    else:
        with closing(sqlite3.connect(path)) as other:
            other.execute("VACUUM INTO ?", (str(copy),))
    overwrite(path, copy)
    assert change(database) is FileChange.OVERWRITTEN


async def test_an_edition_is_raised_where_something_is_written(database: Database, path: Path) -> None:
    await write(database, "a")
    before = edition(path)
    await database.run(lambda session: session.get(Memo, "one"))
    assert edition(path) == before
    await write(database, "b")
    assert edition(path) == before + 1


async def test_an_edition_lasts_for_a_while(database: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await write(database, "a")
    before = edition(path)
    monkeypatch.setattr(database_module, "EDITION_SECONDS", 60.0)
    await write(database, "b")
    assert edition(path) == before
