"""Getting updates from Telegram by asking for them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.delivery.patience import pause
from bot.delivery.telegram_bot import DeskBot
from storage.models import Json

log = logging.getLogger(__name__)

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

    def __init__(self, bot: DeskBot, keep: Callable[[Sequence[Json]], Awaitable[None]]) -> None:
        self._bot = bot
        self._keep = keep
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
            except (TelegramError, SQLAlchemyError) as error:
                failures += 1
                _say_what_is_wrong(error)
                await asyncio.sleep(pause(failures, error))

    async def _take_webhook_away(self) -> None:
        """A desk that was run with a webhook before would get nothing by asking."""
        await self._bot.delete_webhook(drop_pending_updates=False)

    async def _ask(self) -> None:
        updates = await self._bot.raw_updates(self._offset, ALLOWED_UPDATES)
        if updates:
            await self._keep(updates)
            self._offset = updates[-1]["update_id"] + 1


def _say_what_is_wrong(error: TelegramError | SQLAlchemyError) -> None:
    if isinstance(error, Conflict):
        log.error("Another program uses this token: stop it. Trying again. (%s)", error.message)
    elif isinstance(error, TelegramError):
        log.warning("Telegram can't be reached, trying again: %s", error.message)
    elif not isinstance(error, OperationalError):  # of that the transaction has told, once
        log.error("Updates can't be written down, trying again: %s", error)
