"""What SQLite and PostgreSQL are told, and what is committed."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from storage import Database, migrate
from storage.models import Customer

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)


def customer(session: Session) -> Customer:
    customer = Customer(address="1", created_at=NOW)
    session.add(customer)
    session.flush()
    return customer


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 15_000)]
)
def test_pragmas(in_a_file: Database, pragma: str, value: object) -> None:
    with in_a_file.transaction() as session:
        assert session.connection().execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_only_its_owner_reads_a_new_file(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(database)
    with database.transaction():
        modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    database.close()
    assert modes == {"desk.db": "0o600", "desk.db-shm": "0o600", "desk.db-wal": "0o600"}


def log_size(database: Database) -> int:
    return Path(f"{database.shown}-wal").stat().st_size


async def test_the_log_is_emptied_unless_somebody_reads(in_a_file: Database) -> None:
    await in_a_file.run(customer)
    with closing(sqlite3.connect(in_a_file.shown, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM customer").fetchall()
        assert await in_a_file.empty_log() is False
    assert await in_a_file.empty_log() is True
    assert log_size(in_a_file) == 0
    await in_a_file.run(lambda session: session.exec(select(Customer)).one())


async def test_a_log_that_can_t_be_emptied_since_others_have_the_file_is_an_outage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Retried, as any other work."""
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 10)
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    with closing(sqlite3.connect(tmp_path / "desk.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError):
            await database.empty_log()
    assert await database.empty_log() is True
    database.close()


async def test_run_commits_or_leaves_nothing(database: Database) -> None:
    def half(session: Session) -> None:
        customer(session)
        raise LookupError

    with pytest.raises(LookupError):
        await database.run(half)
    assert await database.run(lambda session: session.exec(select(Customer)).all()) == []
    await asyncio.gather(*(database.run(partial(_add, number=one)) for one in range(20)))
    names = await database.run(lambda session: session.exec(select(Customer.name).order_by(col(Customer.id))).all())
    assert names == [str(one) for one in range(20)]


def _add(session: Session, number: int) -> None:
    session.add(Customer(address=str(number), name=str(number), created_at=NOW))
