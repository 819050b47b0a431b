"""`nightdesk run`: run the desk until SIGINT or SIGTERM."""

import asyncio
import gc
import logging
import os
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from telegram.error import InvalidToken

from bot.app import running
from bot.commands import add_config
from bot.commands.errors import CommandError
from bot.commands.overview import overview, warning_of_sample
from bot.commands.ports import require_free
from bot.commands.setup import add_access, setup_access, source_of_token
from bot.commands.stopping import run_until_stopped
from bot.commands.words import words
from bot.config import (
    ConfigError,
    LogSettings,
    Problem,
    Settings,
    config_error,
    load_config,
    require_own_values,
    spoken,
)
from bot.desk.empty_answers import warn_of_empty_answers
from bot.desk.pilot.share import pilot_of
from bot.inference.remote_models import RemoteModels
from bot.runtime.clock import SystemClock
from bot.runtime.free_memory import free_memory
from bot.runtime.logs import secrets_of, start_logging, tell_of_stray_errors
from bot.setup import Access
from bot.telegram.setup_checks import NotAnsweredError, Obstacle, SetupChecks
from faq import FaqError
from storage.errors import DatabaseLostError, StorageError
from storage.marker import marker_beside

EXPECTED_ERRORS = (ConfigError, FaqError, CommandError, StorageError, DBAPIError)
"""Errors that `bot.cli` reports in one line."""

log = logging.getLogger(__name__)


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("run", help="run the desk")
    parser.add_argument("--log", choices=("text", "json"), help="the format of the log; default: [log] format")
    parser.add_argument(
        "--new-database",
        action="store_true",
        help="start although the database is missing or older than what was promised; say it once",
    )
    add_access(parser)
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    """Run the desk; where there is no configuration, but a token, the owner is asked for it in Telegram first."""
    access = setup_access(arguments, os.environ)
    work = _run(_prepared(arguments), arguments) if access is None else _set_up_and_run(access, arguments)
    try:
        asyncio.run(run_until_stopped(work))
    except InvalidToken:
        raise _token_error("wrong_token", arguments.config, access) from None
    except DatabaseLostError as error:
        print(f"nightdesk: {error}", file=sys.stderr)
        return 1
    except EXPECTED_ERRORS:
        raise
    except Exception:  # logged without message texts, which Python's own traceback would print
        log.critical("The desk stopped with an error", exc_info=True)
        return 1
    return 0


def _prepared(arguments: Namespace) -> Settings:
    """The settings, with which a desk can run; it logs from now on. Raises ConfigError, CommandError."""
    settings = load_config(arguments.config)
    if not settings.telegram.token.get_secret_value():
        raise _token_error("no_token", arguments.config)
    require_own_values(settings, arguments.config)
    _require_free_port(settings)
    start_logging(_log_settings(settings.log, arguments), secrets_of(settings))
    RemoteModels.of(settings.faq).log_what_is_sent()
    return settings


def _log_settings(settings: LogSettings, arguments: Namespace) -> LogSettings:
    return settings.model_copy(update={"format": arguments.log}) if arguments.log else settings


def _token_error(problem: str, path: Path, access: Access | None = None) -> ConfigError:
    if not path.exists() and access:  # in the set-up
        return config_error([Problem("rules", problem, source_of_token(access))], spoken(os.environ))
    return config_error([Problem("rules", problem, "telegram.token")], load_config(path).company.language, path)


def _require_free_port(settings: Settings) -> None:
    """Fail before waiting for Telegram."""
    if settings.web_port:
        remedy = "stop the program that listens there, or set another [web] port or host"
        require_free(settings.web.host, settings.web_port, remedy)


async def _set_up_and_run(access: Access, arguments: Namespace) -> None:
    from bot.commands.setup.guide import set_up  # it tries questions out; a desk that is set up needs nothing of it

    start_logging(_log_settings(LogSettings(), arguments), [access.token])
    await set_up(access, arguments.config, SystemClock())
    await _run(_prepared(arguments), arguments)


async def _run(settings: Settings, arguments: Namespace) -> None:
    tell_of_stray_errors()
    marker = marker_beside(arguments.config)
    if arguments.new_database:
        marker.remove()
    try:
        async with running(settings, SystemClock(), marker=marker) as parts:
            knowledge = parts.transactions.context.knowledge
            pilot = await parts.transactions.run(pilot_of)
            for line in overview(settings, parts.bot.username, knowledge.library, SystemClock().now(), pilot):
                log.info("%s", line)
            if warning := warning_of_sample(settings, knowledge.library):
                log.warning("%s", warning)
            warn_of_empty_answers(settings, knowledge.library)
            await _warn_of_group(settings, SetupChecks(parts.bot))
            log.info("The desk is running")
            await asyncio.wrap_future(knowledge.answerer)
            free_memory()
            gc.freeze()  # exempt what lives as long as the process from garbage collection, which would delay customers
            await asyncio.Event().wait()
    except asyncio.CancelledError:  # SIGINT or SIGTERM
        log.info("The desk has stopped")
        raise


async def _warn_of_group(settings: Settings, checks: SetupChecks) -> None:
    """Say at once that the staff group can't be seen, which else comes out with the first request of the night."""
    try:
        await checks.chat(settings.staff.chat_id)
    except NotAnsweredError as error:
        if error.obstacle is Obstacle.NOT_FOUND:
            text = words(settings.company.language, "run")["overview"]["group_missing"]
            log.warning("%s", text.format(chat_id=settings.staff.chat_id))
