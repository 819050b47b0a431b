"""Schema migrations, also from an installed wheel."""

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
    """Apply pending migrations, then check all references. Without pending migrations nothing is checked either.

    `before` is called with the target revision before an existing database is changed; when it raises, nothing changes.
    Raises StorageError when a newer version has written the database, or a reference is broken.
    """
    present = revision(database)
    if present and not is_known(present):
        raise StorageError(
            f"{database.shown}: written by a newer nightdesk ({present}); update this installation, "
            "or restore an earlier backup"
        )
    if present != newest_revision():
        if present:
            before(newest_revision())
        _upgrade(database)
    if database.is_shared:
        from storage import job_tables  # requires the extra `postgres`

        with database.transaction() as session:
            job_tables.bring_up_to_date(session)


def revision(database: Database) -> str | None:
    """The revision of the last migration applied; None for an empty database."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def newest_revision() -> str:
    """The revision of the newest migration in this version."""
    return max(_revisions())


def is_known(name: str) -> bool:
    """Whether this version has the migration `name`."""
    return name in _revisions()


def alembic_config(database: Database) -> "Config":
    from alembic.config import Config

    config = Config(stdout=sys.stdout)  # by default Alembic keeps the sys.stdout of its import
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["engine"] = database.engine
    return config


def _upgrade(database: Database) -> None:
    from alembic import command  # 0.5 s and 10 MB, needed only when there is something to migrate

    command.upgrade(alembic_config(database), "head")


def _revisions() -> set[str]:
    """The revisions, from the file names."""
    found = (_SCRIPT.fullmatch(file.name) for file in (SCRIPTS / "versions").iterdir())
    return {script[1] for script in found if script}
