"""The outbox's driver: send what is due, respect limits, try again, write down what Telegram made of it."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.exc import DBAPIError, OperationalError
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.delivery.batching import batch_followers
from bot.delivery.priority import send_priority
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.selection import Errand, choose
from bot.desk.ticket import replies
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import metrics
from bot.runtime.backoff import retry_delay
from bot.runtime.task_pool import TaskPool
from bot.runtime.wakeup import Wakeup
from bot.telegram.deduplication import may_have_arrived
from bot.telegram.errors import TRIES, Failure, failure_of, retry_after_seconds
from bot.telegram.sender import Sender, errand_of
from bot.telegram.staff_group import staff_chat_moved
from storage import outbox
from storage.customers import customers
from storage.models import OutboxRow, Posting

log = logging.getLogger(__name__)

AT_ONCE = 32  # rows in flight, of as many lanes
IDLE_SECONDS = 1.0
FINISH_SECONDS = 1.0
UNSPOKEN = ("card", "mark_delivered")  # nobody waits for these; to speak of a lost card would make the next one


class Outbox:
    def __init__(self, sender: Sender, transactions: Transactions, limiter: RateLimiter) -> None:
        self._sender = sender
        self._transactions = transactions
        self._limiter = limiter
        self.wake = Wakeup()
        self._in_flight = TaskPool[tuple[int, int | None]](AT_ONCE, self.wake)  # rows, and chats that get a new message

    async def run(self) -> None:
        """Send rows until cancelled; those in flight are finished first, or are in doubt when that takes long."""
        await self._transactions.run(lambda uow: outbox.doubt_claims(uow.session))
        try:
            while True:
                await self.wake.sleep(await self._start_due())
        finally:
            await self._in_flight.finish(FINISH_SECONDS)

    async def _start_due(self) -> float:
        """Start what may go now; returns after how many seconds to look again, at the latest."""
        filling = {chat for _, chat in self._in_flight.keys if chat is not None}
        waiting = await self._transactions.run(_waiting)
        chosen = choose(waiting, filling, self._limiter, self._transactions.clock.now(), _loop_time())
        errands = chosen.errands[: self._in_flight.free]
        if errands:
            for errand in await self._transactions.run(lambda uow: claim_errands(uow, errands)):
                self._start(errand)
        return min(chosen.wait or IDLE_SECONDS, IDLE_SECONDS)

    def _start(self, errand: Errand) -> None:
        if errand.is_new:
            self._limiter.count(errand.chat_id, _loop_time(), errand.messages)
        key = errand.row.id, errand.chat_id if errand.is_new else None
        self._in_flight.start(key, self._deliver(errand))

    async def _deliver(self, errand: Errand) -> None:
        row = errand.row
        try:
            await self._try(errand)
        except TelegramError as error:  # while putting right what Telegram complained of
            await self._give_back(row, retry_delay(row.attempts + 1, error, [retry_after_seconds]), error.message)
        except OperationalError as error:
            await self._give_back(row, retry_delay(1), str(error), is_try=False, doubted=True)
        except Exception as error:
            log.exception("Row %s of the outbox failed", row.id)
            await self._broke(row, repr(error))

    async def _try(self, errand: Errand) -> None:
        try:
            postings = await self._sender.send(errand.row, errand.chat_id)
        except TelegramError as error:
            await self._refused(errand, error)
        else:
            await self._sent(errand.row, postings)

    async def _broke(self, row: OutboxRow, why: str) -> None:
        """Whatever breaks, a row is not lost, and holds the others for some tries only."""
        if row.attempts >= TRIES - 1:
            log.warning("Row %s of the outbox is given up", row.id)
            await self._give_up(row, why)
        else:
            await self._give_back(row, retry_delay(row.attempts + 1), why, doubted=True)

    async def _refused(self, errand: Errand, error: TelegramError) -> None:
        row, what = errand.row, failure_of(error, errand.row)
        match what:
            case Failure.AS_IF_DONE | Failure.GONE_WITH_ITS_CHAT:
                await self._sent(row, [])
            case Failure.WAIT | Failure.SHUT_OUT:
                await self._leave_alone(errand, error)
            case Failure.UNREACHABLE | Failure.REFUSED:
                log.warning("Row %s of the outbox can't be delivered: %s", row.id, error.message)
                await self._give_up(row, error.message, blocked=what is Failure.UNREACHABLE)
            case Failure.LATER:
                log.warning("Row %s of the outbox is tried again later: %s", row.id, error.message)
                doubted = errand.is_new and may_have_arrived(error)
                await self._give_back(row, retry_delay(row.attempts + 1), error.message, doubted=doubted)
            case mendable:
                await self._mend(row, mendable, error)
                await self._give_back(row, retry_delay(row.attempts), error.message)

    async def _mend(self, row: OutboxRow, what: Failure, error: TelegramError) -> None:
        """Put right what Telegram complained of; the row goes out after that."""
        if isinstance(error, ChatMigrated):
            new_id = error.new_chat_id
            await self._transactions.run(lambda uow: staff_chat_moved(uow, new_id))
        elif row.ticket_id is not None and what is Failure.TOPIC_GONE:
            await self._sender.staff.forget_thread(row.ticket_id)
        elif row.ticket_id is not None and what is Failure.TOPIC_CLOSED:
            await self._sender.staff.open_topic(row.ticket_id)
        elif row.ticket_id is not None and what is Failure.CARD_GONE:
            await self._sender.staff.forget_card(row.ticket_id)

    async def _leave_alone(self, errand: Errand, error: TelegramError) -> None:
        """The chat wants no calls for a while, or has shut the bot out. Only this chat waits."""
        row = errand.row
        seconds = retry_delay(row.attempts + 1, error, [retry_after_seconds])
        log.warning("Chat %s waits %s s: %s", errand.chat_id, seconds, error.message)
        self._limiter.pause(errand.chat_id, seconds, _loop_time())
        await self._give_back(row, seconds, error.message, is_try=not isinstance(error, RetryAfter))

    async def _sent(self, row: OutboxRow, postings: Sequence[Posting]) -> None:
        def note(uow: UnitOfWork, stored: OutboxRow) -> None:
            uow.session.add_all(postings)
            if postings:
                replies.was_delivered(uow, stored)

        await self._settle(row, note)
        metrics.DELIVERIES.labels("sent").inc()
        metrics.DELIVERY.observe((self._transactions.clock.now() - row.created_at).total_seconds())

    async def _give_up(self, row: OutboxRow, why: str, blocked: bool = False) -> None:
        def note(uow: UnitOfWork, stored: OutboxRow) -> None:
            if row.action not in UNSPOKEN and row.content.get("role") != "not_delivered":
                replies.was_refused(uow, stored, blocked)

        await self._settle(row, note, why)
        metrics.DELIVERIES.labels("given_up").inc()

    async def _settle(
        self, row: OutboxRow, note: Callable[[UnitOfWork, OutboxRow], None], error: str | None = None
    ) -> None:
        """The row is done, with what comes of it; if that can't be noted the row is done all the same."""
        try:
            await self._transactions.run_with_retry(lambda uow: note(uow, _done(uow, row, error)))
        except Exception:
            log.exception("What came of row %s of the outbox can't be noted", row.id)
            await self._transactions.run_with_retry(lambda uow: _done(uow, row, error))

    async def _give_back(
        self, row: OutboxRow, seconds: float, why: str, is_try: bool = True, doubted: bool = False
    ) -> None:
        def give_back(uow: UnitOfWork) -> None:
            due_at = uow.now + timedelta(seconds=seconds)
            outbox.postpone(uow.session, row.id, due_at, why, counts=is_try, doubted=doubted)

        await self._transactions.run_with_retry(give_back)
        metrics.DELIVERIES.labels("retried").inc()


