"""Sends the outbox rows of a SQLite database: a loop that drives `attempt` and `settle`.

A row may be sent once its transaction is committed. If nothing waits for its chat, it is claimed in the transaction
that inserts it; other rows wait in `OutboxQueue` and are claimed in a transaction of their own. Rows are read from the
database only at start and after the queue was full; as a safety net their number is compared up to once a second.
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
from bot.delivery.outcomes import FileRefused, GroupMoved, Outcome, Repair, Retry, Sent
from bot.delivery.outgoing import messages_of, outgoing_of, outgoing_of_new, waiting_of, waiting_of_new
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.selection import OutboxQueue, Waiting
from bot.delivery.settling import count_outcome, mark_done, settle
from bot.desk.payloads import Outgoing, PayloadError, messages_in
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions, columns_of
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.runtime.backoff import retry
from bot.runtime.task_names import task_named
from bot.runtime.task_pool import TaskPool
from bot.runtime.wakeup import Wakeup
from storage import outbox
from storage.change_check import ChangeCheck
from storage.database import after_commit, after_rollback
from storage.loop_calls import call_on_loop
from storage.writing import insert_outbox_rows

log = logging.getLogger(__name__)

AT_ONCE = 64  # rows in flight, each of another lane
IN_MEMORY = 20_000  # waiting rows in memory; the others stay in the database
IDLE_SECONDS = 1.0
FINISH_SECONDS = 1.0
GATHER_SECONDS = 0.05  # an outcome may wait this long to share a commit with others
Attempt: TypeAlias = Callable[[Outgoing], Awaitable[Outcome]]
"""Tries to send a row. Never raises an Exception."""
Prepare: TypeAlias = Callable[[UnitOfWork, Outgoing], Outgoing]
"""Reads what `attempt` will need, in the transaction that claims the row. Raises only database errors."""


class Outbox:
    """Sends rows by `prepare` and `attempt`."""

    def __init__(self, attempt: Attempt, prepare: Prepare, transactions: Transactions, limiter: RateLimiter) -> None:
        self._attempt = attempt
        self._prepare = prepare
        self._transactions = transactions
        self._queue = OutboxQueue(limiter)
        self._is_loaded = False
        self._has_overflowed = False
        self._must_reload = False  # the rows in memory are outdated
        self._change_check = ChangeCheck(transactions.database.files)
        self._staff_chat = 0  # the staff group's id that the rows in memory have
        self._loop: asyncio.AbstractEventLoop | None = None
        self.wakeup = Wakeup()
        self._in_flight = TaskPool[int](AT_ONCE, self.wakeup)
        transactions.outlet = self._write

    async def run(self) -> None:
        """Send rows until cancelled. Those in flight get a second to finish; the others count as maybe sent later."""
        self._loop = asyncio.get_running_loop()
        await self._transactions.run(self._begin)
        try:
            while True:
                await self.wakeup.sleep(await self._start_due())
                await self._check_count()
        finally:
            self._is_loaded = False
            await self._in_flight.finish(FINISH_SECONDS)

    def reload(self) -> None:
        """Load the rows again, because due times were changed in the database."""
        self._must_reload = True
        self.wakeup.call()

    async def _check_count(self) -> None:
        """At most once a second, in a transaction of its own, where the number of rows in memory is exact."""
        if self._must_reload or self._change_check.is_due(IDLE_SECONDS):
            await self._transactions.run(self._resync_if_changed, alone=True)

    async def _start_due(self) -> float:
        """Start sending what may be sent now. Returns the seconds until the next look, at the latest."""
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
        """Send the row, and those that are claimed with its outcome."""
        following: Outgoing | None = row
        while following:
            with task_named(f"outbox row {following.id}"):
                following = await self._attempt_and_settle(following)
            self.wakeup.call()  # the next row of its lane may go to another chat, or be no message

    async def _attempt_and_settle(self, row: Outgoing) -> Outgoing | None:
        """Send the row and record what came of it. Returns the next row for its chat if that is claimed already."""
        tried = outcome = await self._attempt(row)
        self._queue.note_arrived(row.id, messages_in(row.payload), time.monotonic())
        following: Outgoing | None = None
        if isinstance(outcome, Sent) and outcome.unexpected:
            self._queue.count_unexpected(row.chat_id, outcome.unexpected, time.monotonic())
        if isinstance(outcome, Retry) and outcome.pauses_chat:
            self._queue.pause(row.chat_id, outcome.seconds, time.monotonic())
        within = 0.0 if self._queue.has_more_for(row.chat_id) else GATHER_SECONDS
        try:
            outcome, following = await self._transactions.run_with_retry(
                lambda uow: self._settle(uow, row, tried), within
            )
        except Exception:
            log.exception("The outcome of outbox row %s can't be recorded in full", row.id)
            # Retried on any error: a row without an outcome would keep its chat busy.
            await retry(lambda: self._transactions.run(lambda uow: self._mark_done(uow, row, outcome)), on=Exception)
        count_outcome(row, outcome, (self._transactions.clock.now() - row.created_at).total_seconds())
        return following

    # On the writer's thread, in a transaction

    def _begin(self, uow: UnitOfWork) -> None:
        """Mark rows that an earlier process had claimed as maybe sent, and load the waiting rows."""
        outbox.note_maybe_sent(uow.session)
        self._queue.clear(with_in_flight=True)
        self._load(uow)
        self._is_loaded = True

    def _load(self, uow: UnitOfWork) -> None:
        """Load waiting rows, as many as fit into memory."""
        room = IN_MEMORY - self._queue.size
        rows = outbox.waiting(uow.session, self._queue.newest, room + 1)
        self._has_overflowed = len(rows) > room
        self._staff_chat = staff_chat(uow)
        self._queue.add([waiting for waiting in (self._readable(uow, row) for row in rows[:room]) if waiting])

    def _readable(self, uow: UnitOfWork, row: RowMapping) -> Waiting | None:
        """The row as it waits; None when its payload can't be read, and it is given up."""
        try:
            return waiting_of(uow, row, self._staff_chat)
        except PayloadError as error:
            log.error("Outbox row %s is given up: %s", row["id"], error)  # noqa: TRY400 - the message says all
            outbox.note_failed(uow.session, row["id"], row["content"], repr(error), uow.now)
            return None

    def _resync_if_changed(self, uow: UnitOfWork) -> None:
        """The safety net: reload when the number differs, since commands can change the table."""
        depth = outbox.count_waiting(uow.session)
        if self._has_overflowed:
            if self._queue.size <= IN_MEMORY // 2:
                self._load(uow)
        elif self._must_reload or depth.rows != self._queue.size:
            log.info("Reloading the outbox: %s rows in the database, %s in memory", depth.rows, self._queue.size)
            self._must_reload = False
            self._queue.clear()
            self._load(uow)

    def _write(self, uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
        """Insert new rows; those that may be sent at once are claimed, and sent after the commit."""
        waiting = [waiting_of_new(uow, row) for row in rows]
        is_open = self._is_loaded and not self._has_overflowed and self._queue.size < IN_MEMORY
        self._has_overflowed |= self._is_loaded and not is_open
        if not is_open:
            insert_outbox_rows(uow.session, [columns_of(uow, row) for row in rows])
            return
        taken = [self._queue.offer(row, uow.now, time.monotonic(), self._in_flight.free) for row in waiting]
        after_rollback(uow.session, lambda: self._withdraw(waiting, taken))
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
        after_commit(uow.session, lambda: self._add_committed(written, taken))
        if self._loop is not None:
            call_on_loop(uow.session, self._loop, lambda: self._start(ready) if ready else self.wakeup.call())

    def _withdraw(self, rows: Sequence[Waiting], taken: Sequence[bool]) -> None:
        for row, is_taken in zip(rows, taken, strict=True):
            self._queue.settle_offer(row, is_taken, is_committed=False)

    def _add_committed(self, rows: Sequence[Waiting], taken: Sequence[bool]) -> None:
        for row, is_taken in zip(rows, taken, strict=True):
            self._queue.settle_offer(row, is_taken, is_committed=True)

    def _claim(self, uow: UnitOfWork, rows: Sequence[Waiting]) -> list[Outgoing]:
        """Claim rows as they are now: since they were selected, an album may have grown, or the group have moved."""
        if staff_chat(uow) != self._staff_chat:
            self._must_reload = True
            for row in rows:
                after_commit(uow.session, partial(self._queue.put_back, row.row_id, row.due_at, row.maybe_sent))
            return []
        found = (self._claim_row(uow, row) for row in rows)
        return [row for row in found if row]

    def _claim_row(self, uow: UnitOfWork, waiting: Waiting) -> Outgoing | None:
        """Claim one row; None when it was deleted, is due later, has expired, or can't be read."""
        row = outbox.claim(uow.session, waiting.row_id, uow.now)
        if row is None:
            self._return_to_queue(uow, waiting)
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

    def _return_to_queue(self, uow: UnitOfWork, waiting: Waiting) -> None:
        row = outbox.unclaimed_row(uow.session, waiting.row_id)
        if row is None:
            after_commit(uow.session, lambda: self._queue.finish(waiting.row_id))
        else:
            due_at, messages = row.due_at, messages_of(uow, row, otherwise=waiting.messages)
            back = partial(self._queue.put_back, waiting.row_id, due_at, waiting.maybe_sent, messages)
            after_commit(uow.session, back)

    def _drop(self, uow: UnitOfWork, row: RowMapping, why: str) -> None:
        outbox.note_failed(uow.session, row["id"], row["content"], why, uow.now)
        after_commit(uow.session, lambda: self._queue.finish(row["id"]))

    def _settle(self, uow: UnitOfWork, row: Outgoing, tried: Outcome) -> tuple[Outcome, Outgoing | None]:
        outcome = settle(uow, row, tried)
        after_commit(uow.session, lambda: self._settled(row, outcome, uow.now))
        is_over = not isinstance(outcome, Retry | Repair)
        return outcome, self._claim_after(uow, row) if is_over and self._is_loaded else None

    def _claim_after(self, uow: UnitOfWork, row: Outgoing) -> Outgoing | None:
        """Claim the group's next row in the transaction that settles the one before: one commit less for each card."""
        waiting = self._queue.select_after(row.id, uow.now, time.monotonic())
        if waiting is None:
            return None
        back = partial(self._queue.put_back, waiting.row_id, waiting.due_at, waiting.maybe_sent)
        after_rollback(uow.session, back)
        uow.session.flush()
        return next(iter(self._claim(uow, [waiting])), None)

    def _mark_done(self, uow: UnitOfWork, row: Outgoing, outcome: Outcome) -> None:
        mark_done(uow, row, outcome)
        after_commit(uow.session, lambda: self._queue.finish(row.id))

    def _settled(self, row: Outgoing, outcome: Outcome, now: datetime) -> None:
        match outcome:
            case Retry(seconds=seconds, maybe_sent=maybe_sent, is_try=has_failed):
                maybe_sent = maybe_sent or row.maybe_sent_since is not None
                due_at = now + timedelta(seconds=seconds)
                self._queue.put_back(row.id, due_at, maybe_sent, has_failed=has_failed)
            case Repair(what=what, seconds=seconds):
                is_in_doubt, due_at = row.maybe_sent_since is not None, now + timedelta(seconds=seconds)
                self._queue.put_back(row.id, due_at, is_in_doubt, has_failed=not isinstance(what, FileRefused))
                self._must_reload |= isinstance(what, GroupMoved)
            case _:
                self._queue.finish(row.id)
