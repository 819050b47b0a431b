"""What a transaction has written, for those who listen for its commit."""

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from sqlmodel import Session, SQLModel

Model: TypeAlias = type[SQLModel]
Change: TypeAlias = tuple[Model, str]  # a model, and the name of a column that has another value now
_ADDED, _CHANGED = "models of added rows", "changed columns"  # keys of Session.info
WITHOUT_FLUSH: Mapping[str, Any] = {"autoflush": False}
"""Execution options of a query whose result no pending change of its transaction can alter: a flush takes longer."""


def note_written(session: Session, added: Collection[Model] = (), changed: Collection[Change] = ()) -> None:
    """Record what the transaction writes. Flushes are recorded automatically, statements outside the ORM are not."""
    session.info.setdefault(_ADDED, set()).update(added)
    session.info.setdefault(_CHANGED, set()).update(changed)


def added_in(session: Session) -> Collection[Model]:
    """The models of the rows that the transaction has added."""
    models: Collection[Model] = session.info.get(_ADDED, ())
    return models


def changed_in(session: Session) -> Collection[Change]:
    """The columns that the transaction has changed."""
    changes: Collection[Change] = session.info.get(_CHANGED, ())
    return changes
