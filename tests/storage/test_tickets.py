"""Concurrent changes of a ticket happen once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from storage import Database
from storage.models import Customer, StaffMember, State, Ticket
from storage.tickets import active_ticket, claim
from tests.storage.threads import THREADS, at_once

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)


@pytest.fixture
def maria(database: Database) -> int:
    """A customer's id."""
    with database.transaction() as session:
        customer = Customer(address="1", name="Мария", created_at=NOW)
        session.add(customer)
        session.flush()
        return customer.id


@pytest.fixture
def ticket(database: Database, maria: int) -> int:
    """The number of a ticket that nobody has taken."""
    with database.transaction() as session:
        for colleague in range(THREADS):
            session.add(StaffMember(telegram_id=colleague, name="Анна", checked_at=NOW))
        ticket = Ticket(customer_id=maria, opened_at=NOW)
        session.add(ticket)
        session.flush()
        return ticket.id


def test_finding_or_opening_opens_one_ticket(database: Database, maria: int) -> None:
    def find_or_open(session: Session, _number: int) -> int:
        ticket = active_ticket(session, maria)
        if ticket is None:
            ticket = Ticket(customer_id=maria, opened_at=NOW)
            session.add(ticket)
            session.flush()
        return ticket.id

    assert at_once(database, find_or_open) == [1] * THREADS


def test_a_second_active_ticket_is_refused_by_the_database(session: Session, maria: int, ticket: int) -> None:
    session.add(Ticket(customer_id=maria, opened_at=NOW, state=State.PENDING))
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("state", [State.SOLVED, State.CLOSED])
def test_after_the_first_has_ended_there_may_be_another(
    database: Database, maria: int, ticket: int, state: State
) -> None:
    with database.transaction() as session:
        session.get_one(Ticket, ticket).state = state
        session.flush()
        session.add(Ticket(customer_id=maria, opened_at=NOW))
    with database.transaction() as session:
        assert len(session.exec(select(Ticket)).all()) == 2


def test_a_ticket_is_taken_by_one(database: Database, ticket: int) -> None:
    taken = at_once(database, lambda session, colleague: claim(session, ticket, colleague, NOW))
    assert sorted(taken) == [False] * (THREADS - 1) + [True]
    with database.transaction() as session:
        stored = session.get_one(Ticket, ticket)
        assert (stored.taken_by, stored.state) == (taken.index(True), State.OPEN)


def test_what_has_ended_can_not_be_taken(session: Session, ticket: int) -> None:
    session.get_one(Ticket, ticket).state = State.SOLVED
    session.flush()
    assert not claim(session, ticket, 0, NOW)


def test_a_number_is_never_given_twice(database: Database, maria: int, ticket: int) -> None:
    with database.transaction() as session:
        session.delete(session.get_one(Ticket, ticket))
    with database.transaction() as session:
        session.add(Ticket(customer_id=maria, opened_at=NOW))
    with database.transaction() as session:
        assert [one.id for one in session.exec(select(Ticket)).all()] == [ticket + 1]
