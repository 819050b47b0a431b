"""Whether Telegram can post to us: only Telegram knows, so it is asked now and then."""

import asyncio
import logging

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.monitoring.liveness import Liveness
from bot.runtime.backoff import pause
from bot.telegram.polling import ALLOWED_UPDATES

log = logging.getLogger(__name__)

ASK_SECONDS = 60.0
ELSEWHERE = "another program has given Telegram an address of its own"


class Webhook:
    """Our address, as Telegram has to know it."""

    def __init__(self, bot: Bot, url: str, secret: str, liveness: Liveness) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._vitals = liveness
        self._is_told = False

    async def run(self) -> None:
        """Tell Telegram where to post updates, and ask whether it can, until cancelled. Raises InvalidToken."""
        failures = 0
        while True:
            try:
                await self._look()
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                log.warning("The webhook can't be set or asked about, trying again: %s", error.message)
                await asyncio.sleep(pause(failures, error))
            else:
                failures = 0
                await asyncio.sleep(ASK_SECONDS)

    async def _look(self) -> None:
        if not self._is_told:
            await self._tell()
        known = await self._bot.get_webhook_info()
        if not known.url:  # a program that polled has taken it away
            await self._tell()
        elif outage := self._trouble(known):
            self._vitals.webhook_fails(outage)
        else:
            self._vitals.webhook_is_well()

    async def _tell(self) -> None:
        await self._bot.set_webhook(
            self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret, drop_pending_updates=False
        )
        self._is_told = True
        self._vitals.heard()

    def _trouble(self, known: WebhookInfo) -> str | None:
        """An error is past when nothing waits any more: Telegram remembers the last one for ever."""
        if known.url != self._url:
            return ELSEWHERE
        return known.last_error_message if known.pending_update_count else None
