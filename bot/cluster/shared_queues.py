"""The inbox and the outbox on several machines: Procrastinate runs the same `handle`, `attempt` and `settle`.

Procrastinate runs the jobs of one lane one at a time. So a worker that finds its row claimed already knows that the
worker that claimed it died, or stands still, before it recorded an outcome: the message may have been sent. When that
one goes on, it writes nothing: each transaction of a job checks that the job is still its worker's (`job_manager`).
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from bot.cluster.shared_limits import wait_or_count
from bot.delivery.inbox import Handle, NeedsNothing, updates_of
from bot.delivery.outbox import Attempt, Prepare
from bot.delivery.outcomes import Repair, Retry
from bot.delivery.outgoing import outgoing_of, waiting_of
from bot.delivery.rate_limiter import RateLimits
from bot.delivery.settling import count_outcome, mark_done, settle
from bot.desk.payloads import Outgoing, PayloadError
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions, columns_of
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.monitoring import metrics
from bot.runtime.wakeup import Wakeup
from storage import inbox, jobs, outbox
from storage.errors import FencedError
from storage.models import Json
from storage.writing import insert_outbox_rows

log = logging.getLogger(__name__)


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
        await self._transactions.run(lambda uow: self._write(uow, updates))
        metrics.RECEIVED.inc(len(updates))

    async def handle(self, update_id: int) -> None:
        """Handle one update. Raises NotYet when it is due later or failed, and as `UpdateHandler.attempt` does."""
        update = await self._transactions.run(lambda uow: _due(uow, update_id))
        if update and (again_at := await self._attempt(update)):
            raise NotYet((again_at - self._transactions.clock.now()).total_seconds())

    def _write(self, uow: UnitOfWork, updates: Sequence[Json]) -> None:
        kept = updates_of(updates, uow.now, self._needs_nothing)
        new = inbox.ids_not_stored(uow.session, [update.id for update in kept if not update.needs_nothing])
        inbox.put(uow.session, kept)
        jobs.enqueue_updates(uow.session, [(update.id, update.lane) for update in kept if update.id in new])


class SharedOutbox:
    """Rate limits hold across all machines. When Telegram asks for a pause, the job waits, and with it the chat."""

    def __init__(self, attempt: Attempt, prepare: Prepare, transactions: Transactions, limits: RateLimits) -> None:
        self._attempt = attempt
        self._prepare = prepare
        self._transactions = transactions
        self._limits = limits
        self.wakeup = Wakeup()
        transactions.outlet = _write

    async def deliver(self, row_id: int) -> None:
        """Send one row. Raises NotYet when a limit or its due time holds it, or when it has to be retried."""
        taken = await self._transactions.run(lambda uow: self._take(uow, row_id))
        if isinstance(taken, float):
            raise NotYet(taken)
        if taken is None:
            return
        outcome = await self._attempt(taken)
        row = taken
        try:
            await self._transactions.run_with_retry(lambda uow: settle(uow, row, outcome))
        except FencedError:
            raise
        except Exception:
            log.exception("The outcome of outbox row %s can't be recorded in full", row.id)
            await self._transactions.run_with_retry(lambda uow: mark_done(uow, row, outcome))
        count_outcome(row, outcome, (self._transactions.clock.now() - row.created_at).total_seconds())
        if isinstance(outcome, Retry | Repair):
            raise NotYet(outcome.seconds)

    def _take(self, uow: UnitOfWork, row_id: int) -> Outgoing | float | None:
        """Claim the row. Returns the seconds to wait when it may not be sent yet, None when it is done already."""
        found = outbox.one_waiting(uow.session, row_id)
        if found is None:
            return None
        if found["claimed_at"] is not None:
            outbox.note_maybe_sent(uow.session, row_id)
        try:
            waiting = waiting_of(found, staff_chat(uow))
            if wait := _seconds_until(found["due_at"], uow.now) or wait_or_count(uow.session, self._limits, waiting):
                return wait
            row = outbox.claim(uow.session, row_id, uow.now)
            if row and row["expires_at"] and row["expires_at"] < uow.now:
                outbox.note_failed(uow.session, row_id, row["content"], "too late", uow.now)
                return None
            return self._prepare(uow, outgoing_of(row, waiting.chat_id)) if row else None
        except PayloadError as error:
            log.error("Outbox row %s is given up: %s", row_id, error)  # noqa: TRY400 - the message says all
            outbox.note_failed(uow.session, row_id, found["content"], repr(error), uow.now)
            return None


def _write(uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
    """Insert new rows and enqueue a job for each."""
    columns = [columns_of(uow, row) for row in rows]
    ids = insert_outbox_rows(uow.session, columns)
    jobs.enqueue_rows(uow.session, [column | {"id": row_id} for column, row_id in zip(columns, ids, strict=True)])


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
