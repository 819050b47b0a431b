"""How many rows the tables have and how old they are: figures only, nothing that a person wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Table, func, select
from sqlmodel import Session, SQLModel

from storage.types import UtcDateTime


@dataclass(frozen=True)
class TableSize:
    """`oldest` and `newest` are aware; None for an empty table, and for one whose rows have no time."""

    name: str
    rows: int
    oldest: datetime | None = None
    newest: datetime | None = None


def table_sizes(session: Session) -> Iterator[TableSize]:
    """Of every table of the models, by name. Reads each table once."""
    for _, table in sorted(SQLModel.metadata.tables.items()):
        time = _time_of(table)
        ages = () if time is None else (func.min(time), func.max(time))
        rows, *span = session.connection().execute(select(func.count(), *ages).select_from(table)).one()
        yield TableSize(table.name, rows, *span)


def _time_of(table: Table) -> Column[datetime] | None:
    """The first time that every row has: when it was made."""
    times = (column for column in table.columns if isinstance(column.type, UtcDateTime) and not column.nullable)
    return next(times, None)
