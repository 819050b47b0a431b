"""The inbox and the outbox on several machines: Procrastinate runs the same `handle`, `attempt` and `settle`.

Procrastinate runs the jobs of one lane one at a time, and those for the staff group. So a worker that finds a row
claimed already knows that the worker that claimed it died, or stands still, before it recorded an outcome: it may have
been sent. When that one goes on, it writes nothing: each transaction of a job checks that the job is still its worker's
(`job_manager`).

A job does not send the row it refers to, but the first one of that lane, or of the group the one that `OutboxQueue`
selects: a row of the group that keeps failing, or waits, holds no other. There are at least as many jobs as rows.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import RowMapping

from bot.cluster.shared_limits import SharedLimits, wait_or_count
from bot.delivery.inbox import Handle, NeedsNothing, count_kept, updates_of
from bot.delivery.outbox import Attempt, Prepare
from bot.delivery.outcomes import Repair, Retry
from bot.delivery.outgoing import outgoing_of, waiting_of
from bot.delivery.rate_limiter import RateLimits
from bot.delivery.selection import OutboxQueue, Waiting
from bot.delivery.settling import count_outcome, mark_done, settle
from bot.desk.notifications import SendPriority
from bot.desk.payloads import Outgoing, PayloadError, priority_of
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions, columns_of
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.runtime.wakeup import Wakeup
from storage import inbox, jobs, outbox
from storage.errors import FencedError
from storage.models import Json, OutboxRow
from storage.writing import insert_outbox_rows

log = logging.getLogger(__name__)

GROUP_ROWS = 5_000  # waiting rows for the group among which the next one is selected
LOOK_SECONDS = 1.0  # between two looks while rows for the group are due later: others may come
LIMITED_SECONDS = 5.0  # the same while the group's limit holds them: only an alarm passes, and its job is first
SPREAD_STEPS = 101


class NotYet(Exception):  # noqa: N818 - not an error
    """Run the job again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.3f} s")
        self.seconds = seconds


class SharedInbox:
    """Each update gets a job, enqueued in the transaction that inserts the update."""

    def __init__(self, attempt: Handle, transactions: Transactions, needs_nothing: NeedsNothing) -> None:
        self._attempt = attempt
        self._transactions = transactions
        self._needs_nothing = needs_nothing
        self.wakeup = Wakeup()

    async def keep(self, updates: Sequence[Json]) -> None:
        """Commit raw updates, all or none. Raises SQLAlchemyError; then don't confirm them to Telegram."""
        count_kept(await self._transactions.run(lambda uow: self._write(uow, updates)))

    async def handle(self, update_id: int) -> None:
        """Handle one update. Raises NotYet when it is due later or failed, and as `UpdateHandler.attempt` does."""
        update = await self._transactions.run(lambda uow: _due(uow, update_id))
        if update and (again_at := await self._attempt(update)):
            raise NotYet((again_at - self._transactions.clock.now()).total_seconds())

    def _write(self, uow: UnitOfWork, updates: Sequence[Json]) -> Sequence[inbox.Update]:
        kept = updates_of(updates, uow.now, self._needs_nothing)
        new = inbox.ids_not_stored(uow.session, [update.id for update in kept if not update.needs_nothing])
        inbox.put(uow.session, kept)
        jobs.enqueue_updates(uow.session, [(update.id, update.lane) for update in kept if update.id in new])
        return kept


@dataclass(frozen=True)
class _NoneYet:
    """No row may be sent before `seconds` are over."""

    seconds: float


