"""`nightdesk hours`: business hours of the next two weeks, for review."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import datetime

from bot.commands import add_config
from bot.commands.closures import calendar_of
from bot.commands.hours_report import hours_table
from bot.config import Settings, load_config
from bot.runtime.clock import SystemClock


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("hours", help="show the business hours of the next two weeks")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    print(two_weeks_from(settings, SystemClock().now()))
    return 0


def two_weeks_from(settings: Settings, now: datetime) -> str:
    """The table that starts on the company's current day, without announced closures. `now` is aware."""
    calendar = calendar_of(settings, now)
    return hours_table(calendar, now.astimezone(calendar.zone).date(), settings.company.language)
