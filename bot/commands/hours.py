"""`nightdesk hours`: the regular week, drawn, and the business hours of the next two weeks, for review."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import datetime

from bot.commands import add_config
from bot.commands.closures import calendar_of
from bot.commands.hours_report import hours_table
from bot.config import Settings, load_config
from bot.runtime.clock import SystemClock
from bot.wording.drawn_week import drawn_week


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser("hours", help="draw the week, and show the hours of the next two weeks")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    print(two_weeks_from(settings, SystemClock().now()))
    return 0


def two_weeks_from(settings: Settings, now: datetime) -> str:
    """The drawn week, and the table that starts on the company's current day. `now` is aware."""
    calendar, language = calendar_of(settings, now), settings.company.language
    today = now.astimezone(calendar.zone).date()
    return f"{drawn_week(calendar, today, language)}\n\n{hours_table(calendar, today, language)}"
