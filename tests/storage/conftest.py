"""A database with all its tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from storage import Database, migrate


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    migrate(database)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction for the whole test."""
    with database.transaction() as session:
        yield session
