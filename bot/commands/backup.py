"""`nightdesk backup`: copy the SQLite database, also while the desk runs."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path

from bot.background.nightly_backup import place_of_copy
from bot.commands import add_config
from bot.commands.errors import CommandError
from bot.commands.postgres import dump_command
from bot.commands.terminal import readable_size, show_progress
from bot.commands.words import words
from bot.config import load_config
from bot.runtime.clock import SystemClock
from storage.backup import back_up
from storage.files import sqlite_file


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "backup",
        help="copy the database, also while the desk runs",
        description="The copy is verified. It contains customers' messages: protect it like the database.",
    )
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="default: a new file in the backup folder",
    )
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    database = sqlite_file(settings.storage.url)
    if database is None:
        raise CommandError(
            f"`nightdesk backup` supports SQLite only; for PostgreSQL run: {dump_command(settings.storage.url)}"
        )
    if not database.is_file():
        raise CommandError(f"{database}: there is no database yet; `nightdesk run` creates it")
    target = arguments.file or place_of_copy(settings, database, "manual", SystemClock().now())
    made = back_up(database, target, show_progress)
    text = words(settings.company.language, "backup")["backup"]["done"]
    size = readable_size(target.stat().st_size, settings.company.language)
    print(text.format(path=target, tickets=made.rows["ticket"], messages=made.rows["message"], size=size))
    return 0
