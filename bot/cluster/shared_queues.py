"""The inbox and the outbox on several machines: Procrastinate runs the same `handle`, `attempt` and `settle`.

Procrastinate runs the jobs of one lane one at a time, and those for the staff group. So a worker that finds a row
claimed already knows that the worker that claimed it died, or stands still, before it recorded an outcome: it may have
been sent. When that one goes on, it writes nothing: each transaction of a job checks that the job is still its worker's
(`job_manager`).

A job ends when the row it refers to was sent or given up. Until then it sends the first row of that lane, or of the
group the one that `OutboxQueue` selects, whichever row that is: a row of the group that keeps failing, or waits, holds
no other. The next row is claimed in the transaction that settles the one before.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import RowMapping

from bot.cluster.shared_limits import SharedLimits, wait_or_count
from bot.delivery.inbox import Handle, NeedsNothing, count_kept, updates_of
from bot.delivery.outbox import Attempt, Prepare
from bot.delivery.outcomes import Outcome, Repair, Retry, Sent
from bot.delivery.outgoing import outgoing_of, waiting_of
from bot.delivery.rate_limiter import RateLimits
from bot.delivery.selection import OutboxQueue, Waiting
from bot.delivery.settling import count_outcome, mark_done, settle
from bot.desk.notifications import SendPriority
from bot.desk.payloads import Outgoing, PayloadError, action_of, priority_of
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions, columns_of
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.runtime.wakeup import Wakeup
from storage import inbox, jobs, outbox
from storage.errors import FencedError
from storage.models import Json
from storage.writing import insert_outbox_rows

log = logging.getLogger(__name__)

GROUP_ROWS = 5_000  # waiting rows for the group among which the next one is selected
MOST_REMEMBERED = 2_000  # updates kept here and rows sent here whose jobs have not run yet
GO_ON_SECONDS = 0.5  # for which a job sends the rows of others; less than running jobs get to finish
LOOK_SECONDS = 1.0  # between two looks while rows for the group are due later: others may come
LIMITED_SECONDS = 5.0  # the same while the group's limit holds them: only an alarm passes, and its job is first
SPREAD_STEPS = 101


class NotYet(Exception):  # noqa: N818 - not an error
    """Run the job again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.3f} s")
        self.seconds = seconds


class SharedInbox:
    """Each update gets a job, enqueued in the transaction that inserts the update.

    The first try of an update that was kept by this process does not read it from the database again.
    """

    def __init__(self, attempt: Handle, transactions: Transactions, needs_nothing: NeedsNothing) -> None:
        self._attempt = attempt
        self._transactions = transactions
        self._needs_nothing = needs_nothing
        self._kept = OrderedDict[int, inbox.Update]()  # not tried yet, the latest last
        self.wakeup = Wakeup()

    async def keep(self, updates: Sequence[Json]) -> None:
        """Commit raw updates, all or none. Raises SQLAlchemyError; then don't confirm them to Telegram."""
        kept, new = await self._transactions.run(lambda uow: self._write(uow, updates))
        count_kept(kept)
        self._kept.update((update.id, update) for update in new)
        while len(self._kept) > MOST_REMEMBERED:
            self._kept.popitem(last=False)

    async def handle(self, update_id: int) -> None:
        """Handle one update. Raises NotYet when it is due later or failed, and as `UpdateHandler.attempt` does."""
        update = self._kept.pop(update_id, None) or await self._stored(update_id)
        if update is None:
            return
        if left := _seconds_until(update.due_at, self._transactions.clock.now()):
            raise NotYet(left)
        if again_at := await self._attempt(update):
            raise NotYet((again_at - self._transactions.clock.now()).total_seconds())

    async def _stored(self, update_id: int) -> inbox.Update | None:
        """The update if it is pending, else None."""
        return await self._transactions.run(lambda uow: inbox.waiting(uow.session, update_id))

    def _write(self, uow: UnitOfWork, updates: Sequence[Json]) -> tuple[Sequence[inbox.Update], Sequence[inbox.Update]]:
        """Insert the updates and jobs for them. Returns all of them, and those that are new and have to be handled."""
        kept = updates_of(updates, uow.now, self._needs_nothing)
        missing = inbox.ids_not_stored(uow.session, [update.id for update in kept if not update.needs_nothing])
        new = [update for update in kept if update.id in missing]
        inbox.put(uow.session, kept)
        jobs.enqueue_updates(uow.session, [(update.id, update.lane) for update in new])
        return kept, new


@dataclass(frozen=True)
class _NoneYet:
    """No row may be sent before `seconds` are over."""

    seconds: float


Taken: TypeAlias = Outgoing | _NoneYet | None
"""A row that was claimed, or when to look for one again; None when there is nothing left to do."""


