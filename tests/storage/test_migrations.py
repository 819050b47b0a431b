"""The migrations make exactly the tables of the models."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlmodel import SQLModel

from storage import Database, migrate
from storage.migrate import alembic_config


def test_migrations_and_models_agree(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_again_changes_nothing_and_down_takes_all_away(database: Database) -> None:
    tables = set(inspect(database.engine).get_table_names())
    migrate(database)
    assert set(inspect(database.engine).get_table_names()) == tables == {*SQLModel.metadata.tables, "alembic_version"}
    command.downgrade(alembic_config(database), "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]


def test_one_ticket_a_customer_is_a_rule_of_the_database(database: Database) -> None:
    indexes = {one["name"]: one for one in inspect(database.engine).get_indexes("ticket")}
    assert indexes["uq_ticket_one_active_a_customer"]["unique"]
