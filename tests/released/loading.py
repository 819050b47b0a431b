"""Databases as earlier versions have left them behind."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Engine, MetaData, Table, create_engine, insert, inspect, select

from storage import Database
from storage.migrate import alembic_config

HERE = Path(__file__).parent
RELEASED = sorted(path.stem for path in HERE.glob("*.sql"))
VERSION = "alembic_version"


def load(database: Database, revision: str, folder: Path) -> dict[str, int]:
    """Fill an empty database with what was released as `revision`; returns the number of rows by table."""
    original = folder / f"{revision}.db"
    with closing(sqlite3.connect(original)) as connection:
        connection.executescript((HERE / f"{revision}.sql").read_text(encoding="utf-8"))
    source = create_engine(f"sqlite:///{original}")
    if database.engine.dialect.name == "sqlite":
        _copy_file(original, Path(str(database.engine.url.database)))
    else:
        command.upgrade(alembic_config(database), revision)
        _copy_rows(source, database.engine)
    counted = dict(_counts(source))
    source.dispose()
    return counted


def rows(engine: Engine) -> dict[str, int]:
    """The number of rows by table."""
    return dict(_counts(engine))


def _copy_file(original: Path, target: Path) -> None:
    target.write_bytes(original.read_bytes())


def _copy_rows(source: Engine, target: Engine) -> None:
    """Both have the schema of that version; the dump is SQLite's, where times have no zone."""
    here, there = _reflected(source), _reflected(target)
    with source.connect() as reading, target.begin() as writing:
        for table in (one for one in there.sorted_tables if one.name != VERSION):
            found = reading.execute(select(here.tables[table.name])).mappings()
            for row in found:
                writing.execute(insert(table), {name: _zoned(value) for name, value in row.items()})


def _zoned(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _reflected(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine)
    return metadata


def _counts(engine: Engine) -> Iterator[tuple[str, int]]:
    with engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            yield name, len(connection.execute(select(Table(name, MetaData(), autoload_with=connection))).all())
