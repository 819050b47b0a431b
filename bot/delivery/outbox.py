"""Sends the outbox's rows from this machine's SQLite database: a loop that drives `attempt` and `settle`.

A row may be sent when its transaction is committed. If nothing waits for its chat it is claimed in that very
transaction; the others wait in `OutboxQueue` and are claimed in a transaction of their own. SQL is asked for rows at
the start, when the queue was full, and, as a safety net, for their number once a second.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from sqlalchemy import RowMapping

from bot.delivery.batching import MANY, batch_followers
from bot.delivery.outcomes import GroupMoved, Outcome, Repair, Retry, Sent
from bot.delivery.outgoing import outgoing_of, outgoing_of_new, waiting_of, waiting_of_new
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.selection import OutboxQueue, Waiting
from bot.delivery.settling import count_outcome, settle, settle_only
from bot.desk.payloads import Outgoing, PayloadError
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions, columns_of
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.runtime.task_pool import TaskPool
from bot.runtime.wakeup import Wakeup
from storage import outbox
from storage.database import after_commit, after_rollback
from storage.writing import insert_outbox_rows

log = logging.getLogger(__name__)

AT_ONCE = 64  # rows in flight, of as many lanes
IN_MEMORY = 20_000  # rows that wait in memory at most; the others wait in the database
IDLE_SECONDS = 1.0
FINISH_SECONDS = 1.0
GATHER_SECONDS = 0.05  # so long what came of a row may wait for others to share a commit with
Attempt: TypeAlias = Callable[[Outgoing], Awaitable[Outcome]]
"""Tries to send a row, and never raises."""
Prepare: TypeAlias = Callable[[UnitOfWork, Outgoing], Outgoing]
"""Reads what `attempt` will need in the transaction that claims the row, and never raises but for the database."""


class Outbox:
    """Sends rows by `prepare` and `attempt`."""

    def __init__(self, attempt: Attempt, prepare: Prepare, transactions: Transactions, limiter: RateLimiter) -> None:
        self._attempt = attempt
        self._prepare = prepare
        self._transactions = transactions
        self._queue = OutboxQueue(limiter)
        self._is_loaded = False
        self._has_overflown = False
        self._must_reload = False  # what is in memory does not hold any more
        self._checked_at = 0.0
        self._staff_chat = 0  # for which rows wait in memory
        self._loop: asyncio.AbstractEventLoop | None = None
        self.wake = Wakeup()
        self._in_flight = TaskPool[int](AT_ONCE, self.wake)
        transactions.outlet = self._write

    async def run(self) -> None:
        """Send rows until cancelled; those in flight are finished first, or may have been sent when that takes long."""
        self._loop = asyncio.get_running_loop()
        await self._transactions.run(self._begin)
        try:
            while True:
                await self.wake.sleep(await self._start_due())
                await self._check_numbers()
        finally:
            self._is_loaded = False
            await self._in_flight.finish(FINISH_SECONDS)

    def reload(self) -> None:
        """Read the rows anew: others have changed when they are due."""
        self._must_reload = True
        self.wake.call()

    async def _check_numbers(self) -> None:
        """Once a second, in a transaction of its own: there the number of rows in memory is exact."""
        if self._must_reload or time.monotonic() - self._checked_at >= IDLE_SECONDS:
            self._checked_at = time.monotonic()
            await self._transactions.run(self._compare, alone=True)

    async def _start_due(self) -> float:
        """Start what may be sent now; returns after how many seconds to look again, at the latest."""
        selected = self._queue.select(self._in_flight.free, self._transactions.clock.now(), time.monotonic())
        if selected.rows:
            try:
                claimed = await self._transactions.run(lambda uow: self._claim(uow, selected.rows))
            except BaseException:
                for row in selected.rows:
                    self._queue.put_back(row.row_id, row.due_at, row.maybe_sent)
                raise
            self._start(claimed)
        return min(IDLE_SECONDS if selected.wait is None else max(selected.wait, 0.0), IDLE_SECONDS)

    def _start(self, rows: Sequence[Outgoing]) -> None:
        for row in rows:
            self._in_flight.start(row.id, self._deliver(row))

    async def _deliver(self, row: Outgoing) -> None:
        outcome = await self._attempt(row)
        if isinstance(outcome, Sent) and outcome.unexpected:
            self._queue.count_unexpected(row.chat_id, outcome.unexpected, time.monotonic())
        if isinstance(outcome, Retry) and outcome.pauses_chat:
            self._queue.pause(row.chat_id, outcome.seconds, time.monotonic())
        within = 0.0 if self._queue.has_more_for(row.chat_id) else GATHER_SECONDS
        try:
            await self._transactions.run_with_retry(lambda uow: self._settle(uow, row, outcome), within)
        except Exception:
            log.exception("What came of row %s of the outbox can't be written", row.id)
            await self._transactions.run_with_retry(lambda uow: self._settle_only(uow, row, outcome))
        count_outcome(row, outcome, (self._transactions.clock.now() - row.created_at).total_seconds())

    # On the writer's thread, in a transaction

    def _begin(self, uow: UnitOfWork) -> None:
        """What was claimed before may have been sent: nobody lived to say so."""
        outbox.note_maybe_sent(uow.session)
        self._queue.clear(with_in_flight=True)
        self._load(uow)
        self._is_loaded = True

    def _load(self, uow: UnitOfWork) -> None:
        """Read what waits, as much as fits into memory; a row that can't be understood is given up."""
        room = IN_MEMORY - self._queue.size
        rows = outbox.waiting(uow.session, self._queue.newest, room + 1)
        self._has_overflown = len(rows) > room
        self._staff_chat = staff_chat(uow)
        for row in rows[:room]:
            try:
                self._queue.add([waiting_of(row, self._staff_chat)])
            except PayloadError as error:
                log.error("Row %s of the outbox is given up: %s", row["id"], error)  # noqa: TRY400 - known and told
                outbox.note_failed(uow.session, row["id"], row["content"], repr(error), uow.now)

    def _compare(self, uow: UnitOfWork) -> None:
        """The safety net: rows that others wrote, put back or took away are noticed by their number."""
        depth = outbox.count_waiting(uow.session)
        if self._has_overflown:
            if self._queue.size <= IN_MEMORY // 2:
                self._load(uow)
        elif self._must_reload or depth.rows != self._queue.size:
            log.info("The outbox is read anew: %s rows wait there, %s were known", depth.rows, self._queue.size)
            self._must_reload = False
            self._queue.clear()
            self._load(uow)

    def _write(self, uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
        """Write new rows; what may be sent at once is claimed, and sent when that is committed."""
        waiting = [waiting_of_new(uow, row) for row in rows]
        is_open = self._is_loaded and not self._has_overflown and self._queue.size < IN_MEMORY
        self._has_overflown |= self._is_loaded and not is_open
        if not is_open:
            insert_outbox_rows(uow.session, [columns_of(uow, row) for row in rows])
            return
        taken = [self._queue.offer(row, uow.now, time.monotonic(), self._in_flight.free) for row in waiting]
        after_rollback(uow.session, lambda: self._take_back(waiting, taken))
        columns = [
            columns_of(uow, row) | {"claimed_at": uow.now if is_taken else None}
            for row, is_taken in zip(rows, taken, strict=True)
        ]
        ids = insert_outbox_rows(uow.session, columns)
        written = [replace(row, row_id=row_id) for row, row_id in zip(waiting, ids, strict=True)]
        ready = [
            self._prepare(uow, outgoing_of_new(uow, row, one, column["content"]))
            for row, one, column, is_taken in zip(rows, written, columns, taken, strict=True)
            if is_taken
        ]
        after_commit(uow.session, lambda: self._take_over(written, taken, ready))

    def _take_back(self, rows: Sequence[Waiting], taken: Sequence[bool]) -> None:
        for row, is_taken in zip(rows, taken, strict=True):
            self._queue.settle_offer(row, is_taken, is_committed=False)

    def _take_over(self, rows: Sequence[Waiting], taken: Sequence[bool], ready: Sequence[Outgoing]) -> None:
        for row, is_taken in zip(rows, taken, strict=True):
            self._queue.settle_offer(row, is_taken, is_committed=True)
        self._call(lambda: self._start(ready) if ready else self.wake.call())

    def _claim(self, uow: UnitOfWork, rows: Sequence[Waiting]) -> list[Outgoing]:
        """Take rows as they are now: an album may have grown since they were selected, or the group have moved."""
        if staff_chat(uow) != self._staff_chat:
            self._must_reload = True
            for row in rows:
                after_commit(uow.session, partial(self._queue.put_back, row.row_id, row.due_at, row.maybe_sent))
            return []
        found = (self._claim_row(uow, row) for row in rows)
        return [row for row in found if row]

    def _claim_row(self, uow: UnitOfWork, waiting: Waiting) -> Outgoing | None:
        """None for a row that is not there any more, is due later, or was worth saying only for a moment."""
        row = outbox.claim(uow.session, waiting.row_id, uow.now)
        if row is None:
            self._look_again(uow, waiting)
            return None
        if row["expires_at"] and row["expires_at"] < uow.now:
            self._drop(uow, row, "too late")
            return None
        try:
            outgoing = self._prepare(uow, outgoing_of(row, waiting.chat_id))
        except PayloadError as error:
            self._drop(uow, row, repr(error))
            return None
        if self._queue.messages_for_groups <= MANY:
            return outgoing
        return batch_followers(uow, outgoing, waiting.lane)

    def _look_again(self, uow: UnitOfWork, waiting: Waiting) -> None:
        due_at = outbox.due_again(uow.session, waiting.row_id)
        if due_at is None:
            after_commit(uow.session, lambda: self._queue.finish(waiting.row_id))
        else:
            after_commit(uow.session, lambda: self._queue.put_back(waiting.row_id, due_at, waiting.maybe_sent))

    def _drop(self, uow: UnitOfWork, row: RowMapping, why: str) -> None:
        outbox.note_failed(uow.session, row["id"], row["content"], why, uow.now)
        after_commit(uow.session, lambda: self._queue.finish(row["id"]))

    def _settle(self, uow: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
        settle(uow, row, outcome)
        after_commit(uow.session, lambda: self._settled(row, outcome, uow.now))

    def _settle_only(self, uow: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
        settle_only(uow, row, outcome)
        after_commit(uow.session, lambda: self._queue.finish(row.id))

    def _settled(self, row: Outgoing, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Retry(seconds=seconds, maybe_sent=maybe_sent):
                maybe_sent = maybe_sent or row.maybe_sent_since is not None
                self._queue.put_back(row.id, now + timedelta(seconds=seconds), maybe_sent)
            case Repair(what=what, seconds=seconds):
                self._queue.put_back(row.id, now + timedelta(seconds=seconds), row.maybe_sent_since is not None)
                self._must_reload |= isinstance(what, GroupMoved)
            case _:
                self._queue.finish(row.id)

    def _call(self, act: Callable[[], object]) -> None:
        """Do it in the event loop; when that is closed, nobody waits any more."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act)