class SharedOutbox:
    """Rate limits hold across all machines. When Telegram asks for a pause, the job waits, and with it the chat."""

    def __init__(self, attempt: Attempt, prepare: Prepare, transactions: Transactions, limits: RateLimits) -> None:
        self._attempt = attempt
        self._prepare = prepare
        self._transactions = transactions
        self._limits = limits
        self._others_turn = False  # in the group: the row tried last keeps failing
        self.wakeup = Wakeup()
        transactions.outlet = _write

    async def deliver(self, row_id: int) -> None:
        """Send the next row of that row's lane, or of the group.

        Raises NotYet when limits or due times hold all that wait, or when a row has to be retried.
        """
        taken = await self._transactions.run(lambda uow: self._take(uow, row_id))
        if isinstance(taken, _NoneYet):
            raise NotYet(taken.seconds)
        if taken is None:
            return
        row = taken
        tried = outcome = await self._attempt(row)
        try:
            outcome = await self._transactions.run_with_retry(lambda uow: settle(uow, row, tried))
        except FencedError:
            raise
        except Exception:
            log.exception("The outcome of outbox row %s can't be recorded in full", row.id)
            await self._transactions.run_with_retry(lambda uow: mark_done(uow, row, outcome))
        count_outcome(row, outcome, (self._transactions.clock.now() - row.created_at).total_seconds())
        if isinstance(outcome, Retry | Repair):
            holds_others = row.customer_id is not None or (isinstance(outcome, Retry) and outcome.pauses_chat)
            raise NotYet(outcome.seconds if holds_others else 0.0)

    def _take(self, uow: UnitOfWork, row_id: int) -> Outgoing | _NoneYet | None:
        """Claim the next row of that row's lane, or of the group; None when none waits."""
        row = uow.session.get(OutboxRow, row_id)
        if row is None:
            return None
        if outbox.goes_to_group({"customer_id": row.customer_id, "action": row.action}):
            return self._take_for_group(uow)
        return self._take_of_lane(uow, row.lane)

    def _take_of_lane(self, uow: UnitOfWork, lane: str) -> Outgoing | _NoneYet | None:
        while (found := outbox.first_of_lane(uow.session, lane)) is not None:
            if found["claimed_at"] is not None:
                outbox.note_maybe_sent(uow.session, [found["id"]])
            if (waiting := self._readable(uow, found)) is None:
                continue
            if left := _seconds_until(waiting.due_at, uow.now):
                return _NoneYet(left)
            if wait := wait_or_count(uow.session, self._limits, waiting):
                return _NoneYet(wait + self._spread(uow, waiting))
            return self._claim(uow, waiting) or _NoneYet(0.0)
        return None

    def _take_for_group(self, uow: UnitOfWork) -> Outgoing | _NoneYet | None:
        found = outbox.for_group(uow.session, GROUP_ROWS)
        outbox.note_maybe_sent(uow.session, [row["id"] for row in found if row["claimed_at"] is not None])
        rows = [row for row in (self._readable(uow, row) for row in found) if row]
        if not rows:
            return None
        chat_id = rows[0].chat_id
        shared = SharedLimits(uow.session, self._limits, chat_id)
        queue = OutboxQueue(shared.limiter)
        queue.add(rows)
        if self._others_turn:
            queue.prefer_others(chat_id)
        selected = queue.select(1, uow.now, shared.now)
        if not selected.rows:
            longest = LIMITED_SECONDS if shared.limiter.wait_of_chat(chat_id, shared.now) else LOOK_SECONDS
            return _NoneYet(min(selected.wait or longest, longest))
        [waiting] = selected.rows
        shared.save()
        self._others_turn = waiting.keeps_failing
        return self._claim(uow, waiting) or _NoneYet(0.0)

    def _readable(self, uow: UnitOfWork, row: RowMapping) -> Waiting | None:
        """The row as it waits; None when its payload can't be read, and it is given up."""
        try:
            waiting = waiting_of(uow, row, staff_chat(uow))
        except PayloadError as error:
            log.error("Outbox row %s is given up: %s", row["id"], error)  # noqa: TRY400 - the message says all
            outbox.note_failed(uow.session, row["id"], row["content"], repr(error), uow.now)
            return None
        return replace(waiting, maybe_sent=waiting.maybe_sent or row["claimed_at"] is not None)

    def _claim(self, uow: UnitOfWork, waiting: Waiting) -> Outgoing | None:
        """Claim the row; None when it has expired."""
        row = outbox.claim(uow.session, waiting.row_id, uow.now)
        if row is None:
            return None
        if row["expires_at"] and row["expires_at"] < uow.now:
            outbox.note_failed(uow.session, waiting.row_id, row["content"], "too late", uow.now)
            return None
        return self._prepare(uow, outgoing_of(row, waiting.chat_id))

    def _spread(self, uow: UnitOfWork, waiting: Waiting) -> float:
        """Seconds more for a row that is no answer: when many wait, each need not ask for its turn again and again."""
        if waiting.priority <= SendPriority.ANSWER:
            return 0.0
        everybody = self._limits.everybody
        longest = outbox.depth(uow.session) * everybody.seconds / everybody.count
        return longest * (waiting.row_id % SPREAD_STEPS) / SPREAD_STEPS if longest > LOOK_SECONDS else 0.0


def _write(uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
    """Insert new rows and enqueue a job for each."""
    columns = [columns_of(uow, row) for row in rows]
    ids = insert_outbox_rows(uow.session, columns)
    priorities = {row_id: _job_priority(row) for row_id, row in zip(ids, rows, strict=True)}
    stored = [column | {"id": row_id} for column, row_id in zip(columns, ids, strict=True)]
    jobs.enqueue_rows(uow.session, stored, priorities)


def _job_priority(row: NewRow) -> int:
    """Alarms come before all, answers before updates that wait to be handled, notices after them."""
    match priority_of(row.payload, is_for_customer=row.customer is not None):
        case SendPriority.ALARM:
            return jobs.GROUP_PRIORITY + 1
        case SendPriority.IMMEDIATE | SendPriority.ANSWER:
            return 1
        case SendPriority.NOTICE:
            return -1
    return 0


def _due(uow: UnitOfWork, update_id: int) -> inbox.Update | None:
    """The update if it is pending, else None. Raises NotYet when its retry is due later."""
    row = inbox.waiting(uow.session, update_id)
    if row is None:
        return None
    if left := _seconds_until(row.due_at, uow.now):
        raise NotYet(left)
    return inbox.of_row(row)


def _seconds_until(moment: datetime, now: datetime) -> float:
    return max((moment - now).total_seconds(), 0.0)
