"""Commands that work on the whole database are killed along their way: all data stays, and the next try succeeds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine

from bot.sandbox import Sandbox
from storage import Database, migrate
from storage.migrate import newest_revision, revision
from tests.faults.desk import DATABASE
from tests.faults.dying_command import DyingCommand, is_killed
from tests.faults.life import write_config
from tests.released.loading import load, rows

RELEASED = "0001"
NOWHERE = "http://127.0.0.1:9"  # none of the commands needs Telegram
COPY = "copy.db"


Rows = dict[str, int]
"""The number of rows by table, without empty tables."""


def old_desk(folder: Path) -> Path:
    """A desk whose database was written by the first version; its config file."""
    folder.mkdir()
    database = Database(f"sqlite:///{folder / DATABASE}")
    load(database, RELEASED, folder)
    database.close()
    return write_config(folder, Sandbox(), NOWHERE, url=f"sqlite:///{folder / DATABASE}")


def new_desk(folder: Path) -> Path:
    """The same desk, migrated."""
    config = old_desk(folder)
    database = Database(f"sqlite:///{folder / DATABASE}")
    migrate(database)
    database.close()
    return config


def rows_of(file: Path) -> Rows:
    """Fails when the database is damaged."""
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    return rows_at(f"sqlite:///{file}")


def rows_at(url: str) -> Rows:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    found = {table: count for table, count in rows(engine).items() if count and not table.startswith("procrastinate")}
    engine.dispose()
    return found


def revision_of(file: Path) -> str | None:
    database = Database(f"sqlite:///{file}")
    try:
        return revision(database)
    finally:
        database.close()


async def kills_until_it_survives(
    config: Path, words: tuple[str, ...], lines_apart: int, judge: Callable[[], None]
) -> int:
    """Run the command, killed at ever later lines, until it comes to its end; judge what each kill has left."""
    kills = 0
    while await is_killed(config, DyingCommand(words, deadly=1 + kills * lines_apart)):
        judge()
        kills += 1
    return kills


async def test_migrate(tmp_path: Path) -> None:
    """All of the old version is left or all of the new one. A copy that is made before is whole or is not there."""
    old, new = (rows_of(desk(tmp_path / desk.__name__).parent / DATABASE) for desk in (old_desk, new_desk))
    config = old_desk(tmp_path / "desk")
    file = config.parent / DATABASE

    def nothing_is_lost() -> None:
        assert rows_of(file) == (new if revision_of(file) == newest_revision() else old)
        assert all(rows_of(copy) == old for copy in file.parent.glob("desk-*.db"))

    assert await kills_until_it_survives(config, ("migrate",), 80, nothing_is_lost) >= 2
    nothing_is_lost()
    assert revision_of(file) == newest_revision()


async def test_backup(tmp_path: Path) -> None:
    """The copy appears whole or not at all, and the next try needs no cleaning up."""
    config = new_desk(tmp_path / "desk")
    file, copy = config.parent / DATABASE, config.parent / COPY
    whole = rows_of(file)

    def nothing_is_lost() -> None:
        assert rows_of(file) == whole
        if copy.exists():
            assert rows_of(copy) == whole
            copy.unlink()

    assert await kills_until_it_survives(config, ("backup", str(copy)), 20, nothing_is_lost) >= 2
    assert rows_of(copy) == whole
    assert [path.name for path in file.parent.glob(".*")] == []


async def test_migrate_storage(tmp_path: Path, empty_postgres_url: str) -> None:
    """The file keeps all that it had, and the other database has all or nothing."""
    url = empty_postgres_url
    config = new_desk(tmp_path / "desk")
    file = config.parent / DATABASE
    whole = rows_of(file)

    def nothing_is_lost() -> None:
        assert rows_of(file) == whole
        assert set(rows_at(url)) <= {"alembic_version", "memo"}

    assert await kills_until_it_survives(config, ("migrate-storage", "--to", url), 100, nothing_is_lost) >= 2
    assert without_memos(rows_at(url)) == without_memos(whole)


def without_memos(rows: Rows) -> Rows:
    """PostgreSQL has a memo more: the version of its job tables."""
    return {table: count for table, count in rows.items() if table != "memo"}
