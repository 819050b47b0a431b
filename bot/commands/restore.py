"""`nightdesk restore`: replace the SQLite database with a backup while the desk is stopped."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands import add_config
from bot.commands.errors import CommandError
from bot.commands.postgres import restore_command
from bot.commands.terminal import show_progress
from bot.commands.words import words
from bot.config import Settings, load_config
from bot.runtime.clock import SystemClock
from bot.wording.dates import moment
from storage.files import sqlite_file
from storage.marker import marker_beside
from storage.restore import Restored, restore


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "restore",
        help="replace the database with a backup",
        description="Stop the desk first. The backup is verified, and the current database is kept beside it.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a backup")
    parser.add_argument("--force", action="store_true", help="even if the database has data newer than the backup")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    database = sqlite_file(settings.storage.url)
    if database is None:
        command = restore_command(settings.storage.url, arguments.file)
        raise CommandError(f"`nightdesk restore` supports SQLite only; for PostgreSQL run: {command}")
    now = SystemClock().now().astimezone(ZoneInfo(settings.hours.timezone))
    marker = marker_beside(arguments.config)
    done = restore(arguments.file, database, now, arguments.force, show_progress, before_replacing=marker.remove)
    print("\n".join(_summary_lines(settings, arguments.file, database, done)))
    return 0


def _summary_lines(settings: Settings, backup: Path, database: Path, done: Restored) -> Iterator[str]:
    texts = words(settings.company.language, "backup")["restore"]
    tickets, messages = done.contents.rows["ticket"], done.contents.rows["message"]
    yield texts["done"].format(path=database, backup=backup, tickets=tickets, messages=messages)
    if done.contents.latest:
        yield texts["latest"].format(at=_moment(settings, done.contents.latest))
    if done.kept is None:
        return
    if done.lost is None:
        yield texts["unreadable"]
    elif done.lost.is_newer_than(done.contents.latest) and done.lost.latest:
        at = _moment(settings, done.lost.latest)
        yield texts["lost"].format(tickets=done.lost.tickets, messages=done.lost.messages, at=at)
    yield texts["kept"].format(path=done.kept)


def _moment(settings: Settings, at: datetime) -> str:
    return moment(at.astimezone(ZoneInfo(settings.hours.timezone)), settings.company.language)
