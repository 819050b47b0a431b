"""The database (years.sql) of a desk that has run for two years and deletes old inbox and outbox rows as it should.

Two hundred thousand customers, five messages a ticket, nearly all tickets closed, 300 open. All values are computed
from running numbers, so the database is the same each time.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CUSTOMERS = 200_000
ACTIVE = 300
DAYS = 730
STAFF_CHAT = -1_002_000_000_001
LONG_HISTORY = 2_000  # additional messages of the newest ticket
FIRST_ADDRESS = 50_000_000  # Telegram ids of customers
FIRST_POSTED = 10_000_000  # ids of messages in the staff group
_UNSAFE_BUT_FAST = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -800000; PRAGMA temp_store = MEMORY
"""
_STATEMENTS = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True)
class Size:
    """The number of tickets; the number of everything else follows from it."""

    tickets: int = 1_000_000

    @property
    def values(self) -> dict[str, int | float]:
        return {
            "tickets": self.tickets,
            "customers": min(CUSTOMERS, self.tickets),
            "active": ACTIVE,
            "days": DAYS,
            "now": NOW.timestamp(),
            "staff_chat": STAFF_CHAT,
            "long_history": LONG_HISTORY,
            "first_address": FIRST_ADDRESS,
            "first_posted": FIRST_POSTED,
        }


def fill(path: Path, size: Size) -> None:
    """Fill a migrated, empty database. Takes some minutes for a million tickets."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(_UNSAFE_BUT_FAST)
        database.create_function("moment", 1, _moment, deterministic=True)
        database.execute("BEGIN")
        with _without_indexes(database):
            for statement in _STATEMENTS.read_text().split(";\n"):
                database.execute(statement, size.values)
        database.execute("COMMIT")


@contextmanager
def _without_indexes(database: sqlite3.Connection) -> Iterator[None]:
    """Drop all indexes and create them again at the end, which is many times faster."""
    indexes = database.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        database.execute(f'DROP INDEX "{name}"')
    yield
    for _, statement in indexes:
        database.execute(statement)


def _moment(seconds: float) -> str:
    """As the product stores instants in SQLite."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S.%f}"
