"""`nightdesk run`: the desk, until it is told to stop."""

import asyncio
import logging
import signal
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Coroutine
from contextlib import suppress

from telegram.error import InvalidToken

from bot.clock import SystemClock
from bot.commands import add_config
from bot.commands.ports import require_free
from bot.config import ConfigError, Settings, load_config
from bot.running import running

NO_TOKEN = (
    "telegram.token: there is none; put the token that @BotFather gave you into config.toml "  # noqa: S105
    "or into the environment as NIGHTDESK_TOKEN"
)
WRONG_TOKEN = "telegram.token: Telegram does not know this token; ask @BotFather for it again (/token)"  # noqa: S105


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("run", help="run the desk")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    if not settings.telegram.token.get_secret_value():
        raise ConfigError(f"{arguments.config}: {NO_TOKEN}")
    _require_free_port(settings)
    start_logging()
    try:
        asyncio.run(until_told_to_stop(_run(settings)))
    except InvalidToken:
        raise ConfigError(f"{arguments.config}: {WRONG_TOKEN}") from None
    return 0


def _require_free_port(settings: Settings) -> None:
    """Said before the desk waits for Telegram."""
    if settings.telegram.mode == "webhook":
        remedy = "end the program that listens there, or write another [web] port or host"
        require_free(settings.web.host, settings.web.port, remedy)


def start_logging(level: int = logging.INFO) -> None:
    """Log to standard error; addresses with the token in them are never logged."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    for chatty in ("httpx", "httpcore", "alembic", "apscheduler", "procrastinate", "psycopg"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


async def _run(settings: Settings) -> None:
    async with running(settings, SystemClock()):
        logging.getLogger(__name__).info("The desk is running")
        await asyncio.Event().wait()


async def until_told_to_stop(work: Coroutine[None, None, None]) -> None:
    """Do the work. Ctrl+C and SIGTERM cancel it, even while it starts, and what it holds is closed in order."""
    doing = asyncio.ensure_future(work)
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, doing.cancel)
    with suppress(asyncio.CancelledError):
        await doing
