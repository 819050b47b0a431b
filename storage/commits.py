"""Who wants to know of a commit: listeners are called on their event loop once the transaction is on disk."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel

Model = type[SQLModel]
_ADDED, _CHANGED = "models of added rows", "models of changed rows"  # keys of Session.info


class WatchedSession(Session):
    """A session that notes in its `info` of which models rows were added or changed."""


@event.listens_for(WatchedSession, "after_flush")
def _note_flushed(session: WatchedSession, _: UOWTransaction) -> None:
    note_written(session, {type(row) for row in session.new}, {type(row) for row in session.dirty})


def note_written(session: Session, added: Collection[Model] = (), changed: Collection[Model] = ()) -> None:
    """Note what the transaction writes. Flushes are noted by themselves; statements that bypass the ORM are not."""
    session.info.setdefault(_ADDED, set()).update(added)
    session.info.setdefault(_CHANGED, set()).update(changed)


@dataclass(frozen=True)
class _Listener:
    call: Callable[[], None]
    loop: asyncio.AbstractEventLoop
    added: frozenset[Model]
    changed: frozenset[Model]

    def is_concerned(self, session: Session) -> bool:
        written = session.info
        return not (
            self.added.isdisjoint(written.get(_ADDED, ())) and self.changed.isdisjoint(written.get(_CHANGED, ()))
        )


class CommitListeners:
    """Thread-safe: listeners are added on the event loop, commits are told of by the thread that has made them."""

    def __init__(self) -> None:
        self._listeners: tuple[_Listener, ...] = ()

    def add(self, call: Callable[[], None], added: Collection[Model], changed: Collection[Model]) -> None:
        """`call` runs on the event loop that runs now. Raises RuntimeError when none does."""
        listener = _Listener(call, asyncio.get_running_loop(), frozenset(added), frozenset(changed))
        self._listeners = (*self._listeners, listener)

    def committed(self, session: Session) -> None:
        """Call whoever is concerned. A listener may hear of rows whose savepoint was rolled back, and misses none."""
        for listener in self._listeners:
            if listener.is_concerned(session):
                with suppress(RuntimeError):  # its loop is closed: nobody waits any more
                    listener.loop.call_soon_threadsafe(listener.call)
