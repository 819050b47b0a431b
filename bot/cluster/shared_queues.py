"""The inbox and the outbox of several machines: Procrastinate drives the same `handle`, `attempt` and `settle`.

Procrastinate gives the jobs of a chat to one worker at a time. So whoever has the job of a row that is claimed already
knows that the one who claimed it did not live to say what came of it.
"""

import json
import logging
from collections.abc import Sequence
from datetime import datetime

from bot.cluster.shared_limits import wait_or_count
from bot.delivery.inbox import Handle, lane_of
from bot.delivery.outbox import Attempt, Prepare
from bot.delivery.outcomes import Repair, Retry
from bot.delivery.outgoing import outgoing_of, waiting_of
from bot.delivery.rate_limiter import RateLimits
from bot.delivery.settling import count_outcome, settle, settle_only
from bot.desk.payloads import Outgoing, PayloadError
from bot.desk.staff_chat import staff_chat
from bot.desk.transactions import Transactions, columns_of
from bot.desk.unit_of_work import NewRow, UnitOfWork
from bot.monitoring import metrics
from bot.runtime.wakeup import Wakeup
from storage import inbox, jobs, outbox
from storage.models import Json
from storage.writing import insert_outbox_rows

log = logging.getLogger(__name__)


class NotYet(Exception):  # noqa: N818 - nothing is wrong
    """Run the job again after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.3f} s")
        self.seconds = seconds


class SharedInbox:
    """Each update is a job, enqueued in the transaction that keeps it."""

    def __init__(self, attempt: Handle, transactions: Transactions) -> None:
        self._attempt = attempt
        self._transactions = transactions
        self.wake = Wakeup()

    async def keep(self, updates: Sequence[Json]) -> None:
        """Write updates down, all or none. Raises SQLAlchemyError: then they must not be confirmed."""
        await self._transactions.run(lambda uow: self._write(uow, updates))
        metrics.RECEIVED.inc(len(updates))

    async def handle(self, update_id: int) -> None:
        """Handle one update. Raises NotYet when it has to wait, and what keeps it out of reach."""
        update = await self._transactions.run(lambda uow: _due(uow, update_id))
        if update and (again_at := await self._attempt(update)):
            raise NotYet((again_at - self._transactions.clock.now()).total_seconds())

    def _write(self, uow: UnitOfWork, updates: Sequence[Json]) -> None:
        kept = [inbox.Update(raw["update_id"], lane_of(raw), json.dumps(raw), uow.now, uow.now) for raw in updates]
        kept.sort(key=lambda update: update.id)
        new = inbox.unknown(uow.session, [update.id for update in kept])
        inbox.put(uow.session, kept)
        jobs.enqueue_updates(uow.session, [(update.id, update.lane) for update in kept if update.id in new])


class SharedOutbox:
    """Limits hold for all machines together; a pause for which Telegram asks holds the job, and with it the chat."""

    def __init__(self, attempt: Attempt, prepare: Prepare, transactions: Transactions, limits: RateLimits) -> None:
        self._attempt = attempt
        self._prepare = prepare
        self._transactions = transactions
        self._limits = limits
        self.wake = Wakeup()
        transactions.outlet = _write

    async def deliver(self, row_id: int) -> None:
        """Send one row. Raises NotYet when it has to wait, for the first time or once more."""
        taken = await self._transactions.run(lambda uow: self._take(uow, row_id))
        if isinstance(taken, float):
            raise NotYet(taken)
        if taken is None:
            return
        outcome = await self._attempt(taken)
        row = taken
        try:
            await self._transactions.run_with_retry(lambda uow: settle(uow, row, outcome))
        except Exception:
            log.exception("What came of row %s of the outbox can't be written", row.id)
            await self._transactions.run_with_retry(lambda uow: settle_only(uow, row, outcome))
        count_outcome(row, outcome, (self._transactions.clock.now() - row.created_at).total_seconds())
        if isinstance(outcome, Retry | Repair):
            raise NotYet(outcome.seconds)

    def _take(self, uow: UnitOfWork, row_id: int) -> Outgoing | float | None:
        """Claim the row; the seconds to wait, or None when there is nothing left to do."""
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
            log.error("Row %s of the outbox is given up: %s", row_id, error)  # noqa: TRY400 - known and told
            outbox.note_failed(uow.session, row_id, found["content"], repr(error), uow.now)
            return None


def _write(uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
    """Write new rows, each with its job."""
    columns = [columns_of(uow, row) for row in rows]
    ids = insert_outbox_rows(uow.session, columns)
    jobs.enqueue_rows(uow.session, [column | {"id": row_id} for column, row_id in zip(columns, ids, strict=True)])


def _due(uow: UnitOfWork, update_id: int) -> inbox.Update | None:
    """The update, if it waits still. Raises NotYet when it has failed and is left alone for a while."""
    row = inbox.waiting(uow.session, update_id)
    if row is None:
        return None
    if left := _seconds_until(row.due_at, uow.now):
        raise NotYet(left)
    return inbox.of_row(row)


def _seconds_until(moment: datetime, now: datetime) -> float:
    return max((moment - now).total_seconds(), 0.0)
