"""Banned customers: nothing of what they write is shown, and their ticket is out of the queue meanwhile."""

from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.unit_of_work import UnitOfWork
from storage.models import State, Ticket
from storage.tickets import active_ticket, customer_of, events_of

_BANNED, _UNBANNED = "banned", "unbanned"


def ban(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Ban the ticket's customer, and close their active ticket without a word: no digest and no reminder has it."""
    customer = customer_of(uow.session, ticket)
    customer.banned_at = uow.now
    active = active_ticket(uow.session, customer.id)
    note_event(uow, active or ticket, _BANNED, colleague.name)
    if active:
        lifecycle.shut(uow, active)


def lift(uow: UnitOfWork, ticket: Ticket, colleague: Colleague) -> None:
    """Take the customer's messages again, and open the ticket again that the ban has closed."""
    customer = customer_of(uow.session, ticket)
    customer.banned_at = None
    note_event(uow, ticket, _UNBANNED, colleague.name)
    if was_closed_by_ban(uow, ticket) and active_ticket(uow.session, customer.id) is None:
        lifecycle.reopen(uow, ticket, colleague.name)


def was_closed_by_ban(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether the ban was the last that happened to the ticket."""
    events = [event for event in events_of(uow.session, ticket.id) if event.kind != _UNBANNED]
    return ticket.state == State.CLOSED and bool(events) and events[-1].kind == _BANNED
