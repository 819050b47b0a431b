"""`nightdesk migrate`: bring the database up to date."""

from argparse import ArgumentParser, Namespace, _SubParsersAction

from alembic.util import CommandError as AlembicError

from bot.commands import add_config
from bot.commands.database import database_file, newest_revision
from bot.commands.errors import CommandError
from bot.config import load_config
from storage import Database, migrate


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "migrate", help="bring the database up to date", description="`nightdesk run` does this too when it starts."
    )
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    url = load_config(arguments.config).storage.url
    bring_up_to_date(url)
    print(f"{database_file(url)} is up to date ({newest_revision(url)})")
    return 0


def bring_up_to_date(url: str) -> None:
    """Make the database or change its schema; CommandError when a newer program wrote it."""
    database = Database(url)
    try:
        migrate(database)
    except AlembicError:
        newer = f"{database_file(url)}: a newer nightdesk has written this database; update this one"
        raise CommandError(newer) from None
    finally:
        database.close()
