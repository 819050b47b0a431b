"""Bring a database to the schema of this program, from an installed wheel too."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage.database import Database
from storage.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
_SCRIPT = re.compile(r"(\d{4})_\w+\.py")


def migrate(database: Database, before: Callable[[str], None] = lambda _revision: None) -> None:
    """Apply the migrations that are missing; nothing happens when there are none: all references are checked after
    them, which takes long in a large database.

    Where there is something to change, `before` is called first with the revision that it will be brought to; an error
    of it leaves everything as it is. StorageError when a newer program has written the database.
    """
    present = revision(database)
    if present and not is_known(present):
        raise StorageError(
            f"{database.shown}: a newer nightdesk has written this database ({present}); update this one, "
            "or restore a backup from before"
        )
    if present != newest_revision():
        if present:
            before(newest_revision())
        _upgrade(database)
    if database.is_shared:
        from storage import job_tables  # what it needs comes with an extra

        with database.transaction() as session:
            job_tables.bring_up_to_date(session)


def revision(database: Database) -> str | None:
    """The last migration that was applied."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def newest_revision() -> str:
    """The last migration of this program."""
    return max(_known())


def is_known(name: str) -> bool:
    """Whether this program has that migration; a newer one may have brought it."""
    return name in _known()


def alembic_config(database: Database) -> "Config":
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # the default is where it led when Alembic was imported
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config


def _upgrade(database: Database) -> None:
    from alembic import command  # half a second and ten megabytes, at the few starts that need it

    command.upgrade(alembic_config(database), "head")


def _known() -> set[str]:
    """The migrations' names, which their files begin with."""
    found = (_SCRIPT.fullmatch(file.name) for file in (SCRIPTS / "versions").iterdir())
    return {script[1] for script in found if script}
