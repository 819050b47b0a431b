"""How the set-up mode reaches Telegram: the token and the address, from wherever they were given."""

import getpass
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.setup.token_check import refusal
from bot.config import TelegramSettings, spoken
from bot.setup import Access, config_error
from bot.telegram.setup_checks import looks_like_token
from faq.os_errors import reason_of

_TOKEN = "NIGHTDESK_TOKEN"  # noqa: S105 - the name of a variable
_API_URL = str(TelegramSettings.model_fields["api_url"].default)


def add_access(parser: ArgumentParser) -> None:
    """Add the arguments of a set-up, in Telegram or at the shell; afterwards the configuration has them."""
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="the file with the bot's token, for a set-up")
    parser.add_argument(
        "--api-url", metavar="URL", help="a Bot API server of your own instead of Telegram's, for a set-up"
    )


def setup_access(arguments: Namespace, environ: Mapping[str, str]) -> Access | None:
    """What a set-up needs; None when there is a configuration, or nobody from whom to get a token.

    Raises CommandError for what can't be a token, or no address, and in the folder of the program itself.
    """
    if arguments.config.exists():
        return None
    console = Console(spoken(environ), "run")
    require_own_folder(arguments.config)
    if access := given_access(arguments, environ):
        if not looks_like_token(access.token, access.api_url):
            told = Console(console.language, "token").text("no_token")
            raise CommandError(f"{source_of_token(access)}: {told}")
        return access
    return _typed(api_url(arguments, environ), console) if sys.stdin.isatty() else None


def given_access(arguments: Namespace, environ: Mapping[str, str]) -> Access | None:
    """The token from its file or from the environment, whatever it is; None when neither was given.

    Raises CommandError for a file that can't be read, or no address.
    """
    address = api_url(arguments, environ)
    if arguments.token_file:
        token = _read(arguments.token_file, Console(spoken(environ), "run"))
        return Access(address, token, False, arguments.token_file.resolve())
    token = environ.get(_TOKEN, "").strip()
    return Access(address, token, True) if token else None


def api_url(arguments: Namespace, environ: Mapping[str, str]) -> str:
    """Raises CommandError for what is no address."""
    address = (arguments.api_url or environ.get("NIGHTDESK_API_URL", "").strip() or _API_URL).rstrip("/")
    if problem := config_error(spoken(environ), "telegram", api_url=address):
        raise CommandError(problem)
    return str(address)


def require_own_folder(config: Path) -> None:
    """Raises CommandError for a new configuration in a checkout: the `faq` beside it is the program's own code."""
    if not config.exists() and (config.absolute().parent / "faq" / "__init__.py").exists():
        raise CommandError(Console(spoken(os.environ), "run").text("is_source"))


def source_of_token(access: Access) -> str:
    """Where the token was found; "" if somebody typed it."""
    return str(access.token_file or (_TOKEN if access.is_in_environment else ""))


def _read(path: Path, console: Console) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        raise CommandError(
            console.text("unreadable_token", path=path, why=reason_of(error, console.language))
        ) from None
    except UnicodeDecodeError as error:
        raise CommandError(console.text("unreadable_token", path=path, why=error.reason)) from None


def _typed(api_url: str, console: Console) -> Access:
    """A token typed without being shown, until it isn't refused. Raises CommandError at the end of the input."""
    console.say("no_config")
    while sentence := refusal(access := Access(api_url, _line(console), False), console.language):
        console.show_error(sentence)
    return access


def _line(console: Console) -> str:
    try:
        return getpass.getpass(f"{console.text('token')}: ").strip()
    except EOFError:
        raise CommandError(console.text("nothing_typed")) from None
