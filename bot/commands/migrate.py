"""`nightdesk migrate`: apply pending schema migrations."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from sqlalchemy.exc import OperationalError

from bot.background.upgrade import bring_up_to_date
from bot.commands import add_config
from bot.commands.database import first_line
from bot.commands.errors import CommandError
from bot.config import load_config
from bot.runtime.clock import SystemClock
from storage import Database
from storage.lock import sole_use
from storage.marker import marker_beside, require_promised
from storage.migrate import newest_revision


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "migrate",
        help="bring the database up to date",
        description="Makes a backup first. `nightdesk run` does the same at its start.",
    )
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    require_promised(marker_beside(arguments.config), settings.storage.url)
    with sole_use(settings.storage.url):
        database = Database(settings.storage.url)
        try:
            bring_up_to_date(database, settings, SystemClock().now())
        except OperationalError as error:
            raise CommandError(f"{database.shown}: can't reach the database: {first_line(error)}") from None
        finally:
            database.close()
    print(f"{database.shown} is up to date ({newest_revision()})")
    return 0
