"""`nightdesk run`: the desk, until it is told to stop."""

import asyncio
import logging
from argparse import ArgumentParser, Namespace, _SubParsersAction

from sqlalchemy.exc import DBAPIError
from telegram.error import InvalidToken

from bot.app import running
from bot.commands import add_config
from bot.commands.errors import CommandError
from bot.commands.ports import require_free
from bot.commands.stopping import until_told_to_stop
from bot.config import ConfigError, Settings, load_config
from bot.runtime.clock import SystemClock
from bot.runtime.logs import secrets_of, start_logging, tell_of_stray_errors
from bot.runtime.memory import settle_memory
from faq import FaqError
from storage.errors import StorageError

NO_TOKEN = (
    "telegram.token: there is none; put the token that @BotFather gave you into config.toml "  # noqa: S105
    "or into the environment as NIGHTDESK_TOKEN"
)
WRONG_TOKEN = "telegram.token: Telegram does not know this token; ask @BotFather for it again (/token)"  # noqa: S105

SAID_IN_ONE_LINE = (ConfigError, FaqError, CommandError, StorageError, DBAPIError)  # by whoever called the command


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("run", help="run the desk")
    parser.add_argument("--log", choices=("text", "json"), help="how the log is written; default: [log] format")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    if not settings.telegram.token.get_secret_value():
        raise ConfigError(f"{arguments.config}: {NO_TOKEN}")
    _require_free_port(settings)
    log = settings.log.model_copy(update={"format": arguments.log}) if arguments.log else settings.log
    start_logging(log, secrets_of(settings))
    try:
        asyncio.run(until_told_to_stop(_run(settings)))
    except InvalidToken:
        raise ConfigError(f"{arguments.config}: {WRONG_TOKEN}") from None
    except SAID_IN_ONE_LINE:
        raise
    except Exception:  # told by the log, which quotes nobody, and not by Python, which would
        logging.getLogger(__name__).critical("The desk has ended", exc_info=True)
        return 1
    return 0


def _require_free_port(settings: Settings) -> None:
    """Said before the desk waits for Telegram."""
    if settings.web_port:
        remedy = "end the program that listens there, or write another [web] port or host"
        require_free(settings.web.host, settings.web_port, remedy)


async def _run(settings: Settings) -> None:
    tell_of_stray_errors()
    async with running(settings, SystemClock()) as parts:
        logging.getLogger(__name__).info("The desk is running")
        await asyncio.wrap_future(parts.transactions.context.knowledge.answerer)
        settle_memory()
        await asyncio.Event().wait()
