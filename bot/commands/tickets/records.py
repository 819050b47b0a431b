"""Tickets, messages and events as JSON objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from storage.models import ACTIVE, Customer, Event, Json, Message, StaffMember, State, Ticket
from storage.tickets import BY_URGENCY, events_of, messages_of

_BATCH_ROWS = 500
_Wanted: TypeAlias = "Select[Ticket, Customer, StaffMember]"


@dataclass(frozen=True)
class Record:
    """A ticket with its customer and the name of its assignee."""

    ticket: Ticket
    customer: Customer
    taken_by: str | None


def records(session: Session, states: Sequence[State] = tuple(State), number: int | None = None) -> Iterator[Record]:
    """Tickets in these states, or the one with that number; ordered by number, fetched in batches."""
    found = _wanted(states).order_by(col(Ticket.id))
    if number is not None:
        found = found.where(Ticket.id == number)
    yield from _read(session, found)


def by_urgency(session: Session, states: Sequence[State]) -> Iterator[Record]:
    """Active tickets by priority and promise, then the others, newest first.

    Fetched in batches: there may be a million.
    """
    active = _wanted([state for state in states if state in ACTIVE])
    yield from _read(session, active.order_by(*BY_URGENCY))
    ended = [state for state in states if state not in ACTIVE]
    yield from _read(session, _wanted(ended).order_by(col(Ticket.id).desc()))


def count(session: Session, states: Sequence[State]) -> int:
    """The number of tickets in these states."""
    return session.exec(select(func.count()).select_from(Ticket).where(col(Ticket.state).in_(states))).one()


def _wanted(states: Sequence[State]) -> _Wanted:
    return (
        select(Ticket, Customer, StaffMember)
        .join(Customer, col(Customer.id) == col(Ticket.customer_id))
        .outerjoin(StaffMember, col(StaffMember.telegram_id) == col(Ticket.taken_by))
        .where(col(Ticket.state).in_(states))
    )


def _read(session: Session, found: _Wanted) -> Iterator[Record]:
    for ticket, customer, colleague in session.exec(found.execution_options(yield_per=_BATCH_ROWS)):
        yield Record(ticket, customer, colleague.name if colleague else None)


def summary(record: Record) -> Json:
    """The fields of `tickets list`. Instants are ISO 8601 in UTC, or None."""
    ticket = record.ticket
    return {
        "number": ticket.id,
        "state": str(ticket.state),
        "priority": str(ticket.priority),
        "subject": ticket.subject,
        "customer": customer_object(record.customer),
        "language": ticket.language,
        "opened_at": instant(ticket.opened_at),
        "waiting_since": instant(ticket.waiting_since),
        "promised_at": instant(ticket.promised_at),
        "taken_by": record.taken_by,
        "taken_at": instant(ticket.taken_at),
        "replied_at": instant(ticket.replied_at),
        "solved_at": instant(ticket.solved_at),
        "closed_at": instant(ticket.closed_at),
        "is_spam": ticket.is_spam,
        "start_link": ticket.start_link,
    }


def whole(session: Session, record: Record) -> Json:
    """The summary with all messages and events, oldest first."""
    number = record.ticket.id
    return summary(record) | {
        "messages": [message_object(message) for message in messages_of(session, number)],
        "events": [event_object(event) for event in events_of(session, number)],
    }


def instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None


def message_object(message: Message) -> Json:
    return {
        "at": instant(message.at),
        "from": str(message.author),
        "name": message.author_name,
        "kind": message.kind,
        "text": message.text,
        "points_at": message.points_at,
        "edited_at": instant(message.edited_at),
        "is_internal": message.is_internal,
    }


def event_object(event: Event) -> Json:
    details = {name: _detail(name, value) for name, value in event.details.items()}
    return {"at": instant(event.at), "kind": event.kind, "actor": event.actor, "details": details}


def _detail(name: str, value: object) -> object:
    """Details ending in "_at" are instants, stored in the company's time zone."""
    is_instant = name.endswith("_at") and isinstance(value, str)
    return instant(datetime.fromisoformat(str(value))) if is_instant else value


def customer_object(customer: Customer) -> Json:
    return {"telegram_id": telegram_id(customer), "name": customer.name, "username": customer.username}


def telegram_id(customer: Customer) -> int | None:
    """None for a customer of another channel."""
    return int(customer.address) if customer.door == "telegram" else None
