"""Alembic's environment: the engine comes from `storage.migrate`, online only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.models
from storage.errors import StorageError
from storage.types import OneOf

target_metadata = SQLModel.metadata
assert storage.models.Ticket.metadata is target_metadata


def plain_strings(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Render SQLModel's string type and OneOf as plain strings."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString | OneOf) else False


@contextmanager
def references_checked_at_the_end(connection: Connection) -> Iterator[None]:
    """Suspend foreign keys on SQLite, where changing a table means to recreate it.

    https://www.sqlite.org/lang_altertable.html#making_other_kinds_of_table_schema_changes
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")  # has no effect within a transaction, so before it starts
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def require_references(connection: Connection) -> None:
    """Raise StorageError when a reference is broken; the migration is then rolled back."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
        if broken:
            raise StorageError(f"the database can't be migrated: a row of {broken[0]} would have a dangling reference")


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out Procrastinate's tables, which it migrates itself."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


with (
    context.config.attributes["engine"].connect() as connection,
    references_checked_at_the_end(connection),
):
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="storage.types.",
        render_item=plain_strings,
        transactional_ddl=True,  # all pending migrations or none; SQLite supports it too
        include_name=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()
        require_references(connection)
