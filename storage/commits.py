"""Commit listeners: called on their event loop after a transaction that wrote what they listen for."""

import asyncio
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.orm import Mapped, QueryableAttribute, UOWTransaction
from sqlalchemy.orm.attributes import instance_state
from sqlmodel import Session, SQLModel

from storage.loop_calls import call_on_loop
from storage.writing import insert_new
from storage.written import Change, Model, added_in, changed_in, note_written


class WatchedSession(Session):
    """A session that records in its `info` the models of added rows and the changed columns."""


@event.listens_for(WatchedSession, "before_flush")
def _insert_new(session: WatchedSession, _: UOWTransaction, __: object) -> None:
    insert_new(session)


@event.listens_for(WatchedSession, "after_flush")
def _note_flushed(session: WatchedSession, _: UOWTransaction) -> None:
    note_written(session, {type(row) for row in session.new}, [change for row in session.dirty for change in _of(row)])


def _of(row: SQLModel) -> Iterator[Change]:
    state = instance_state(row)
    for name, before in state.committed_state.items():
        if state.dict.get(name) != before:
            yield type(row), name


@dataclass(frozen=True)
class _Listener:
    call: Callable[[], None]
    loop: asyncio.AbstractEventLoop
    added: frozenset[Model]
    changed: frozenset[Change]

    def is_concerned(self, session: Session) -> bool:
        return not (self.added.isdisjoint(added_in(session)) and self.changed.isdisjoint(changed_in(session)))


def _change(column: QueryableAttribute[Any]) -> Change:
    return column.parent.class_, column.key


class CommitListeners:
    """Thread-safe: listeners are added on the event loop, commits are reported by the thread that made them."""

    def __init__(self) -> None:
        self._listeners: tuple[_Listener, ...] = ()

    def add(self, call: Callable[[], None], added: Collection[Model], changed: Collection[Mapped[Any]]) -> None:
        """`call` is called on the running event loop. Raises RuntimeError outside of one."""
        columns = frozenset(_change(cast(QueryableAttribute[Any], column)) for column in changed)
        listener = _Listener(call, asyncio.get_running_loop(), frozenset(added), columns)
        self._listeners = (*self._listeners, listener)

    def committed(self, session: Session) -> None:
        """Have the listeners of what was written called. May include rows of a savepoint that was rolled back."""
        for listener in self._listeners:
            if listener.is_concerned(session):
                call_on_loop(session, listener.loop, listener.call)
