"""The inbox and the outbox of several machines: one row at a time, when a worker says so.

Procrastinate gives the jobs of a chat to one worker at a time. So whoever has the job of a row that is claimed already
knows that the one who claimed it did not live to say what came of it.
"""

from bot.arrival import Arrival
from bot.cluster.shared_limits import wait_or_count
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox, claim_errands, errand_or_none
from bot.delivery.rate_limiter import RateLimiter, RateLimits
from bot.delivery.selection import Errand
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.telegram.sender import Sender
from storage import inbox, outbox
from storage.models import InboxUpdate, OutboxRow


class NotYet(Exception):  # noqa: N818 - nothing is wrong
    """There is a time to come again, so many seconds from now."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.3f} s")
        self.seconds = seconds


class SharedInbox(Inbox):
    async def handle(self, update_id: int) -> None:
        """Handle one update. Raises NotYet when it has to wait, and what keeps it out of reach."""
        row = await self._transactions.run(lambda uow: _due(uow, update_id))
        if row:
            await self._try(row)
            await self._transactions.run(lambda uow: _due(uow, update_id))

    def _dispatch(self, uow: UnitOfWork, row: InboxUpdate, arrival: Arrival) -> None:
        """A worker that was taken for dead may have handled it meanwhile."""
        if inbox.waiting(uow.session, row.update_id):
            super()._dispatch(uow, row, arrival)


class SharedOutbox(Outbox):
    """Limits hold for all machines together; a pause for which Telegram asks holds the job, and with it the chat."""

    def __init__(self, sender: Sender, transactions: Transactions, limits: RateLimits) -> None:
        super().__init__(sender, transactions, RateLimiter(limits))
        self._limits = limits
        self._given_back: dict[int, float] = {}

    async def deliver(self, row_id: int) -> None:
        """Send one row. Raises NotYet when it has to wait, for the first time or once more."""
        errand = await self._transactions.run(lambda uow: self._take(uow, row_id))
        if isinstance(errand, float):
            raise NotYet(errand)
        if errand:
            await self._deliver(errand)
        if left := self._given_back.pop(row_id, None):
            raise NotYet(left)

    async def _give_back(
        self, row: OutboxRow, seconds: float, why: str, is_try: bool = True, doubted: bool = False
    ) -> None:
        await super()._give_back(row, seconds, why, is_try, doubted)
        self._given_back[row.id] = seconds

    def _take(self, uow: UnitOfWork, row_id: int) -> Errand | float | None:
        """Claim the row; the seconds to wait, or None when there is nothing left to do."""
        row = uow.session.get(OutboxRow, row_id)
        if row is None or row.sent_at or row.failed_at:
            return None
        outbox.doubt_claim(row)
        errand = errand_or_none(uow, row)
        if errand is None:
            return None
        if wait := _seconds_until_due(uow, row) or wait_or_count(uow.session, self._limits, errand):
            return wait
        uow.session.flush()
        uow.session.expire(row)
        return next(iter(claim_errands(uow, [errand])), None)


def _seconds_until_due(uow: UnitOfWork, row: InboxUpdate | OutboxRow) -> float:
    return max((row.due_at - uow.now).total_seconds(), 0.0)


def _due(uow: UnitOfWork, update_id: int) -> InboxUpdate | None:
    """The update, if it waits still. Raises NotYet when it has failed and is left alone for a while."""
    row = inbox.waiting(uow.session, update_id)
    if row and (left := _seconds_until_due(uow, row)):
        raise NotYet(left)
    return row
