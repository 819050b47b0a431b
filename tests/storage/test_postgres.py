"""PostgreSQL only: one writer at a time across all machines."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session

from bot.monitoring.outage import kind_of
from storage import Database, postgres
from tests.peephole import a_peephole
from tests.storage.test_database import customer

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def elsewhere(database: Database) -> Iterator[Database]:
    """The same database as another machine has it."""
    other = Database(database.url)
    yield other
    other.close()


def test_who_looks_first_and_then_writes_is_not_overtaken_from_another_machine(
    database: Database, elsewhere: Database
) -> None:
    def find_else_create(where: Database) -> None:
        with where.transaction() as session:
            if not session.connection().exec_driver_sql("SELECT 1 FROM customer").all():
                customer(session)

    with ThreadPoolExecutor(8) as machines:
        for _ in machines.map(find_else_create, [database, elsewhere] * 20):
            pass
    with database.transaction() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM customer").scalar() == 1


def test_a_turn_that_does_not_come_is_the_trouble_of_a_locked_database(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_OPTIONS", "-c lock_timeout=20ms")
    impatient = Database(database.url)
    with database.transaction() as session:
        customer(session)
        with pytest.raises(OperationalError), impatient.transaction() as other:
            customer(other)
    impatient.close()


def test_a_server_that_takes_no_writes_is_left_for_the_one_that_does(database: Database, elsewhere: Database) -> None:
    """As after a failover, when the address leads to another server."""
    name = make_url(database.url).database
    with a_peephole(database.url) as server:
        server.ask(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        with pytest.raises(OperationalError) as refusal, elsewhere.transaction() as session:
            customer(session)
        assert kind_of(refusal.value) == "readonly"
        server.ask(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    with elsewhere.transaction() as session:
        customer(session)


def test_a_machine_that_stands_still_in_the_middle_loses_its_turn(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_OPTIONS", "-c idle_in_transaction_session_timeout=20ms")
    halting = Database(database.url)

    def halt_in_the_middle() -> None:
        with halting.transaction() as session:
            customer(session)
            with database.transaction() as other:  # waits for its turn
                assert other.connection().exec_driver_sql("SELECT count(*) FROM customer").scalar() == 0
            session.connection().exec_driver_sql("SELECT 1")

    with pytest.raises(OperationalError):
        halt_in_the_middle()
    halting.close()


def test_who_only_reads_waits_for_nobody_and_can_not_write(database: Database) -> None:
    reader = postgres.reading_engine(make_url(database.url))
    with database.transaction() as writing:
        customer(writing)
        with Session(reader) as session:
            assert session.connection().execute(text("SELECT count(*) FROM customer")).scalar() == 0
            with pytest.raises(DBAPIError, match="read-only"):
                customer(session)
    reader.dispose()
