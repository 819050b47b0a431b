"""The inbox: an update is on disk before Telegram is told so; then it is handled in one transaction."""

import json
import logging
from collections.abc import Sequence

from sqlalchemy.exc import OperationalError
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.delivery.dead_letters import Unhandled, failed
from bot.delivery.flood_guard import FloodGuard
from bot.desk.transactions import Transactions, database_delay
from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import metrics
from bot.routing import Arrival, Route, dispatch
from bot.runtime.backoff import retry
from bot.runtime.task_pool import TaskPool
from bot.runtime.wakeup import Wakeup
from bot.telegram.errors import retry_after_seconds
from bot.telegram.membership import Membership
from bot.telegram.sanitizing import update_in
from bot.telegram.staff_group import staff_chat
from storage import inbox
from storage.models import InboxUpdate, Json

log = logging.getLogger(__name__)

AT_ONCE = 32  # updates of as many lanes
IDLE_SECONDS = 1.0
FINISH_SECONDS = 0.5


class Inbox:
    """Keeps updates, and handles them in order within a lane; a lane that waits holds no other."""

    def __init__(
        self,
        bot: Bot,
        transactions: Transactions,
        routes: Sequence[Route],
        unhandled: Unhandled,
        membership: Membership,
    ) -> None:
        self._bot = bot
        self._transactions = transactions
        self._routes = routes
        self._unhandled = unhandled
        self._membership = membership
        self.wake = Wakeup()
        self._in_flight = TaskPool[str](AT_ONCE, self.wake)
        self._haste = FloodGuard()

    async def keep(self, updates: Sequence[Json]) -> None:
        """Write updates down, all or none. Raises SQLAlchemyError: then they must not be confirmed."""

        received = [inbox.Received(raw["update_id"], lane_of(raw), json.dumps(raw)) for raw in updates]
        await self._transactions.run(lambda uow: inbox.put(uow.session, received, uow.now))
        metrics.RECEIVED.inc(len(updates))
        self.wake.call()

    async def run(self) -> None:
        """Handle updates until cancelled; those that are being handled are finished first."""
        try:
            while True:
                if not await self._start_due():
                    await self.wake.sleep(IDLE_SECONDS)
        finally:
            await self._in_flight.finish(FINISH_SECONDS)

    async def _start_due(self) -> int:
        busy, free = self._in_flight.keys, self._in_flight.free
        if not free:
            return 0
        rows = await self._transactions.run(lambda uow: inbox.due(uow.session, uow.now, busy, free))
        for row in rows:
            self._in_flight.start(row.lane, self._handle(row))
        return len(rows)

    async def _handle(self, row: InboxUpdate) -> None:
        """Handle the update, retried while Telegram or the database can't be reached, which is not its fault."""

        def report(error: Exception) -> None:
            if isinstance(error, TelegramError):  # the database's errors were logged by then
                log.warning("Update %s waits: %s", row.update_id, error)

        out_of_reach = TelegramError, OperationalError
        delays = retry_after_seconds, database_delay
        await retry(lambda: self._try(row), on=out_of_reach, delays=delays, on_failure=report)

    async def _try(self, row: InboxUpdate) -> None:
        try:
            update = Update.de_json(update_in(row.payload), self._bot)
            await self._membership.check(update)
            is_flooding = self._haste.is_flooding(row.lane, self._transactions.clock.now())
            await self._transactions.run(lambda uow: self._dispatch(uow, row, update, is_flooding))
            self._count(row)
        except (TelegramError, OperationalError):
            raise
        except Exception as error:  # whatever an update holds, the next one goes on
            log.exception("Update %s failed (try %s)", row.update_id, row.attempts + 1)
            metrics.HANDLED.labels("failed").inc()
            reason = repr(error)
            await self._transactions.run(lambda uow: failed(uow, row.update_id, reason, self._unhandled))

    def _count(self, row: InboxUpdate) -> None:
        metrics.HANDLED.labels("done").inc()
        metrics.HANDLING.observe((self._transactions.clock.now() - row.received_at).total_seconds())

    def _dispatch(self, uow: UnitOfWork, row: InboxUpdate, update: Update, is_flooding: bool) -> None:
        dispatch(self._routes, uow, Arrival(update, staff_chat(uow), is_flooding))
        inbox.note_handled(uow.session, row, uow.now)


def lane_of(raw: Json) -> str:
    """Updates of one chat are handled in order; the lane is the chat's id."""
    for content in raw.values():
        if isinstance(content, dict):
            message = content.get("message")
            around = message if isinstance(message, dict) else content
            where = around.get("chat") or content.get("from") or content.get("user")
            if isinstance(where, dict) and "id" in where:
                return str(where["id"])
    return inbox.LANE_OF_NOBODY
