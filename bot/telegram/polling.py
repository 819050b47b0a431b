"""Getting updates from Telegram by asking for them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.monitoring import metrics
from bot.monitoring.liveness import Liveness
from bot.runtime.backoff import pause
from bot.telegram.bot import LATE_ANSWER_SECONDS, LONG_POLL_SECONDS, DeskBot
from storage.models import Json

log = logging.getLogger(__name__)

HUNG_SECONDS = LONG_POLL_SECONDS + LATE_ANSWER_SECONDS + 20  # longer than any poll takes that ends by itself

# Always said outright: the server remembers the last list, and its default leaves out CHAT_MEMBER.
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
)


class Polling:
    """Asks for updates; `keep` has to write them down before they are confirmed by asking for the next ones."""

    def __init__(self, bot: DeskBot, keep: Callable[[Sequence[Json]], Awaitable[None]], liveness: Liveness) -> None:
        self._bot = bot
        self._keep = keep
        self._vitals = liveness
        self._offset = 0

    async def run(self) -> None:
        """Ask until cancelled, whatever goes wrong. Only a token that is not valid any more ends it: InvalidToken."""
        await self._patiently(self._take_webhook_away)
        while True:
            await self._patiently(self._ask)

    async def _patiently(self, act: Callable[[], Awaitable[None]]) -> None:
        failures = 0
        while True:
            try:
                return await act()
            except InvalidToken:
                raise
            except (TelegramError, TimeoutError, SQLAlchemyError) as error:
                failures += 1
                self._say_what_is_wrong(error)
                await asyncio.sleep(pause(failures, error))

    async def _take_webhook_away(self) -> None:
        """A desk that was run with a webhook before would get nothing by asking."""
        await self._bot.delete_webhook(drop_pending_updates=False)
        self._vitals.heard()

    async def _ask(self) -> None:
        """A poll that does not come to its end is given up: the connection may have died without a word."""
        async with asyncio.timeout(HUNG_SECONDS):
            updates = await self._bot.raw_updates(self._offset, ALLOWED_UPDATES)
        self._vitals.heard()
        metrics.POLLS.labels("finished").inc()
        if updates:
            await self._keep(updates)
            self._offset = updates[-1]["update_id"] + 1

    def _say_what_is_wrong(self, error: TelegramError | TimeoutError | SQLAlchemyError) -> None:
        match error:
            case Conflict():
                metrics.POLLS.labels("conflict").inc()
                if self._vitals.met_rival():
                    log.error("Another program uses this token: stop it. Waiting for that. (%s)", error.message)
            case TelegramError():
                metrics.POLLS.labels("failed").inc()
                log.warning("Telegram can't be reached, trying again: %s", error.message)
            case TimeoutError():
                metrics.POLLS.labels("hung").inc()
                log.warning("A poll hung for %s s and was given up, asking again", HUNG_SECONDS)
            case OperationalError():  # of that the transaction has told, once
                pass
            case _:
                log.error("Updates can't be written down, trying again: %s", error)
