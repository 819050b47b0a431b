"""Values that the desk remembers about itself, by key."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import Session, col, select

from storage.models import Memo

_INSERTS: Mapping[str, ReturningInsert[Any]] = {
    "sqlite": sqlite.insert(Memo).on_conflict_do_nothing().returning(col(Memo.key)),
    "postgresql": postgresql.insert(Memo).on_conflict_do_nothing().returning(col(Memo.key)),
}


def note_once(session: Session, key: str, value: str) -> bool:
    """Record the value under a new key; False when the key is there already, whichever machine recorded it."""
    connection = session.connection()
    inserted = connection.execute(_INSERTS[connection.dialect.name], {"key": key, "value": value})
    return inserted.first() is not None


def replace_value(session: Session, key: str, old: str, new: str) -> bool:
    """Change the value from `old` to `new`; False when it is another one by now."""
    change = update(Memo).where(col(Memo.key) == key, col(Memo.value) == old).values(value=new)
    return session.connection().execute(change).rowcount == 1


def keys(session: Session, prefix: str) -> Sequence[str]:
    """The keys that begin with `prefix`."""
    return session.exec(select(Memo.key).where(col(Memo.key).startswith(prefix, autoescape=True))).all()


def delete_keys(session: Session, gone: Sequence[str]) -> None:
    session.connection().execute(delete(Memo).where(col(Memo.key).in_(gone)))
