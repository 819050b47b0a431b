"""A desk moves from its SQLite file to PostgreSQL: all rows, counted and compared, in one transaction, or none."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Row, Select, Table, create_engine, event, func, insert, inspect, select, text
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from storage.database import Database
from storage.errors import StorageError
from storage.job_tables import LAST_SCRIPT
from storage.jobs import enqueue_what_was_forgotten
from storage.migrate import migrate, newest_revision, revision
from storage.models import Memo

ROWS_AT_ONCE = 1000
_SUMS = 1 << 256


@dataclass
class Moved:
    """Rows of a table: how many, and the sum of the SHA-256 of each, in which their order makes no difference."""

    table: str
    rows: int = 0
    sum: int = 0

    def add(self, row: Row[tuple[object, ...]]) -> None:
        values = json.dumps(list(row), default=str, sort_keys=True).encode()
        self.rows += 1
        self.sum = (self.sum + int.from_bytes(hashlib.sha256(values).digest())) % _SUMS

    @property
    def checksum(self) -> str:
        return f"{self.sum:064x}"

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} rows ({self.checksum})"


def prepare(target: Database) -> None:
    """Make the tables where they are to go. StorageError when there is something already, or of another version."""
    present = revision(target)
    if present is None and inspect(target.engine).get_table_names():
        raise StorageError(f"{target.shown}: there are tables of somebody else; give a database of its own")
    if present not in (None, newest_revision()):
        raise StorageError(f"{target.shown}: its tables are of another version ({present}); give a new database")
    migrate(target)
    with target.transaction() as session:
        _require_empty(session.connection(), target.shown)


def move(source: Path, target: Database, progress: Callable[[int], None]) -> list[Moved]:
    """Copy all tables, which both have in the present version; `progress` hears how many rows have arrived.

    Nobody else may write to the file meanwhile. StorageError when something does not arrive as it was: then the target
    stays empty. What waits in the inbox and the outbox gets its jobs.
    """
    with _reading(source) as old, target.transaction() as session:
        new = session.connection()
        new.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")  # a large table takes its time to read
        _require_empty(new, target.shown)
        moved: list[Moved] = []
        for table in SQLModel.metadata.sorted_tables:
            moved.append(_copy(table, old, new, lambda rows: progress(sum(one.rows for one in moved) + rows)))
            _require_same(moved[-1], _found(table, new))
            _count_on(table, old, new)
        enqueue_what_was_forgotten(session)
    return moved


@contextmanager
def _reading(file: Path) -> Iterator[Connection]:
    """All that is in the file, which nobody can write to meanwhile."""
    address = f"{file.absolute().as_uri()}?mode=rw"
    creator = partial(sqlite3.connect, address, uri=True, isolation_level=None)
    engine = create_engine("sqlite://", creator=creator, poolclass=StaticPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _require_empty(new: Connection, shown: str) -> None:
    for table in SQLModel.metadata.sorted_tables:
        if rows := new.execute(select(func.count()).select_from(_own_rows(table).subquery())).scalar_one():
            raise StorageError(f"{shown}: is not empty ({table.name}: {rows}); give a new database")


def _copy(table: Table, old: Connection, new: Connection, progress: Callable[[int], None]) -> Moved:
    sent = Moved(table.name)
    for rows in _partitions(table, old):
        for row in rows:
            sent.add(row)
        new.execute(insert(table), [dict(row._mapping) for row in rows])
        progress(sent.rows)
    return sent


def _found(table: Table, connection: Connection) -> Moved:
    found = Moved(table.name)
    for rows in _partitions(table, connection):
        for row in rows:
            found.add(row)
    return found


def _partitions(table: Table, connection: Connection) -> Iterator[Sequence[Row[tuple[object, ...]]]]:
    return connection.execute(_own_rows(table), execution_options={"yield_per": ROWS_AT_ONCE}).partitions()


def _own_rows(table: Table) -> Select[tuple[object, ...]]:
    """The desk's, without what PostgreSQL needs to know of its own tables."""
    return select(table).where(table.c.key != LAST_SCRIPT) if table.name == Memo.__tablename__ else select(table)


def _require_same(sent: Moved, arrived: Moved) -> None:
    if sent != arrived:
        raise StorageError(f"{sent} became {arrived}; nothing was moved: report this to those who make nightdesk")


def _count_on(table: Table, old: Connection, new: Connection) -> None:
    """The next row gets the number that it would have got: that of a ticket is never given twice."""
    counter = table.autoincrement_column
    if counter is None:
        return
    highest = old.execute(select(func.max(counter))).scalar() or 0
    given = old.execute(text("SELECT max(seq) FROM sqlite_sequence WHERE name = :name"), {"name": table.name}).scalar()
    if last := max(highest, given or 0):
        new.execute(select(func.setval(func.pg_get_serial_sequence(table.name, counter.name), last)))
