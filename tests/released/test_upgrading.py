"""Every released schema upgrades with its data, to exactly the tables of the models."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlmodel import SQLModel, col, select

from storage import Database, migrate
from storage.migrate import alembic_config, is_known, newest_revision, revision
from storage.models import Customer, Message, State, Ticket
from tests.released.loading import RELEASED, load, rows

FRIDAY = date(2026, 11, 20)
every_release = pytest.mark.parametrize("release", RELEASED)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty one, of either kind."""
    is_file = request.param == "sqlite"
    database = Database(
        f"sqlite:///{tmp_path / 'desk.db'}" if is_file else request.getfixturevalue("empty_postgres_url")
    )
    yield database
    database.close()


def test_there_is_a_dump_of_the_first_release() -> None:
    assert RELEASED[0] == "0001"
    assert all(map(is_known, RELEASED))


@every_release
def test_a_dump_has_rows_in_every_table(release: str, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    counted = load(database, release, tmp_path)
    database.close()
    assert [table for table, count in counted.items() if not count] == []


@every_release
def test_it_upgrades_with_its_data(database: Database, release: str, tmp_path: Path) -> None:
    before = load(database, release, tmp_path)
    migrate(database)
    after = rows(database.engine)
    assert {name: after.get(name) for name in before} == before | {"memo": after["memo"]}
    assert after["memo"] >= before["memo"]  # on PostgreSQL the schema of the jobs is noted there
    assert revision(database) == newest_revision()
    command.check(alembic_config(database))  # raises when models and tables differ


@every_release
def test_what_is_in_it_can_be_read_by_this_program(database: Database, release: str, tmp_path: Path) -> None:
    load(database, release, tmp_path)
    migrate(database)
    with database.transaction() as session:
        for mapper in SQLModel._sa_registry.mappers:
            session.exec(select(mapper.class_)).all()
        [ticket] = session.exec(select(Ticket)).all()
        assert session.get_one(Customer, ticket.customer_id).name == "Мария"
        assert (ticket.state, ticket.opened_at.date()) == (State.OPEN, FRIDAY)
        said = session.exec(select(Message.text).where(Message.ticket_id == ticket.id).order_by(col(Message.id))).all()
        assert said[-2:] == ["Уже едет", "спасибо, а когда?"]


def test_an_empty_database_becomes_what_the_models_say(database: Database) -> None:
    migrate(database)
    command.check(alembic_config(database))
