"""Bring a database to the schema of this program, from an installed wheel too."""

from alembic import command
from alembic.config import Config

from storage.database import Database


def migrate(database: Database) -> None:
    """Apply the migrations that are missing; nothing happens when there are none."""
    command.upgrade(alembic_config(database), "head")


def alembic_config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["engine"] = database.engine
    return config
