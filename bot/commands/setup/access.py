"""How the set-up mode reaches Telegram: the token and the address, from wherever they were given."""

import getpass
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.config import TelegramSettings, spoken
from bot.setup import Access
from bot.telegram.setup_checks import looks_like_token

_API_URL = str(TelegramSettings.model_fields["api_url"].default)


def add_access(parser: ArgumentParser) -> None:
    """Add the arguments of a set-up, in Telegram or at the shell; afterwards the configuration has them."""
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="the file with the bot's token, for a set-up")
    parser.add_argument(
        "--api-url", metavar="URL", help="a Bot API server of your own instead of Telegram's, for a set-up"
    )


def setup_access(arguments: Namespace, environ: Mapping[str, str]) -> Access | None:
    """What a set-up needs; None when there is a configuration, or nobody from whom to get a token.

    Raises CommandError for what can't be a token.
    """
    if arguments.config.exists():
        return None
    console = Console(spoken(environ), "run")
    if access := given_access(arguments, environ):
        if not looks_like_token(access.token):
            raise CommandError(console.text("no_token"))
        return access
    return Access(api_url(arguments, environ), _asked(console), False) if sys.stdin.isatty() else None


def given_access(arguments: Namespace, environ: Mapping[str, str]) -> Access | None:
    """The token from its file or from the environment, whatever it is; None when neither was given."""
    if arguments.token_file:
        token = _read(arguments.token_file)
        return Access(api_url(arguments, environ), token, False, arguments.token_file.resolve())
    token = environ.get("NIGHTDESK_TOKEN", "").strip()
    return Access(api_url(arguments, environ), token, True) if token else None


def api_url(arguments: Namespace, environ: Mapping[str, str]) -> str:
    return (arguments.api_url or environ.get("NIGHTDESK_API_URL", "").strip() or _API_URL).rstrip("/")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: can't be read: {error}") from None


def _asked(console: Console) -> str:
    """Typed without being shown."""
    console.say("no_config")
    while not looks_like_token(token := getpass.getpass(f"{console.text('token')}: ").strip()):
        console.show_error(console.text("no_token"))
    return token
