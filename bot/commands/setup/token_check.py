"""Whether a bot's token works: first its looks, then what Telegram says of it."""

import asyncio

from bot.commands.console import Console
from bot.runtime.clock import SystemClock
from bot.setup import Access
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, looks_like_token, setup_checks


def user_name(access: Access) -> str:
    """The bot's name. Raises NotAnsweredError."""
    return asyncio.run(_user_name(access))


def refusal(access: Access, language: str) -> str | None:
    """Why another token is needed, in a sentence; None when it works, or when Telegram can't be asked now."""
    if not looks_like_token(access.token, access.api_url):
        return Console(language, "token").text("typed_no_token")
    try:
        user_name(access)
    except NotAnsweredError as error:
        return unknown(access.api_url, language) if error.obstacle is Obstacle.UNKNOWN_TOKEN else None
    return None


def unknown(api_url: str, language: str) -> str:
    """The sentence for a token that Telegram doesn't know."""
    return Console(language, "token").text("typed_unknown", api_url=api_url)


async def _user_name(access: Access) -> str:
    async with setup_checks(access.api_url, access.token, SystemClock()) as checks:
        return (await checks.identity()).username
