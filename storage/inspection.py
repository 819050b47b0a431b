"""Read-only inspection of an SQLite database: row counts, latest data, integrity."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from storage.errors import StorageError

_TABLES = r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'"
_LATEST = """
    SELECT max(at) FROM (
        SELECT max(received_at) AS at FROM inbox
        UNION ALL SELECT max(at) FROM message
        UNION ALL SELECT max(at) FROM event
    )
"""
_SINCE = """
    SELECT (SELECT count(*) FROM message WHERE at > :moment),
           (SELECT count(*) FROM ticket WHERE opened_at > :moment),
           (SELECT coalesce(max(id), 0) FROM ticket)
"""


@dataclass(frozen=True)
class Contents:
    """Row counts by table; `latest`: time of the latest update, message or event in UTC, None when there is none."""

    revision: str
    rows: Mapping[str, int]
    latest: datetime | None


@dataclass(frozen=True)
class NewerData:
    """Counts of rows after some moment, the highest ticket number, and the time of the latest data in UTC."""

    messages: int
    tickets: int
    last_ticket: int
    latest: datetime | None

    def is_newer_than(self, moment: datetime | None) -> bool:
        """Whether there is data after `moment`, or, with None, any data."""
        return self.latest is not None and (moment is None or self.latest > moment)


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open an existing database read-only. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def contents(connection: sqlite3.Connection) -> Contents:
    """Count the rows. Raises sqlite3.Error, also for a database that is not a desk's."""
    [revision] = connection.execute("SELECT version_num FROM alembic_version").fetchone() or [""]
    tables = [name for [name] in connection.execute(_TABLES)]
    return Contents(revision, {name: _count(connection, name) for name in tables}, _latest(connection))


def newer_than(connection: sqlite3.Connection, moment: datetime | None) -> NewerData:
    """Count the data after `moment` (aware), or all of it with None. Raises sqlite3.Error."""
    stored = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if moment else ""
    messages, tickets, last_ticket = connection.execute(_SINCE, {"moment": stored}).fetchone()
    return NewerData(messages, tickets, last_ticket, _latest(connection))


def damage(connection: sqlite3.Connection) -> str:
    """What the integrity check finds first; empty when all is well. Raises sqlite3.Error for what can't be read."""
    [verdict] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return "" if verdict == "ok" else str(verdict)


def require_intact(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StorageError when the integrity check or the foreign key check fails."""
    if verdict := damage(connection):
        raise StorageError(f"{path}: this database is damaged ({verdict}); restore an earlier backup")
    if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StorageError(f"{path}: a row of {broken[0]} has a dangling reference; restore an earlier backup")


def _latest(connection: sqlite3.Connection) -> datetime | None:
    [stored] = connection.execute(_LATEST).fetchone()
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if stored else None


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    [count] = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - the name is quoted
    return int(count)
