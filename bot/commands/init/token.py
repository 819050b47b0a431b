"""Whether Telegram knows a token."""

from telegram.error import InvalidToken, TelegramError

from bot.commands.connection import connected
from bot.runtime.clock import SystemClock


class Refused(Exception):  # noqa: N818 - it says what was done
    """Telegram would not do it; `outcome` names what to tell the operator, `why` is Telegram's own reason."""

    def __init__(self, outcome: str, why: str) -> None:
        self.outcome = outcome
        self.why = why
        super().__init__(why)


async def bot_name(api_url: str, token: str) -> str:
    """The bot's user name; Refused when there is no such bot, or nobody to ask."""
    async with connected(api_url, token, SystemClock()) as connection:
        try:
            return (await connection.bot.get_me()).name
        except InvalidToken as error:
            raise Refused("unknown_token", error.message) from None
        except TelegramError as error:
            raise Refused("no_telegram", error.message) from None
