"""The outbox's driver: send what is due, respect limits, try again, write down what Telegram made of it."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.exc import DBAPIError, OperationalError
from telegram.error import ChatMigrated, RetryAfter, TelegramError

from bot.delivery.batching import coalesce
from bot.delivery.priority import precedence
from bot.delivery.rate_limiter import Limiter
from bot.delivery.selection import Errand, choose
from bot.desk.ticket import replies
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import Desk
from bot.monitoring import metrics
from bot.runtime.backoff import asked_for, pause
from bot.runtime.task_pool import InFlight
from bot.runtime.wakeup import Wake
from bot.telegram.deduplication import may_have_arrived
from bot.telegram.errors import TRIES, Meaning, meaning
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
    def __init__(self, sender: Sender, transactions: Transactions, limiter: Limiter) -> None:
        self._sender = sender
        self._transactions = transactions
        self._limiter = limiter
        self.wake = Wake()
        self._in_flight = InFlight[tuple[int, int | None]](AT_ONCE, self.wake)  # rows, and chats that get a new message

    async def run(self) -> None:
        """Send rows until cancelled; those in flight are finished first, or are in doubt when that takes long."""
        await self._transactions.run(lambda desk: outbox.doubt_claims(desk.session))
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
            for errand in await self._transactions.run(lambda desk: claim_errands(desk, errands)):
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
            await self._give_back(row, pause(row.attempts + 1, error), error.message)
        except OperationalError as error:
            await self._give_back(row, pause(1), str(error), is_try=False, doubted=True)
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
            await self._give_back(row, pause(row.attempts + 1), why, doubted=True)

    async def _refused(self, errand: Errand, error: TelegramError) -> None:
        row, what = errand.row, meaning(error, errand.row)
        match what:
            case Meaning.AS_IF_DONE | Meaning.GONE_WITH_ITS_CHAT:
                await self._sent(row, [])
            case Meaning.WAIT | Meaning.SHUT_OUT:
                await self._leave_alone(errand, error)
            case Meaning.UNREACHABLE | Meaning.REFUSED:
                log.warning("Row %s of the outbox can't be delivered: %s", row.id, error.message)
                await self._give_up(row, error.message, blocked=what is Meaning.UNREACHABLE)
            case Meaning.LATER:
                log.warning("Row %s of the outbox is tried again later: %s", row.id, error.message)
                doubted = errand.is_new and may_have_arrived(error)
                await self._give_back(row, pause(row.attempts + 1), error.message, doubted=doubted)
            case mendable:
                await self._mend(row, mendable, error)
                await self._give_back(row, pause(row.attempts), error.message)

    async def _mend(self, row: OutboxRow, what: Meaning, error: TelegramError) -> None:
        """Put right what Telegram complained of; the row goes out after that."""
        if isinstance(error, ChatMigrated):
            new_id = error.new_chat_id
            await self._transactions.run(lambda desk: staff_chat_moved(desk, new_id))
        elif row.ticket_id is not None and what is Meaning.TOPIC_GONE:
            await self._sender.staff.forget_thread(row.ticket_id)
        elif row.ticket_id is not None and what is Meaning.TOPIC_CLOSED:
            await self._sender.staff.open_topic(row.ticket_id)
        elif row.ticket_id is not None and what is Meaning.CARD_GONE:
            await self._sender.staff.forget_card(row.ticket_id)

    async def _leave_alone(self, errand: Errand, error: TelegramError) -> None:
        """The chat wants no calls for a while, or has shut the bot out. Only this chat waits."""
        row = errand.row
        seconds = asked_for(error) if isinstance(error, RetryAfter) else pause(row.attempts + 1)
        log.warning("Chat %s waits %s s: %s", errand.chat_id, seconds, error.message)
        self._limiter.pause(errand.chat_id, seconds, _loop_time())
        await self._give_back(row, seconds, error.message, is_try=not isinstance(error, RetryAfter))

    async def _sent(self, row: OutboxRow, postings: Sequence[Posting]) -> None:
        def note(desk: Desk, stored: OutboxRow) -> None:
            desk.session.add_all(postings)
            if postings:
                replies.was_delivered(desk, stored)

        await self._settle(row, note)
        metrics.DELIVERIES.labels("sent").inc()
        metrics.DELIVERY.observe((self._transactions.clock.now() - row.created_at).total_seconds())

    async def _give_up(self, row: OutboxRow, why: str, blocked: bool = False) -> None:
        def note(desk: Desk, stored: OutboxRow) -> None:
            if row.action not in UNSPOKEN and row.content.get("role") != "not_delivered":
                replies.was_refused(desk, stored, blocked)

        await self._settle(row, note, why)
        metrics.DELIVERIES.labels("given_up").inc()

    async def _settle(self, row: OutboxRow, note: Callable[[Desk, OutboxRow], None], error: str | None = None) -> None:
        """The row is done, with what comes of it; if that can't be noted the row is done all the same."""
        try:
            await self._transactions.insist(lambda desk: note(desk, _done(desk, row, error)))
        except Exception:
            log.exception("What came of row %s of the outbox can't be noted", row.id)
            await self._transactions.insist(lambda desk: _done(desk, row, error))

    async def _give_back(
        self, row: OutboxRow, seconds: float, why: str, is_try: bool = True, doubted: bool = False
    ) -> None:
        def give_back(desk: Desk) -> None:
            due_at = desk.now + timedelta(seconds=seconds)
            outbox.postpone(desk.session, row.id, due_at, why, counts=is_try, doubted=doubted)

        await self._transactions.insist(give_back)
        metrics.DELIVERIES.labels("retried").inc()


