"""Which rows may go, and since when the oldest of them waits: what the doctor and /readyz judge by."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from storage import Database
from storage.models import Customer, Json, OutboxRow
from storage.stuck_rows import stuck_since

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
LIMIT = timedelta(seconds=120)
OLD, RECENT = NOW - timedelta(minutes=5), NOW - timedelta(seconds=90)


def add(session: Session, lane: str, written: datetime = OLD, **more: object) -> OutboxRow:
    given: Json = {"action": "say", "created_at": written, "due_at": written, "content": {"kind": "card"}}
    row = OutboxRow(lane=lane, **given | more)
    session.add(row)
    session.flush()
    return row


def since(session: Session) -> datetime | None:
    session.flush()
    return stuck_since(session, NOW, LIMIT)


@pytest.fixture
def customer(database: Database) -> int:
    with database.transaction() as session:
        session.add(Customer(id=1, address="5", created_at=OLD))
    return 1


def test_a_message_that_could_have_gone(database: Database) -> None:
    with database.transaction() as session:
        add(session, "staff", RECENT)
        assert since(session) is None
        add(session, "ticket:1")
        assert since(session) == OLD


def test_one_that_fails_counts_from_its_first_failure(database: Database) -> None:
    with database.transaction() as session:
        later = NOW + timedelta(seconds=30)
        row = add(session, "ticket:1", due_at=later, attempts=3, failing_since=RECENT)
        assert since(session) is None
        row.failing_since = OLD
        assert since(session) == OLD


def test_what_is_to_go_later_waits_rightly(database: Database) -> None:
    with database.transaction() as session:
        add(session, "ticket:1", due_at=NOW + timedelta(minutes=5))
        add(session, "ticket:2", due_at=RECENT)
        assert since(session) is None


def test_only_the_first_of_a_lane_may_go(database: Database) -> None:
    with database.transaction() as session:
        add(session, "ticket:1", RECENT)
        add(session, "ticket:1")
        assert since(session) is None


def test_what_is_being_sent_does_not_wait(database: Database) -> None:
    with database.transaction() as session:
        row = add(session, "ticket:1", claimed_at=OLD)
        assert since(session) is None
        row.claimed_at = row.created_at = row.due_at = NOW - timedelta(minutes=11)
        assert since(session) == row.due_at


def test_in_a_storm_the_group_s_messages_wait_rightly(database: Database) -> None:
    """Its limit is used up: nine cards with their topics went out within the last minute."""
    with database.transaction() as session:
        add(session, "ticket:1", action="card")
        for number in range(9):
            add(session, f"ticket:{number + 2}", action="card", sent_at=RECENT)
        assert since(session) == OLD
        for number in range(9):
            add(session, f"ticket:{number + 20}", action="card", sent_at=NOW - timedelta(seconds=50))
        assert since(session) is None
        add(session, "ticket:40", failing_since=OLD)
        assert since(session) == OLD, "one that fails does not wait for the limit"


def test_a_group_that_gets_hardly_anything_is_no_storm(database: Database) -> None:
    with database.transaction() as session:
        add(session, "ticket:1", action="card")
        add(session, "ticket:2", action="card", sent_at=NOW - timedelta(seconds=5))
        assert since(session) == OLD


def test_telegram_may_ask_for_a_pause(database: Database) -> None:
    with database.transaction() as session:
        add(session, "ticket:1")
        add(session, "ticket:2", due_at=NOW + timedelta(seconds=40), error="Flood control exceeded")
        assert since(session) is None


def test_customers_wait_rightly_for_the_limit_of_all(database: Database, customer: int) -> None:
    with database.transaction() as session:
        add(session, "customer:1", customer_id=customer)
        assert since(session) == OLD
        for number in range(200):
            add(session, f"done:{number}", customer_id=customer, sent_at=NOW - timedelta(seconds=5))
        assert since(session) is None
