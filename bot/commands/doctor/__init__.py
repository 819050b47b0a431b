"""`nightdesk doctor`: checks the installation and says what to do about each problem."""

import asyncio
import os
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from bot.commands import add_config
from bot.commands.closures import calendar_of
from bot.commands.doctor import bundle
from bot.commands.doctor.backup import backup_finding
from bot.commands.doctor.configuration import configuration_findings
from bot.commands.doctor.database import database_finding
from bot.commands.doctor.finding import Finding, as_objects, is_well, lines
from bot.commands.doctor.health import health_findings
from bot.commands.doctor.models import model_findings
from bot.commands.doctor.telegram import telegram_findings
from bot.commands.errors import CommandError
from bot.commands.terminal import json_text, plain
from bot.commands.words import words
from bot.config import ConfigError, Settings, load_config, require_own_values, spoken
from bot.runtime.clock import Clock, SystemClock
from storage.marker import Marker, marker_beside


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "doctor",
        help="check everything and say what to do",
        description="Check all that the desk needs, and the desk that runs here. Status 1 when something failed.",
    )
    add_config(parser)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="a list of objects: check, status, message, remedy")
    shape.add_argument(
        "--bundle",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="FILE",
        help="write a report without texts, names and secrets, to attach to an issue; default: a new file here",
    )
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    if arguments.bundle is not None:
        return _write_bundle(arguments.config, arguments.bundle)
    settings = load_config(arguments.config)
    require_own_values(settings, arguments.config)
    findings = asyncio.run(examine(settings, SystemClock(), marker_beside(arguments.config)))
    language = settings.company.language
    if arguments.json:
        print(json_text(as_objects(findings, language)))
    else:
        print("\n".join(lines(findings, language)))
    return 0 if is_well(findings) else 1


def _write_bundle(config: Path, file: Path) -> int:
    """Also where the configuration is invalid, which is told afterwards as always: ConfigError is raised."""
    clock = SystemClock()
    now = clock.now()
    try:
        settings = load_config(config)
    except ConfigError as error:
        parts, language = bundle.sections_without_settings(error), spoken(os.environ)
        _tell_of(bundle.write(bundle.text_of(parts, now), file, now), language)
        raise
    parts = bundle.sections(settings, lambda: asyncio.run(examine(settings, clock, marker_beside(config))), now)
    _tell_of(bundle.write(bundle.text_of(parts, now), file, now), settings.company.language)
    return 0


def _tell_of(file: Path, language: str) -> None:
    texts = words(language, "doctor")["bundle"]
    print(plain(texts["written"].format(file=file)), texts["look"], sep="\n")


async def examine(settings: Settings, clock: Clock, marker: Marker | None = None) -> list[Finding]:
    """Run all checks; they change nothing. `marker` knows what was promised."""
    telegram = await telegram_findings(settings, clock)
    models = await asyncio.to_thread(model_findings, settings)
    now = clock.now()
    database = database_finding(settings.storage.url, marker)
    try:
        calendar = calendar_of(settings, now)
    except CommandError:  # the database check reports it
        calendar = settings.calendar()
    backup, health = backup_finding(settings, now), health_findings(settings, now)
    return [*telegram, *configuration_findings(settings, calendar, now), *models, database, backup, *health]
