"""Group commit: one thread does all the writing, and works that wait for it share a transaction.

An fsync takes as long for many works as for one. The works share a session and a transaction, without savepoints: when
one fails, the transaction is rolled back and each work is repeated in a transaction of its own. So a work must be safe
to run twice; what it changes outside the database belongs in `after_commit`.
"""

import asyncio
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage.loop_calls import call_on_loop

T = TypeVar("T")


@dataclass(frozen=True)
class WriterWork:
    """What the writer thread (`thread` is its id) does since a moment of the monotonic clock, or did last."""

    name: str  # of the asyncio task that wants it
    since: float
    thread: int
    is_done: bool = False


def _name_of_task() -> str:
    task = asyncio.current_task()
    return task.get_name() if task else "a callback"


@dataclass
class _Work(Generic[T]):
    """Something to do, made on the event loop that waits for its result."""

    do: Callable[[Session], T]
    is_alone: bool = False
    is_wanted: bool = True  # its caller still waits
    name: str = field(default_factory=_name_of_task)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def __post_init__(self) -> None:
        self._result: asyncio.Future[T] = self.loop.create_future()

    async def result(self) -> T:
        """What `do` returns, or its error. Who is cancelled while waiting doesn't want it any more."""
        try:
            return await self._result
        finally:
            self.is_wanted = False

    def succeed(self, result: T) -> None:
        """Call it on the work's loop."""
        if not self._result.done():
            self._result.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Call it on the work's loop."""
        if not self._result.done():
            self._result.set_exception(error)


class _WorkFailedError(Exception):
    """A work of a shared transaction raised `__cause__`."""


def _require_transaction(session: Session) -> None:
    """Raise OperationalError when SQLite has rolled the transaction back by itself, as it does on a full disk."""
    connection = session.connection().connection.driver_connection
    if not getattr(connection, "in_transaction", True):
        raise OperationalError("COMMIT", None, sqlite3.OperationalError("the transaction was rolled back"))


class Writer:
    """`transaction` begins a transaction and commits it at its end; at most `together` works share one."""

    def __init__(self, transaction: Callable[[], AbstractContextManager[Session]], together: int) -> None:
        self._transaction = transaction
        self._together = together
        self._waiting: deque[_Work[Any]] = deque()
        self._deferred: deque[_Work[Any]] = deque()
        self._lock = Lock()
        self._is_scheduled = False
        self.latest: WriterWork | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")

    async def run(self, do: Callable[[Session], T], alone: bool = False) -> T:
        """Run `do` in a transaction and return its result after the commit. `alone`: don't share the transaction."""
        work = _Work(do, alone)
        self._waiting.append(work)
        self._schedule()
        return await work.result()

    async def run_deferred(self, do: Callable[[Session], T], within: float) -> T:
        """The same in the next transaction that is run for others, or after `within` seconds at the latest."""
        work = _Work(do)
        self._deferred.append(work)
        timer = asyncio.get_running_loop().call_later(within, self._schedule)
        try:
            return await work.result()
        finally:
            timer.cancel()

    async def run_outside(self, do: Callable[[], T]) -> T:
        """Run `do` on the writer thread outside of a transaction."""
        name = _name_of_task()

        def noted() -> T:
            with self._noted(name):
                return do()

        return await asyncio.get_running_loop().run_in_executor(self._thread, noted)

    def close(self) -> None:
        self._thread.shutdown(wait=True)

    def _schedule(self) -> None:
        with self._lock:
            if self._is_scheduled:
                return
            self._is_scheduled = True
        self._thread.submit(self._do_waiting)

    def _do_waiting(self) -> None:
        with self._lock:
            self._is_scheduled = False
        works = self._taken(self._waiting, self._together)
        if not (works and works[0].is_alone):
            works += self._taken(self._deferred, self._together - len(works))
        wanted = [work for work in works if work.is_wanted]
        if self._waiting or self._deferred:
            self._schedule()
        if wanted:
            self._do(wanted)

    def _taken(self, queue: deque[_Work[Any]], most: int) -> list[_Work[Any]]:
        taken: list[_Work[Any]] = []
        while queue and len(taken) < most and not (taken and (queue[0].is_alone or taken[0].is_alone)):
            taken.append(queue.popleft())
        return taken

    def _do(self, works: Sequence[_Work[Any]]) -> None:
        """Run works together; if one fails, each alone. Errors of the database and of the commit fail all of them."""
        try:
            self._in_one_transaction(works)
        except _WorkFailedError as failed:
            if len(works) == 1 or isinstance(failed.__cause__, OperationalError):
                self._fail(works, failed.__cause__)
                return
            for work in works:
                self._do([work])
        except BaseException as error:
            self._fail(works, error)
        finally:
            self._note_done()

    def _in_one_transaction(self, works: Sequence[_Work[Any]]) -> None:
        with self._transaction() as session:
            for work in works:
                self._note(work.name)  # not before: waiting for another machine's transaction is no work
                try:
                    result = work.do(session)
                    session.flush()
                    if len(works) > 1:
                        _require_transaction(session)
                except Exception as error:
                    raise _WorkFailedError from error
                call_on_loop(session, work.loop, partial(work.succeed, result))
                session.expunge_all()  # the next work reads for itself, as in a transaction of its own

    @contextmanager
    def _noted(self, name: str) -> Iterator[None]:
        self._note(name)
        try:
            yield
        finally:
            self._note_done()

    def _note(self, name: str) -> None:
        self.latest = WriterWork(name, time.monotonic(), threading.get_ident())

    def _note_done(self) -> None:
        if self.latest and not self.latest.is_done:
            self.latest = replace(self.latest, is_done=True)

    def _fail(self, works: Sequence[_Work[Any]], error: BaseException | None) -> None:
        for work in works:
            with suppress(RuntimeError):  # its loop is closed
                work.loop.call_soon_threadsafe(work.fail, error or RuntimeError("the writer failed"))