@dataclass
class _Job:
    """The job of the row `row_id`. It takes rows until `goes_on_until` (monotonic). `is_done`: its own is settled."""

    row_id: int
    goes_on_until: float
    is_done: bool = False

    @property
    def goes_on(self) -> bool:
        return time.monotonic() < self.goes_on_until

    def after(self, row: Outgoing) -> _NoneYet | None:
        """What is left for the job when `row` is done and no other one is taken."""
        return None if self.is_done or row.id == self.row_id else _NoneYet(0.0)


class SharedOutbox:
    """Rate limits hold across all machines. When Telegram asks for a pause, the job waits, and with it the chat."""

    def __init__(self, attempt: Attempt, prepare: Prepare, transactions: Transactions, limits: RateLimits) -> None:
        self._attempt = attempt
        self._prepare = prepare
        self._transactions = transactions
        self._limits = limits
        self._others_turn = False  # in the group: the row tried last keeps failing
        self._sent = OrderedDict[int, bool]()  # rows that the jobs of others have sent, the latest last
        self.wakeup = Wakeup()
        transactions.outlet = _write

    async def deliver(self, row_id: int) -> None:
        """Send rows of that row's lane, or of the group, until that row is sent or given up.

        Raises NotYet when limits or due times hold all that wait, or when a row has to be retried.
        """
        if self._sent.pop(row_id, False):
            return
        job = _Job(row_id, time.monotonic() + GO_ON_SECONDS)
        taken = await self._transactions.run(lambda uow: self._take(uow, row_id))
        while isinstance(taken, Outgoing):
            taken = await self._deliver(taken, job)
        if taken is not None:
            raise NotYet(taken.seconds)

    async def _deliver(self, row: Outgoing, job: _Job) -> Taken:
        """Send a row for the job, its own or another one. Returns what is next; None when the job has ended."""
        tried = outcome = await self._attempt(row)
        following: Taken = job.after(row)
        try:
            outcome, following = await self._transactions.run_with_retry(lambda uow: self._settle(uow, row, tried, job))
        except FencedError:
            raise
        except Exception:
            log.exception("The outcome of outbox row %s can't be recorded in full", row.id)
            await self._transactions.run_with_retry(lambda uow: mark_done(uow, row, outcome))
        count_outcome(row, outcome, (self._transactions.clock.now() - row.created_at).total_seconds())
        if not isinstance(outcome, Retry | Repair):
            job.is_done |= row.id == job.row_id
        if isinstance(outcome, Sent) and row.id != job.row_id:
            self._note_sent(row.id)
        return following

    def _settle(self, uow: UnitOfWork, row: Outgoing, tried: Outcome, job: _Job) -> tuple[Outcome, Taken]:
        """Settle the row and, if the job goes on, take the next one; of the group also when its own row is done."""
        outcome = settle(uow, row, tried)
        if isinstance(outcome, Retry | Repair):
            holds_others = row.customer_id is not None or (isinstance(outcome, Retry) and outcome.pauses_chat)
            return outcome, _NoneYet(outcome.seconds if holds_others else 0.0)
        left = job.after(row)
        for_group = outbox.goes_to_group({"customer_id": row.customer_id, "action": action_of(row.payload)})
        if not job.goes_on or (left is None and not for_group):
            return outcome, left
        uow.session.flush()
        following = self._take_for_group(uow) if for_group else self._take_of_lane(uow, job.row_id)
        return outcome, following if left or isinstance(following, Outgoing) else None

    def _note_sent(self, row_id: int) -> None:
        """The row's own job has nothing left to do."""
        self._sent[row_id] = True
        if len(self._sent) > MOST_REMEMBERED:
            self._sent.popitem(last=False)

    def _take(self, uow: UnitOfWork, row_id: int) -> Taken:
        """Claim the next row of that row's lane, or of the group; None when the row itself does not wait any more."""
        for_group = outbox.waits_for_group(uow.session, row_id)
        if for_group is None:
            return None
        return self._take_for_group(uow) if for_group else self._take_of_lane(uow, row_id)

    def _take_of_lane(self, uow: UnitOfWork, row_id: int) -> Taken:
        """Claim the first row of the lane; None when the row itself does not wait any more."""
        while (found := outbox.first_of_lane(uow.session, row_id)) is not None and found["id"] <= row_id:
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

    def _take_for_group(self, uow: UnitOfWork) -> Taken:
        chat_id = staff_chat(uow)
        shared = SharedLimits(uow.session, self._limits, chat_id)
        if wait := shared.limiter.wait_for(chat_id, shared.now, is_alarm=True):
            return _NoneYet(min(wait, LIMITED_SECONDS))
        found = outbox.for_group(uow.session, GROUP_ROWS)
        outbox.note_maybe_sent(uow.session, [row["id"] for row in found if row["claimed_at"] is not None])
        queue = OutboxQueue(shared.limiter)
        queue.add(row for row in (self._readable(uow, row) for row in found) if row)
        if not queue.size:
            return None
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
        since = waiting.doubted_since or row["claimed_at"]
        return replace(waiting, maybe_sent=since is not None, doubted_since=since)

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


def _seconds_until(moment: datetime, now: datetime) -> float:
    return max((moment - now).total_seconds(), 0.0)
