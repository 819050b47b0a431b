"""The migrations make exactly the tables of the models."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage import Database, migrate
from storage.migrate import alembic_config, is_known, newest_revision, revision


def test_migrations_and_models_agree(database: Database) -> None:
    command.check(alembic_config(database))


def test_migrations_are_called_as_their_files(database: Database) -> None:
    scripts = ScriptDirectory.from_config(alembic_config(database))
    assert scripts.get_heads() == [newest_revision()]
    assert all(is_known(script.revision) for script in scripts.walk_revisions())
    assert not is_known("9999")


def test_again_changes_nothing_and_down_takes_all_away(database: Database) -> None:
    tables = our_tables(database)
    migrate(database)
    assert our_tables(database) == tables == {*SQLModel.metadata.tables, "alembic_version"}
    command.downgrade(alembic_config(database), "base")
    assert our_tables(database) == {"alembic_version"}


def test_one_ticket_a_customer_is_a_rule_of_the_database(database: Database) -> None:
    indexes = {one["name"]: one for one in inspect(database.engine).get_indexes("ticket")}
    assert indexes["uq_ticket_one_active_a_customer"]["unique"]


def test_machines_that_start_at_once_make_the_tables_once(empty_postgres_url: str) -> None:
    with ProcessPoolExecutor(3, get_context("forkserver")) as machines:
        assert set(machines.map(revision_after_start, [empty_postgres_url] * 3)) == {newest_revision()}


def revision_after_start(url: str) -> str | None:
    machine = Database(url)
    migrate(machine)
    found = revision(machine)
    machine.close()
    return found


def our_tables(database: Database) -> set[str]:
    """Without those of Procrastinate."""
    names = inspect(database.engine).get_table_names()
    return {name for name in names if not name.startswith("procrastinate_")}