def _waiting(desk: Desk) -> list[Errand]:
    """In the order in which to go; those in doubt hold their chats, so they come first of all."""
    rows = outbox.heads(desk.session, desk.now)
    with _customers_at_hand(desk, rows):
        errands = [errand_or_none(desk, row) for row in rows]
    known = [errand for errand in errands if errand]
    return sorted(known, key=lambda errand: (errand.row.doubted_since is None, precedence(errand.row), errand.row.id))


def errand_or_none(desk: Desk, row: OutboxRow) -> Errand | None:
    """None for a row that can't be understood: it is given up, so that it holds nobody else."""
    try:
        return errand_of(desk, row)
    except DBAPIError:
        raise
    except Exception as error:  # whatever a row holds, the next one goes out
        log.exception("Row %s of the outbox makes no sense", row.id)
        _done(desk, row, repr(error))
        return None


def claim_errands(desk: Desk, errands: Sequence[Errand]) -> list[Errand]:
    """Take what is to go, as it is now: an album may have grown since it was chosen.

    What was worth saying only for a moment, and that has passed, is left unsaid.
    """
    late = {errand.row.id for errand in errands if errand.row.expires_at and errand.row.expires_at < desk.now}
    claimed = outbox.claim(desk.session, {errand.row.id for errand in errands} - late, desk.now)
    for errand in errands:
        if errand.row.id in late:
            _done(desk, errand.row, "too late")
    stored = {row.id: row for row in outbox.rows(desk.session, claimed)}
    taken = [stored[errand.row.id] for errand in errands if errand.row.id in claimed]
    for row in taken:
        coalesce(desk, row)
    with _customers_at_hand(desk, taken):
        return [errand_of(desk, row) for row in taken]


@contextmanager
def _customers_at_hand(desk: Desk, rows: Sequence[OutboxRow]) -> Iterator[None]:
    """Those to whom the rows go are read at once, and the session has them as long as somebody else has."""
    at_hand = customers(desk.session, {row.customer_id for row in rows if row.customer_id is not None})
    yield
    del at_hand


def _done(desk: Desk, row: OutboxRow, error: str | None = None) -> OutboxRow:
    """The row as it is stored, sent or, with an error, given up."""
    stored = desk.session.get_one(OutboxRow, row.id)
    outbox.done(stored, desk.now, error)
    return stored


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
