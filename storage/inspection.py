"""What an SQLite database holds, seen from outside the desk: counted, dated, and found sound or not."""

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
    """Rows by table, and when something last came or happened, in UTC; None: nothing ever did."""

    revision: str
    rows: Mapping[str, int]
    latest: datetime | None


@dataclass(frozen=True)
class Later:
    """What came after some moment; `last_ticket` is the number that was given last."""

    messages: int
    tickets: int
    last_ticket: int
    latest: datetime | None

    def is_later_than(self, moment: datetime | None) -> bool:
        """Whether anything came after that moment, or at all."""
        return self.latest is not None and (moment is None or self.latest > moment)


def opened(path: Path) -> sqlite3.Connection:
    """Only for reading, and never made. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection


def contents(connection: sqlite3.Connection) -> Contents:
    """Raises sqlite3.Error, also for a database that is not a desk's."""
    [revision] = connection.execute("SELECT version_num FROM alembic_version").fetchone() or [""]
    tables = [name for [name] in connection.execute(_TABLES)]
    return Contents(revision, {name: _count(connection, name) for name in tables}, _latest(connection))


def later_than(connection: sqlite3.Connection, moment: datetime | None) -> Later:
    """What came after that moment; without one, all there is. Raises sqlite3.Error."""
    stored = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if moment else ""
    messages, tickets, last_ticket = connection.execute(_SINCE, {"moment": stored}).fetchone()
    return Later(messages, tickets, last_ticket, _latest(connection))


def require_sound(connection: sqlite3.Connection, path: Path) -> None:
    """StorageError when SQLite finds the file damaged or a reference in it leads nowhere."""
    [verdict] = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        raise StorageError(f"{path}: this database is damaged ({verdict}); restore an earlier backup")
    if broken := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise StorageError(f"{path}: a row of {broken[0]} in it refers to nothing; restore an earlier backup")


def _latest(connection: sqlite3.Connection) -> datetime | None:
    [stored] = connection.execute(_LATEST).fetchone()
    return datetime.fromisoformat(stored).replace(tzinfo=UTC) if stored else None


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    [count] = connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()  # noqa: S608 - the name is quoted
    return int(count)
