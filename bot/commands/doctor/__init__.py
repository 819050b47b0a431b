"""`nightdesk doctor`: checks the installation and says what to do about each problem."""

import asyncio
from argparse import ArgumentParser, Namespace, _SubParsersAction

from bot.commands import add_config
from bot.commands.closures import calendar_of
from bot.commands.doctor.backup import backup_finding
from bot.commands.doctor.configuration import configuration_findings
from bot.commands.doctor.database import database_finding
from bot.commands.doctor.finding import Finding, as_objects, is_well, lines
from bot.commands.doctor.health import health_findings
from bot.commands.doctor.models import model_findings
from bot.commands.doctor.telegram import telegram_findings
from bot.commands.errors import CommandError
from bot.commands.terminal import json_text
from bot.config import Settings, load_config, require_own_values
from bot.runtime.clock import Clock, SystemClock
from storage.marker import Marker, marker_beside


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "doctor",
        help="check everything and say what to do",
        description="Check all that the desk needs, and the desk that runs here. Status 1 when something failed.",
    )
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="a list of objects: check, status, message, remedy")
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    require_own_values(settings, arguments.config)
    findings = asyncio.run(examine(settings, SystemClock(), marker_beside(arguments.config)))
    language = settings.company.language
    if arguments.json:
        print(json_text(as_objects(findings, language)))
    else:
        print("\n".join(lines(findings, language)))
    return 0 if is_well(findings) else 1


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
