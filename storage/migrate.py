"""Bring a database to the schema of this program, from an installed wheel too."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.database import Database
from storage.errors import StorageError

SCRIPTS = "storage:migrations"


def migrate(database: Database, before: Callable[[str], None] = lambda _revision: None) -> None:
    """Apply the migrations that are missing; nothing happens when there are none.

    Where there is something to change, `before` is called first with the revision that it will be brought to; an error
    of it leaves everything as it is. StorageError when a newer program has written the database.
    """
    present = revision(database)
    if present and not is_known(present):
        raise StorageError(
            f"{database.shown}: a newer nightdesk has written this database ({present}); update this one, "
            "or restore a backup from before"
        )
    if present and present != newest_revision():
        before(newest_revision())
    command.upgrade(alembic_config(database), "head")
    if database.is_shared:
        from storage import job_tables  # what it needs comes with an extra

        with database.transaction() as session:
            job_tables.bring_up_to_date(session)


def revision(database: Database) -> str | None:
    """The last migration that was applied."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str:
    """The last migration of this program."""
    head = _migrations().get_current_head()
    assert head is not None
    return head


def is_known(name: str) -> bool:
    """Whether this program has that migration; a newer one may have brought it."""
    return name in {script.revision for script in _migrations().walk_revisions()}


def alembic_config(database: Database) -> Config:
    config = _config()
    config.attributes["engine"] = database.engine
    return config


def _migrations() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    return config
