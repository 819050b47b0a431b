"""Alembic's environment: the engine comes from `storage.migrate`, online only."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.models
from storage.types import OneOf

target_metadata = SQLModel.metadata
assert storage.models.Ticket.metadata is target_metadata


def plain_strings(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """SQLModel's string type and our words are plain strings in the database."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString | OneOf) else False


with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=target_metadata,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="storage.types.",
        render_item=plain_strings,
    )
    with context.begin_transaction():
        context.run_migrations()
