"""Keeps the webhook registered, and asks Telegram each minute whether it can deliver to it."""

import asyncio
import logging

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.monitoring.liveness import Liveness
from bot.runtime.backoff import retry
from bot.telegram.errors import retry_after_seconds
from bot.telegram.polling import ALLOWED_UPDATES

log = logging.getLogger(__name__)

CHECK_SECONDS = 60.0
ELSEWHERE = "another program has registered a webhook of its own"


class Webhook:
    """Our webhook at Telegram: its address and secret."""

    def __init__(self, bot: Bot, url: str, secret: str, liveness: Liveness) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._liveness = liveness
        self._is_registered = False

    async def run(self) -> None:
        """Register the webhook and check it each minute, until cancelled. Raises InvalidToken."""
        delays = [retry_after_seconds]
        while True:
            await retry(self._check, on=TelegramError, unless=InvalidToken, delays=delays, on_failure=_report)
            await asyncio.sleep(CHECK_SECONDS)

    async def _check(self) -> None:
        if not self._is_registered:
            await self._register()
        info = await self._bot.get_webhook_info()
        if not info.url:  # a program that polls has removed it
            await self._register()
        elif problem := self._problem(info):
            self._liveness.webhook_fails(problem)
        else:
            self._liveness.webhook_is_well()

    async def _register(self) -> None:
        await self._bot.set_webhook(
            self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret, drop_pending_updates=False
        )
        self._is_registered = True
        self._liveness.heard()

    def _problem(self, info: WebhookInfo) -> str | None:
        """Telegram remembers its last error for ever, so one without pending updates is over."""
        if info.url != self._url:
            return ELSEWHERE
        return info.last_error_message if info.pending_update_count else None


def _report(error: Exception) -> None:
    log.warning("The webhook can't be registered or checked, retrying: %s", error)
