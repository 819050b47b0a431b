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
    """Add the arguments that are read while there is no configuration; afterwards it has them."""
    parser.add_argument(
        "--token-file", type=Path, metavar="FILE", help="the file with the bot's token, for a start without config.toml"
    )
    parser.add_argument(
        "--api-url", metavar="URL", help="a Bot API server of your own, for a start without config.toml"
    )


def setup_access(arguments: Namespace, environ: Mapping[str, str]) -> Access | None:
    """What a set-up needs; None when there is a configuration, or nobody from whom to get a token.

    Raises CommandError for what can't be a token.
    """
    if arguments.config.exists():
        return None
    api_url = (arguments.api_url or environ.get("NIGHTDESK_API_URL", "").strip() or _API_URL).rstrip("/")
    console = Console(spoken(environ), "run")
    if arguments.token_file:
        token = _read(arguments.token_file)
        return Access(api_url, _checked(token, console), False, arguments.token_file.resolve())
    if given := environ.get("NIGHTDESK_TOKEN", "").strip():
        return Access(api_url, _checked(given, console), True)
    return Access(api_url, _asked(console), False) if sys.stdin.isatty() else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: can't be read: {error}") from None


def _checked(token: str, console: Console) -> str:
    if not looks_like_token(token):
        raise CommandError(console.text("no_token"))
    return token


def _asked(console: Console) -> str:
    """Typed without being shown."""
    console.say("no_config")
    while not looks_like_token(token := getpass.getpass(f"{console.text('token')}: ").strip()):
        console.show_error(console.text("no_token"))
    return token
