"""Transfer from SQLite to PostgreSQL: all rows in one transaction, verified by count and checksum."""

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
from storage.jobs import enqueue_missing_jobs
from storage.migrate import migrate, newest_revision, revision
from storage.models import Memo

BATCH_ROWS = 1000
_MODULUS = 1 << 256


@dataclass
class CopiedTable:
    """The row count of a table and the sum of its rows' SHA-256 modulo 2^256, which does not depend on their order."""

    table: str
    rows: int = 0
    sum: int = 0

    def add(self, row: Row[tuple[object, ...]]) -> None:
        values = json.dumps(list(row), default=str, sort_keys=True).encode()
        self.rows += 1
        self.sum = (self.sum + int.from_bytes(hashlib.sha256(values).digest())) % _MODULUS

    @property
    def checksum(self) -> str:
        return f"{self.sum:064x}"

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} rows ({self.checksum})"


def prepare(target: Database) -> None:
    """Create the tables. Raises StorageError when the target has foreign tables, another version's schema, or rows."""
    present = revision(target)
    if present is None and inspect(target.engine).get_table_names():
        raise StorageError(f"{target.shown}: this database has other tables; give an empty one")
    if present not in (None, newest_revision()):
        raise StorageError(f"{target.shown}: its schema is of another version ({present}); give an empty database")
    migrate(target)
    with target.transaction() as session:
        _require_empty(session.connection(), target.shown)


def move(source: Path, target: Database, progress: Callable[[int], None]) -> list[CopiedTable]:
    """Copy all tables and enqueue jobs for pending rows. Both databases must have the current schema.

    `progress` is called with the number of rows copied. `source` is locked for writing. Raises StorageError when a
    checksum differs; the target then stays empty.
    """
    with _reading(source) as old, target.transaction() as session:
        new = session.connection()
        new.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")  # reading a large table takes long
        _require_empty(new, target.shown)
        moved: list[CopiedTable] = []
        for table in SQLModel.metadata.sorted_tables:
            moved.append(_copy(table, old, new, lambda rows: progress(sum(one.rows for one in moved) + rows)))
            _require_equal(moved[-1], _checksum_rows(table, new))
            _continue_sequence(table, old, new)
        enqueue_missing_jobs(session)
    return moved


@contextmanager
def _reading(file: Path) -> Iterator[Connection]:
    """A snapshot of the file, which is locked for writing meanwhile."""
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
        if rows := new.execute(select(func.count()).select_from(_rows_to_copy(table).subquery())).scalar_one():
            raise StorageError(f"{shown}: not empty ({table.name}: {rows} rows); give an empty database")


def _copy(table: Table, old: Connection, new: Connection, progress: Callable[[int], None]) -> CopiedTable:
    sent = CopiedTable(table.name)
    for rows in _partitions(table, old):
        for row in rows:
            sent.add(row)
        new.execute(insert(table), [dict(row._mapping) for row in rows])
        progress(sent.rows)
    return sent


def _checksum_rows(table: Table, connection: Connection) -> CopiedTable:
    found = CopiedTable(table.name)
    for rows in _partitions(table, connection):
        for row in rows:
            found.add(row)
    return found


def _partitions(table: Table, connection: Connection) -> Iterator[Sequence[Row[tuple[object, ...]]]]:
    return connection.execute(_rows_to_copy(table), execution_options={"yield_per": BATCH_ROWS}).partitions()


def _rows_to_copy(table: Table) -> Select[tuple[object, ...]]:
    """The rows to copy: without the memo that belongs to PostgreSQL's job tables."""
    return select(table).where(table.c.key != LAST_SCRIPT) if table.name == Memo.__tablename__ else select(table)


def _require_equal(sent: CopiedTable, arrived: CopiedTable) -> None:
    if sent != arrived:
        raise StorageError(f"{sent} became {arrived}; nothing was moved. Please report this bug")


def _continue_sequence(table: Table, old: Connection, new: Connection) -> None:
    """Continue the sequence after the highest number ever used, so that no ticket number is assigned twice."""
    counter = table.autoincrement_column
    if counter is None:
        return
    highest = old.execute(select(func.max(counter))).scalar() or 0
    given = old.execute(text("SELECT max(seq) FROM sqlite_sequence WHERE name = :name"), {"name": table.name}).scalar()
    if last := max(highest, given or 0):
        new.execute(select(func.setval(func.pg_get_serial_sequence(table.name, counter.name), last)))
