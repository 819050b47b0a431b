"""`nightdesk migrate-storage`: move all data from SQLite to PostgreSQL."""

from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from bot.commands import add_config
from bot.commands.database import first_line, reading
from bot.commands.errors import CommandError
from bot.commands.postgres import address, dump_command
from bot.commands.terminal import readable_size, show_progress, table
from bot.commands.words import words
from bot.config import Settings, StorageSettings, load_config
from storage import Database
from storage.database import is_postgres
from storage.files import sqlite_file
from storage.inspection import Contents, contents, open_read_only, require_intact
from storage.lock import sole_use

if TYPE_CHECKING:
    from storage.transfer import CopiedTable

_CHECKSUM_DIGITS = 16  # shown


def add(subcommands: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subcommands.add_parser(
        "migrate-storage",
        help="move the desk from SQLite to PostgreSQL",
        description="Stop the desk first. Copies all rows into an empty database in one transaction and verifies them.",
    )
    parser.add_argument("--to", required=True, metavar="URL", help="postgresql://nightdesk@host/nightdesk")
    add_config(parser)
    parser.set_defaults(act=act)


def act(arguments: Namespace) -> int:
    settings = load_config(arguments.config)
    source, url = sqlite_file(settings.storage.url), _postgres(arguments.to)
    if source is None:
        raise CommandError("[storage] url: only an SQLite database can be moved")
    with sole_use(settings.storage.url):
        found = _count_rows(settings, source)
        target = Database(url)
        try:
            moved = _move(settings, source, found, target)
        except DBAPIError as error:
            raise CommandError(f"{target.shown}: nothing was moved: {first_line(error)}") from None
        finally:
            target.close()
    print("\n".join(_summary_lines(settings, arguments.config, url, moved)))
    return 0


def _postgres(url: str) -> str:
    try:
        given = StorageSettings(url=url).url
    except ValidationError as error:
        raise CommandError(f"--to: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from None
    if not is_postgres(given):
        raise CommandError('--to: write "postgresql://nightdesk@host/nightdesk"')
    return given


def _count_rows(settings: Settings, source: Path) -> Contents:
    """Count the rows. Raises CommandError or StorageError when the file is damaged or has another version's schema."""
    with reading(settings.storage.url), closing(open_read_only(source)) as connection:
        require_intact(connection, source)
        return contents(connection)


def _move(settings: Settings, source: Path, found: Contents, target: Database) -> "list[CopiedTable]":
    from storage.transfer import move, prepare  # requires the extra `postgres`

    prepare(target)
    texts = words(settings.company.language, "migrate_storage")["before"]
    whole = sum(count for name, count in found.rows.items() if name != "alembic_version")
    tickets, messages = found.rows["ticket"], found.rows["message"]
    size = readable_size(source.stat().st_size, settings.company.language)
    print(texts["source"].format(path=source, size=size, rows=whole, tickets=tickets, messages=messages))
    print(texts["target"].format(name=target.shown), flush=True)
    return move(source, target, lambda arrived: show_progress(whole - arrived, whole))


def _summary_lines(settings: Settings, config: Path, url: str, moved: "Sequence[CopiedTable]") -> list[str]:
    """The lines to print: rows of each table, and the operator's next steps."""
    texts = words(settings.company.language, "migrate_storage")["after"]
    rows = [[one.table, f"{one.rows}", one.checksum[:_CHECKSUM_DIGITS]] for one in moved]
    lines = [texts["compared"], *table(rows), texts["config"].format(config=config), f'  url = "{address(url)}"']
    if settings.backup.folder:
        lines.append(texts["backup"].format(command=dump_command(url)))
    return [*lines, texts["password"], texts["file"].format(path=sqlite_file(settings.storage.url))]
