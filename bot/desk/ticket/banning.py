"""Banned customers: nothing of what they write is shown, and their ticket is out of the queue meanwhile."""

from datetime import datetime

from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Event, State, Ticket
from storage.tickets import active_ticket, customer_of, events_of

_BANNED, _UNBANNED = "banned", "unbanned"


def ban(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Ban the ticket's customer, and close their active ticket without a word: no digest and no reminder has it."""
    customer = customer_of(uow.session, ticket)
    customer.banned_at = uow.now
    active = active_ticket(uow.session, customer.id)
    waits = active.waiting_since.isoformat() if active and active.waiting_since else None
    state = {"state": str(active.state), "waiting_since": waits} if active else {}
    note_event(uow, active or ticket, _BANNED, colleague.name, **state)
    if active:
        lifecycle.shut(uow, active)


def lift(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Take the customer's messages again, and open the ticket again that the ban has closed.

    They were told of neither. The promise that they know holds; if its time has passed, it is renewed as any other.
    """
    customer = customer_of(uow.session, ticket)
    customer.banned_at = None
    note_event(uow, ticket, _UNBANNED, colleague.name)
    closing = _closing_by_ban(uow, ticket)
    if closing and active_ticket(uow.session, customer.id) is None:
        waits = closing.details.get("waiting_since")
        before = State(closing.details.get("state", State.NEW)), datetime.fromisoformat(waits) if waits else None
        lifecycle.undo_shut(uow, ticket, colleague.name, *before)


def _closing_by_ban(uow: UnitOfWork, ticket: Ticket) -> Event | None:
    """The ban that closed the ticket, if nothing happened to it since."""
    events = [event for event in events_of(uow.session, ticket.id) if event.kind != _UNBANNED]
    return events[-1] if ticket.state == State.CLOSED and events and events[-1].kind == _BANNED else None
