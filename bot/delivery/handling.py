"""Handles stored updates: parse, have the FAQ read, handle in one transaction, retry, and give up after some tries."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.arrival import Arrival
from bot.delivery.dead_letters import Failure, Unhandled, retry_or_give_up
from bot.delivery.flood_guard import FloodGuard
from bot.delivery.read_ahead import UNFORESEEN, Foresight, ReadAhead
from bot.desk.postponing import PostponedError
from bot.desk.transactions import Transactions, database_delay
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import metrics
from bot.runtime.backoff import ErrorDelay, retry
from bot.runtime.task_names import task_named
from storage import inbox
from storage.errors import FencedError
from storage.inbox import Update

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(seconds=30)  # for what was sent to be recorded, from the start or from the update's arrival


@dataclass(frozen=True)
class Reader:
    """How a door parses its updates: `read` gets the raw JSON and returns the arrival.

    `read` raises one of `out_of_reach` while the door's server can't be reached; `delays` say when to retry then.
    """

    read: Callable[[str], Awaitable[Arrival]]
    out_of_reach: tuple[type[Exception], ...]
    delays: Sequence[ErrorDelay]


class UpdateHandler:
    """Passes updates to `handle`; `unhandled` tells the sender of an update that is given up.

    `foresight` saves time: with it the FAQ has read a message before `handle` asks for that.
    """

    def __init__(
        self,
        transactions: Transactions,
        reader: Reader,
        handle: Callable[[UnitOfWork, Arrival], None],
        unhandled: Unhandled,
        foresight: Foresight = UNFORESEEN,
    ) -> None:
        self._transactions = transactions
        self._reader = reader
        self._handle = handle
        self._unhandled = unhandled
        self._flood_guard = FloodGuard()
        self._began = transactions.clock.now()
        self._read_ahead = ReadAhead(transactions, foresight)
        self._out_of_reach: tuple[type[Exception], ...] = (*reader.out_of_reach, OperationalError, FencedError)

    async def handle(self, update: Update) -> datetime | None:
        """Handle the update; retry without limit while Telegram or the database can't be reached.

        Returns when to retry after another error (aware, UTC); None when the update is handled or given up.
        """

        def report(error: Exception) -> None:
            if not isinstance(error, OperationalError):  # the database's errors are logged elsewhere
                log.warning("Update %s is retried: %s", update.id, error)

        delays = (*self._reader.delays, database_delay)
        return await retry(lambda: self.attempt(update), on=self._out_of_reach, delays=delays, on_failure=report)

    async def attempt(self, update: Update) -> datetime | None:
        """The same without retries. Raises OperationalError, FencedError, and the reader's `out_of_reach` errors."""
        with task_named(f"update {update.id}"):
            return await self._attempt(update)

    async def _attempt(self, update: Update) -> datetime | None:
        try:
            arrival = await self._reader.read(update.payload)
            is_flooding = self._flood_guard.is_flooding(update.lane, self._transactions.clock.now())
            arrival = replace(arrival, is_flooding=is_flooding, may_wait_for=self._may_wait_for(update))
            readings = await self._read_ahead.read(arrival)
            if await self._transactions.run(lambda uow: self._dispatch(uow, update, arrival), readings=readings):
                self._count(update)
            self._read_ahead.note_used(arrival, readings)
        except self._out_of_reach:
            raise
        except PostponedError as postponed:
            return self._transactions.clock.now() + timedelta(seconds=postponed.seconds)
        except Exception as error:  # a bug in a handler must not stop the inbox
            log.exception("Update %s failed (try %s)", update.id, update.attempts + 1)
            metrics.HANDLED.labels("failed").inc()
            failure = Failure(repr(error), may_pass=isinstance(error, SQLAlchemyError))
            return await self._transactions.run(lambda uow: retry_or_give_up(uow, update.id, failure, self._unhandled))
        return None

    def _dispatch(self, uow: UnitOfWork, update: Update, arrival: Arrival) -> bool:
        """Mark the update handled and handle it; False when another transaction has handled it."""
        if not inbox.take(uow.session, update, uow.now):
            return False
        self._handle(uow, arrival)
        return True

    def _may_wait_for(self, update: Update) -> datetime | None:
        """What was sent before the update came may not be recorded yet, as after a crash; it will be soon, or never."""
        since = max(update.received_at, self._began)
        return update.received_at if self._transactions.clock.now() - since < LONGEST_WAIT else None

    def _count(self, update: Update) -> None:
        metrics.HANDLED.labels("done").inc()
        metrics.HANDLING.observe((self._transactions.clock.now() - update.received_at).total_seconds())
