"""The bot's token: given with the command or in the environment, or typed until Telegram knows it."""

from argparse import Namespace
from collections.abc import Mapping

from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.setup.access import api_url, given_access
from bot.commands.setup.token_check import unknown, user_name
from bot.setup import Access
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, looks_like_token

_BACK = frozenset({"back", "назад"})


def asked_access(console: Console, arguments: Namespace, environ: Mapping[str, str]) -> Access | None:
    """How to reach Telegram, which has answered; None: back to the question before.

    Raises CommandError for a given token that Telegram doesn't know.
    """
    if given := given_access(arguments, environ):
        console.say("token_in_file" if given.token_file else "token_in_environment", path=given.token_file)
        if not _works(console, given):
            raise CommandError(console.text("bad_file" if given.token_file else "bad_environment"))
        return given
    while True:
        access = Access(api_url(arguments, environ), console.ask_secret("token"), is_in_environment=False)
        if access.token.casefold() in _BACK:
            return None
        if _works(console, access):
            return access


def say_why_not(console: Console, error: NotAnsweredError, api_url: str) -> None:
    """Tell why Telegram has not answered."""
    match error.obstacle:
        case Obstacle.UNKNOWN_TOKEN:
            console.show_error(unknown(api_url, console.language))
        case Obstacle.CONFLICT:
            console.say("conflict")
        case _:
            console.say("no_telegram", why=error.reason, api_url=api_url)


def _works(console: Console, access: Access) -> bool:
    if not looks_like_token(access.token, access.api_url):
        console.show_error(Console(console.language, "token").text("typed_no_token"))
        return False
    try:
        console.say("token_works", bot=f"@{user_name(access)}")
    except NotAnsweredError as error:
        say_why_not(console, error, access.api_url)
        return False
    return True
