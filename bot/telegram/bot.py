"""The client of the Bot API, at Telegram's own server or at another `api_url`."""

import logging
from collections.abc import Sequence
from typing import cast

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.config import TelegramSettings
from bot.runtime.backoff import retry
from bot.telegram.errors import retry_after_seconds
from bot.telegram.http_client import AiohttpRequest
from storage.models import Json

log = logging.getLogger(__name__)

CONNECTIONS = 64
ANSWER_SECONDS = 5.0  # without an answer for this long it is unknown whether Telegram did what was asked
LONG_POLL_SECONDS = 30
LATE_ANSWER_SECONDS = 10  # a long poll may end this much later than requested


class DeskBot(Bot):
    """A Bot that also returns raw updates, so that one which can't be parsed does not lose the others."""

    def __init__(self, telegram: TelegramSettings) -> None:
        super().__init__(
            telegram.token.get_secret_value(),
            base_url=f"{telegram.api_url}/bot",
            base_file_url=f"{telegram.api_url}/file/bot",
            request=AiohttpRequest(CONNECTIONS, ANSWER_SECONDS),
            get_updates_request=AiohttpRequest(1, ANSWER_SECONDS),
        )

    def __repr__(self) -> str:
        """Without the token, which Bot would show."""
        return "DeskBot"

    async def connect(self) -> None:
        """Call getMe until Telegram answers. Raises InvalidToken when it doesn't know the token."""
        delays = [retry_after_seconds]
        await retry(self.initialize, on=TelegramError, unless=InvalidToken, delays=delays, on_failure=_report)

    async def raw_updates(self, offset: int, allowed: Sequence[str]) -> list[Json]:
        """Wait up to LONG_POLL_SECONDS for updates; those before `offset` are confirmed. Raises TelegramError."""
        asked = {"offset": offset, "timeout": LONG_POLL_SECONDS, "allowed_updates": list(allowed)}
        answer = await self._post("getUpdates", asked, read_timeout=LONG_POLL_SECONDS + LATE_ANSWER_SECONDS)
        return cast(list[Json], answer)


async def call(bot: Bot, method: str, parameters: Json) -> Json:
    """Call a method of the Bot API and return its result as it came. Raises TelegramError.

    The library's objects of what is sent and of what comes back take as long to build as the call itself.
    """
    return cast(Json, await bot._post(method, parameters))


def _report(error: Exception) -> None:
    log.warning("Telegram can't be reached, retrying: %s", error)
