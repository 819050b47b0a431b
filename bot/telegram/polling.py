"""Receiving updates by long polling: https://core.telegram.org/bots/api#getupdates"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.desk.transactions import database_delay
from bot.monitoring import metrics
from bot.monitoring.liveness import Liveness
from bot.runtime.backoff import retry
from bot.telegram.bot import LATE_ANSWER_SECONDS, LONG_POLL_SECONDS, DeskBot
from bot.telegram.errors import retry_after_seconds
from storage.fencing import may_act
from storage.models import Json

log = logging.getLogger(__name__)

HUNG_SECONDS = LONG_POLL_SECONDS + LATE_ANSWER_SECONDS + 20  # longer than any poll takes that ends by itself

NO_OFFSET = 0  # Telegram gives updates from the earliest that is not confirmed

# Always explicit: the server remembers the last list, and its default omits CHAT_MEMBER and MESSAGE_REACTION.
ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHAT_MEMBER,
    Update.MESSAGE_REACTION,
)


class Polling:
    """Polls for updates. `keep` has to store them: the next poll confirms them to Telegram."""

    def __init__(self, bot: DeskBot, keep: Callable[[Sequence[Json]], Awaitable[None]], liveness: Liveness) -> None:
        self._bot = bot
        self._keep = keep
        self._liveness = liveness
        self._is_out_of_reach = False
        self._offset = NO_OFFSET

    async def run(self) -> None:
        """Poll until cancelled, through all failures but one: raises InvalidToken when the token is revoked.

        Raises FencedError when another replica has taken over, before anything is confirmed that this one did not keep.
        """
        self._offset = NO_OFFSET  # another replica may have polled since the last run
        persist = partial(
            retry,
            on=(TelegramError, TimeoutError, SQLAlchemyError),
            unless=InvalidToken,
            delays=(retry_after_seconds, database_delay),
            on_failure=self._report,
        )
        await persist(self._delete_webhook)
        while True:
            await persist(self._poll)

    async def _delete_webhook(self) -> None:
        """A bot with a webhook, left from an earlier configuration, gets no updates by polling."""
        await self._bot.delete_webhook(drop_pending_updates=False)
        self._heard()

    def _heard(self) -> None:
        self._liveness.heard()
        if self._is_out_of_reach:
            log.info("Telegram can be reached again")
        self._is_out_of_reach = False

    async def _poll(self) -> None:
        """Poll once. Raises TimeoutError when the poll does not end: the connection may have died silently.

        An empty answer means that all earlier updates are confirmed. The offset must be forgotten then: after a week
        without updates Telegram continues with a random id, and an offset above it would confirm what nobody has read
        (https://core.telegram.org/bots/api#update).
        """
        async with asyncio.timeout(HUNG_SECONDS):
            updates = await self._bot.raw_updates(self._offset, ALLOWED_UPDATES)
        self._heard()
        metrics.POLLS.labels("finished").inc()
        if updates:
            await self._keep(updates)
        self._offset = updates[-1]["update_id"] + 1 if updates else NO_OFFSET

    def _report(self, error: Exception) -> None:
        if not may_act():  # another replica polls by now
            log.info("This replica polls no more: %s", error)
            return
        match error:
            case Conflict():
                metrics.POLLS.labels("conflict").inc()
                if self._liveness.met_rival():
                    log.error(
                        "Another program polls with this token: stop it. Retrying until then. (%s)", error.message
                    )
            case TelegramError():
                metrics.POLLS.labels("failed").inc()
                self._is_out_of_reach = True
                log.warning("Telegram can't be reached, retrying: %s", error.message)
            case TimeoutError():
                metrics.POLLS.labels("hung").inc()
                self._is_out_of_reach = True
                log.warning("A poll did not end within %s s, retrying", HUNG_SECONDS)
            case OperationalError():  # logged once by the outage
                pass
            case _:
                log.error("Updates can't be stored, retrying: %s", error)
