"""A new database with all its tables: those of SQLite are migrated once, and each begins with a copy."""

import tempfile
from functools import cache
from pathlib import Path

from storage import Database, migrate
from storage.files import sqlite_file


def make_tables(url: str) -> None:
    """Write SQLite's file unless it is there; PostgreSQL databases of the tests have their tables already."""
    path = sqlite_file(url)
    if path and not path.exists():
        path.write_bytes(_empty_database())


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        migrate(database)
        database.close()
        return (Path(folder) / "empty.db").read_bytes()
