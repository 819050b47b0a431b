"""One thread does all the writing; what waits for it is committed together, each piece of work in a savepoint.

To reach the disk takes as long for many works as for one. A work that fails leaves nothing behind and disturbs no
other; when the commit itself fails, all of them have failed.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from sqlmodel import Session

T = TypeVar("T")


@dataclass
class _Work(Generic[T]):
    do: Callable[[Session], T]
    told: Future[T] = field(default_factory=Future)

    def attempt(self, session: Session, connection: sqlite3.Connection) -> Callable[[], None]:
        """Do it; returns how to tell what came of it, once that is committed.

        Raises what ended the whole transaction, as SQLite does by itself when the disk is full.
        """
        try:
            with session.begin_nested():
                outcome = self.do(session)
        except Exception as error:
            if not connection.in_transaction:
                raise
            told = error  # Python forgets the other name
            return lambda: self.told.set_exception(told)
        finally:
            session.expunge_all()  # the next work reads for itself, as in a transaction of its own
        return lambda: self.told.set_result(outcome)


class Writer:
    """`transaction` begins one and commits it at its end; `together` is how many works may share one, of SQLite."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Session]], together: int) -> None:
        self._transaction = transaction
        self._together = together
        self._waiting: deque[_Work[Any]] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")

    async def run(self, do: Callable[[Session], T]) -> T:
        """Do it in a transaction and return what it returns, once that is committed."""
        work = _Work(do)
        self._waiting.append(work)
        self._thread.submit(self._do_waiting)
        return await asyncio.wrap_future(work.told)

    async def run_outside(self, do: Callable[[], T]) -> T:
        """Do on the same thread what can't be in a transaction."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, do)

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _do_waiting(self) -> None:
        works = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._together))]
        wanted = [work for work in works if work.told.set_running_or_notify_cancel()]
        try:
            if len(wanted) == 1:
                self._do_one(wanted[0])
            elif wanted:
                self._do_together(wanted)
        except Exception as error:
            for work in wanted:
                work.told.set_exception(error)

    def _do_one(self, work: _Work[T]) -> None:
        with self._transaction() as session:
            outcome = work.do(session)
        work.told.set_result(outcome)

    def _do_together(self, works: Sequence[_Work[Any]]) -> None:
        with self._transaction() as session:
            connection = cast(sqlite3.Connection, session.connection().connection.driver_connection)
            outcomes = [work.attempt(session, connection) for work in works]
        for tell in outcomes:
            tell()
