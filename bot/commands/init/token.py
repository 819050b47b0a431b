"""The bot's token: given with the command or in the environment, or typed until Telegram knows it."""

import asyncio
from argparse import Namespace
from collections.abc import Mapping

from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.setup.access import api_url, given_access
from bot.runtime.clock import SystemClock
from bot.setup import Access
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, looks_like_token, setup_checks

_SENTENCES = {Obstacle.UNKNOWN_TOKEN: "unknown_token", Obstacle.CONFLICT: "conflict"}


def asked_access(console: Console, arguments: Namespace, environ: Mapping[str, str]) -> Access:
    """How to reach Telegram, which has answered. Raises CommandError for a given token that it doesn't know."""
    if given := given_access(arguments, environ):
        console.say("token_in_file" if given.token_file else "token_in_environment", path=given.token_file)
        if not _works(console, given):
            raise CommandError(console.text("bad_file" if given.token_file else "bad_environment"))
        return given
    while True:
        access = Access(api_url(arguments, environ), console.ask_secret("token"), is_in_environment=False)
        if _works(console, access):
            return access


def say_why_not(console: Console, error: NotAnsweredError, api_url: str) -> None:
    """Tell why Telegram has not answered."""
    console.say(_SENTENCES.get(error.obstacle, "no_telegram"), why=error.reason, api_url=api_url)


def _works(console: Console, access: Access) -> bool:
    if not looks_like_token(access.token):
        console.say("no_token")
        return False
    try:
        console.say("token_works", bot=f"@{asyncio.run(_user_name(access))}")
    except NotAnsweredError as error:
        say_why_not(console, error, access.api_url)
        return False
    return True


async def _user_name(access: Access) -> str:
    async with setup_checks(access.api_url, access.token, SystemClock()) as checks:
        return (await checks.identity()).username
