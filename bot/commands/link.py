"""`nightdesk link order 4411`, `nightdesk link faq ID`: links that open the bot's chat, and say why."""

import asyncio
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from difflib import get_close_matches

from bot.commands import add_config
from bot.commands.console import Console
from bot.commands.errors import CommandError
from bot.commands.qr_code import can_draw, qr_code
from bot.config import Settings, TelegramSettings, load_config
from bot.desk.start_links import FAQ, LinkError, entry_parameter, signed_parameter, signing_key, start_url
from bot.runtime.clock import SystemClock
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, looks_like_token, setup_checks
from faq.loading import load

_USERNAME = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)  # https://core.telegram.org/bots/features#botfather


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "link",
        help="print a link to the bot that opens an entry or names an order",
        description="Print a link to the bot. `link faq ID` opens an entry of the FAQ; `link order 4411` is signed, "
        "and colleagues see «заказ 4411 ✓» on the card of the request. Status 1 when there is no such entry.",
    )
    parser.add_argument("kind", metavar="KIND", help='"faq", "order", or another Latin word of up to 16 letters')
    parser.add_argument("value", metavar="VALUE", help="the entry's id, the order's number")
    parser.add_argument("--qr", action="store_true", help="draw it as a QR code, too")
    parser.add_argument("--bot", type=_username, metavar="NAME", help="the bot's username; default: Telegram is asked")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    if arguments.kind == FAQ and not _is_entry(settings, arguments.value):
        return 1
    parameter = _parameter(settings.telegram, arguments.kind, arguments.value)
    url = start_url(arguments.bot or asyncio.run(_asked_username(settings.telegram)), parameter)
    print(url)
    if arguments.qr:
        if not can_draw():
            raise CommandError("a QR code needs an output in UTF-8: set PYTHONIOENCODING=utf-8")
        print(qr_code(url))
    return 0


def _username(text: str) -> str:
    """The name without @. Raises ArgumentTypeError."""
    found = _USERNAME.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f'"{text}" is no username: write it as BotFather shows it, "my_shop_bot"')
    return found[1]


def _is_entry(settings: Settings, entry_id: str) -> bool:
    """Whether the FAQ has the entry, in whatever language; if not, say so. Raises FaqError."""
    language = settings.company.language
    library = load(settings.faq.path, default_language=language, language=language)
    ids = {entry.id for spoken in library.languages for entry in library.entries(spoken)}
    if entry_id not in ids:
        console, similar = Console(language, "link"), get_close_matches(entry_id, sorted(ids))
        print(console.text("similar" if similar else "no_entry", id=entry_id, ids=", ".join(similar)), file=sys.stderr)
    return entry_id in ids


def _parameter(telegram: TelegramSettings, kind: str, value: str) -> str:
    """The signed parameter, or the one that opens the entry. Raises CommandError."""
    if kind == FAQ:
        return entry_parameter(value)
    token = _token(telegram)
    try:
        return signed_parameter(kind, value, signing_key(token))
    except LinkError as error:
        raise CommandError(str(error)) from None


async def _asked_username(telegram: TelegramSettings) -> str:
    """The username that Telegram tells. Raises CommandError."""
    async with setup_checks(telegram.api_url, _token(telegram), SystemClock()) as checks:
        try:
            return (await checks.identity()).username
        except NotAnsweredError as error:
            raise CommandError(_remedy(telegram, error)) from None


def _remedy(telegram: TelegramSettings, error: NotAnsweredError) -> str:
    if error.obstacle is Obstacle.UNKNOWN_TOKEN:
        return f"{telegram.api_url} doesn't know the token, so the link would lead nowhere; see `nightdesk doctor`"
    return (
        f"{telegram.api_url} doesn't tell the bot's username ({error.reason}): "
        "try again later, or give it with --bot my_shop_bot"
    )


def _token(telegram: TelegramSettings) -> str:
    token = telegram.token.get_secret_value()
    if not looks_like_token(token, telegram.api_url):
        raise CommandError("a link needs the bot's token, in the configuration or in NIGHTDESK_TOKEN")
    return token
