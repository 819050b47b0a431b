"""A conversation that an earlier version kept as timers arrives in the state that it was in."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import insert
from sqlalchemy.schema import MetaData

from storage import Database, migrate
from storage.customers import conversations_due
from storage.migrate import alembic_config
from storage.models import Conversation, ConversationState, Customer
from tests.released.loading import load

TIMERS = "0004"  # the last schema with a timer for each state
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
GATHERED = Conversation(ConversationState.GATHERING, NOW, LATER)
BY_THE_TIMERS: dict[int, tuple[dict[str, datetime], Conversation]] = {
    11: ({}, Conversation()),
    12: ({"gather_since": NOW, "gather_until": LATER}, GATHERED),
    13: ({"choosing_until": LATER}, Conversation(ConversationState.CHOOSING, NOW, LATER, 131)),
    14: ({}, Conversation(ConversationState.WITH_PERSON, NOW)),
    # A photo came while suggestions were shown: a person looks at it when the burst ends.
    15: ({"gather_since": NOW, "gather_until": LATER, "choosing_until": LATER}, GATHERED),
    # A colleague opened the ticket again while a burst was gathered: it joins the ticket when it ends.
    16: ({"gather_since": NOW, "gather_until": LATER}, GATHERED),
    # A colleague opened the ticket again while suggestions were shown.
    17: ({"choosing_until": LATER}, Conversation(ConversationState.WITH_PERSON, NOW)),
    # Suggestions were shown, and the question is decided since.
    18: ({"choosing_until": LATER}, Conversation()),
}
WITH_TICKET = (14, 16, 17)
CHOOSING = (13, 15, 17, 18)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """What was released first, with its data, brought to the last schema with timers."""
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'desk.db'}" if is_file else request.getfixturevalue("empty_postgres_url")
    database = Database(url)
    load(database, "0001", tmp_path)
    command.upgrade(alembic_config(database), TIMERS)
    yield database
    database.close()


def test_each_arrives_in_the_state_that_it_was_in(database: Database) -> None:
    add_customers_with_timers(database)
    migrate(database)
    with database.transaction() as session:
        arrived = {number: session.get_one(Customer, number).conversation for number in BY_THE_TIMERS}
        assert arrived == {number: expected for number, (_, expected) in BY_THE_TIMERS.items()}
        assert sorted(conversations_due(session, LATER)) == [12, 13, 15, 16]
        assert session.get_one(Customer, 1).conversation.state is ConversationState.WITH_PERSON  # of the released desk


def test_the_way_back_keeps_them(database: Database) -> None:
    add_customers_with_timers(database)
    migrate(database)
    command.downgrade(alembic_config(database), TIMERS)
    migrate(database)
    with database.transaction() as session:
        arrived = {number: session.get_one(Customer, number).conversation for number in BY_THE_TIMERS}
        assert arrived == {number: expected for number, (_, expected) in BY_THE_TIMERS.items()}


def add_customers_with_timers(database: Database) -> None:
    tables = MetaData()
    tables.reflect(database.engine)

    def add(table: str, **values: object) -> None:
        zoned = database.engine.dialect.name != "sqlite"
        plain = {
            name: value.replace(tzinfo=None) if isinstance(value, datetime) and not zoned else value
            for name, value in values.items()
        }
        with database.engine.begin() as connection:
            connection.execute(insert(tables.tables[table]), plain)

    for number, (timers, _) in BY_THE_TIMERS.items():
        add("customer", id=number, door="telegram", address=str(number), name="Олег", created_at=NOW, **timers)
        if number in WITH_TICKET:
            add("ticket", **ticket(number))
        if number in CHOOSING:
            entry_id = "delivery-price" if number == 18 else None
            add("question", **question(number * 10, number, NOW - timedelta(days=1), entry_id))
            add("question", **question(number * 10 + 1, number, NOW, entry_id))


def ticket(customer_id: int) -> dict[str, object]:
    return {
        "id": customer_id,
        "customer_id": customer_id,
        "state": "new",
        "priority": "normal",
        "subject": "",
        "language": "ru",
        "suggested": [],
        "opened_at": NOW,
        "in_hours": False,
        "reminded": 0,
        "late_told": False,
        "is_spam": False,
    }


def question(number: int, customer_id: int, asked_at: datetime, entry_id: str | None) -> dict[str, object]:
    return {
        "id": number,
        "customer_id": customer_id,
        "text": "доставка",
        "language": "ru",
        "asked_at": asked_at,
        "in_hours": False,
        "decision": "suggest",
        "entry_id": entry_id,
        "suggested": ["delivery-price"],
    }
