"""The bot as Telegram knows it: at `api_url`, Telegram's own server or any other."""

import asyncio
import logging
import ssl
from collections.abc import Sequence
from functools import cache
from typing import cast

import httpx
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.config import TelegramSettings
from bot.delivery.patience import pause
from storage.models import Json

log = logging.getLogger(__name__)

CONNECTIONS = 32
ANSWER_SECONDS = 5.0  # after so long without an answer nobody knows whether Telegram did what was asked
LONG_POLL_SECONDS = 30
LATE_ANSWER_SECONDS = 10  # so much later than asked for a long poll may end


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: it takes longer than anything else at the start."""
    return httpx.create_ssl_context()


class DeskBot(Bot):
    """A Bot that also gives updates as they came, so that one which can't be read loses no others."""

    def __init__(self, telegram: TelegramSettings) -> None:
        super().__init__(
            telegram.token.get_secret_value(),
            base_url=f"{telegram.api_url}/bot",
            base_file_url=f"{telegram.api_url}/file/bot",
            request=HTTPXRequest(CONNECTIONS, read_timeout=ANSWER_SECONDS, httpx_kwargs={"verify": _certificates()}),
            get_updates_request=HTTPXRequest(1, httpx_kwargs={"verify": _certificates()}),
        )

    def __repr__(self) -> str:
        """Without the token, which a Bot would show."""
        return "DeskBot"

    async def connect(self) -> None:
        """Ask Telegram who we are until it answers. Raises InvalidToken when it doesn't know the token."""
        failures = 0
        while True:
            try:
                await self.initialize()
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                log.warning("Telegram can't be reached, trying again: %s", error.message)
                await asyncio.sleep(pause(failures, error))
            else:
                return

    async def raw_updates(self, offset: int, allowed: Sequence[str]) -> list[Json]:
        """Wait for updates; those before `offset` are confirmed by that. Raises TelegramError."""
        asked = {"offset": offset, "timeout": LONG_POLL_SECONDS, "allowed_updates": list(allowed)}
        answer = await self._post("getUpdates", asked, read_timeout=LONG_POLL_SECONDS + LATE_ANSWER_SECONDS)
        return cast(list[Json], answer)
