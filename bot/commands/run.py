"""`nightdesk run`: run the desk until SIGINT or SIGTERM."""

import asyncio
import gc
import logging
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from telegram.error import InvalidToken

from bot.app import running
from bot.commands import add_config
from bot.commands.errors import CommandError
from bot.commands.ports import require_free
from bot.commands.stopping import run_until_stopped
from bot.config import ConfigError, Problem, Settings, config_error, load_config, require_own_values
from bot.inference.remote_models import RemoteModels
from bot.runtime.clock import SystemClock
from bot.runtime.free_memory import free_memory
from bot.runtime.logs import secrets_of, start_logging, tell_of_stray_errors
from faq import FaqError
from storage.errors import DatabaseLostError, StorageError
from storage.marker import Marker, marker_beside

EXPECTED_ERRORS = (ConfigError, FaqError, CommandError, StorageError, DBAPIError)
"""Errors that `bot.cli` reports in one line."""


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("run", help="run the desk")
    parser.add_argument("--log", choices=("text", "json"), help="the format of the log; default: [log] format")
    parser.add_argument(
        "--new-database",
        action="store_true",
        help="start although the database is missing or older than what was promised; say it once",
    )
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    if not settings.telegram.token.get_secret_value():
        raise _token_error("no_token", settings, arguments.config)
    require_own_values(settings, arguments.config)
    _require_free_port(settings)
    log = settings.log.model_copy(update={"format": arguments.log}) if arguments.log else settings.log
    start_logging(log, secrets_of(settings))
    marker = marker_beside(arguments.config)
    if arguments.new_database:
        marker.remove()
    RemoteModels.of(settings.faq).log_what_is_sent()
    try:
        asyncio.run(run_until_stopped(_run(settings, marker)))
    except InvalidToken:
        raise _token_error("wrong_token", settings, arguments.config) from None
    except DatabaseLostError as error:
        print(f"nightdesk: {error}", file=sys.stderr)
        return 1
    except EXPECTED_ERRORS:
        raise
    except Exception:  # logged without message texts, which Python's own traceback would print
        logging.getLogger(__name__).critical("The desk stopped with an error", exc_info=True)
        return 1
    return 0


def _token_error(problem: str, settings: Settings, path: Path) -> ConfigError:
    return config_error([Problem("rules", problem, "telegram.token")], settings.company.language, path)


def _require_free_port(settings: Settings) -> None:
    """Fail before waiting for Telegram."""
    if settings.web_port:
        remedy = "stop the program that listens there, or set another [web] port or host"
        require_free(settings.web.host, settings.web_port, remedy)


async def _run(settings: Settings, marker: Marker) -> None:
    tell_of_stray_errors()
    async with running(settings, SystemClock(), marker=marker) as parts:
        logging.getLogger(__name__).info("The desk is running")
        await asyncio.wrap_future(parts.transactions.context.knowledge.answerer)
        free_memory()
        gc.freeze()  # exempt what lives as long as the process from garbage collection, which would delay customers
        await asyncio.Event().wait()
