"""The bot as Telegram knows it: at `api_url`, Telegram's own server or any other."""

import asyncio
import logging
from collections.abc import Sequence
from typing import cast

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.config import TelegramSettings
from bot.runtime.backoff import pause
from bot.telegram.http_client import AiohttpRequest
from storage.models import Json

log = logging.getLogger(__name__)

CONNECTIONS = 64
ANSWER_SECONDS = 5.0  # after so long without an answer nobody knows whether Telegram did what was asked
LONG_POLL_SECONDS = 30
LATE_ANSWER_SECONDS = 10  # so much later than asked for a long poll may end


class DeskBot(Bot):
    """A Bot that also gives updates as they came, so that one which can't be read loses no others."""

    def __init__(self, telegram: TelegramSettings) -> None:
        super().__init__(
            telegram.token.get_secret_value(),
            base_url=f"{telegram.api_url}/bot",
            base_file_url=f"{telegram.api_url}/file/bot",
            request=AiohttpRequest(CONNECTIONS, ANSWER_SECONDS),
            get_updates_request=AiohttpRequest(1, ANSWER_SECONDS),
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