def _waiting(uow: UnitOfWork) -> list[Errand]:
    """In the order in which to go; those in doubt hold their chats, so they come first of all."""
    rows = outbox.heads(uow.session, uow.now)
    with _customers_at_hand(uow, rows):
        errands = [errand_or_none(uow, row) for row in rows]
    known = [errand for errand in errands if errand]
    return sorted(
        known, key=lambda errand: (errand.row.doubted_since is None, send_priority(errand.row), errand.row.id)
    )


def errand_or_none(uow: UnitOfWork, row: OutboxRow) -> Errand | None:
    """None for a row that can't be understood: it is given up, so that it holds nobody else."""
    try:
        return errand_of(uow, row)
    except DBAPIError:
        raise
    except Exception as error:  # whatever a row holds, the next one goes out
        log.exception("Row %s of the outbox makes no sense", row.id)
        _done(uow, row, repr(error))
        return None


def claim_errands(uow: UnitOfWork, errands: Sequence[Errand]) -> list[Errand]:
    """Take what is to go, as it is now: an album may have grown since it was chosen.

    What was worth saying only for a moment, and that has passed, is left unsaid.
    """
    late = {errand.row.id for errand in errands if errand.row.expires_at and errand.row.expires_at < uow.now}
    claimed = outbox.claim(uow.session, {errand.row.id for errand in errands} - late, uow.now)
    for errand in errands:
        if errand.row.id in late:
            _done(uow, errand.row, "too late")
    stored = {row.id: row for row in outbox.rows(uow.session, claimed)}
    taken = [stored[errand.row.id] for errand in errands if errand.row.id in claimed]
    for row in taken:
        batch_followers(uow, row)
    with _customers_at_hand(uow, taken):
        return [errand_of(uow, row) for row in taken]


@contextmanager
def _customers_at_hand(uow: UnitOfWork, rows: Sequence[OutboxRow]) -> Iterator[None]:
    """Those to whom the rows go are read at once, and the session has them as long as somebody else has."""
    at_hand = customers(uow.session, {row.customer_id for row in rows if row.customer_id is not None})
    yield
    del at_hand


def _done(uow: UnitOfWork, row: OutboxRow, error: str | None = None) -> OutboxRow:
    """The row as it is stored, sent or, with an error, given up."""
    stored = uow.session.get_one(OutboxRow, row.id)
    outbox.done(stored, uow.now, error)
    return stored


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
