"""A database with all its tables: each test is run on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from storage import Database, migrate
from tests.tables import make_tables


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of every test here there are two."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    make_tables(database_url)
    database = Database(database_url)
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def in_a_file(tmp_path: Path) -> Iterator[Database]:
    """One on SQLite, for what holds there only."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    make_tables(url)
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction for the whole test."""
    with database.transaction() as session:
        yield session
