"""Snoozed tickets: out of the queue and the digest until a time, or until the customer writes."""

from datetime import datetime

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.ticket.promises import put_off_beyond
from bot.desk.unit_of_work import UnitOfWork
from storage.models import ACTIVE, Ticket


def snooze(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, until: datetime) -> bool:
    """Snooze an active ticket until then (aware). A customer who waits and was promised an earlier time gets a new one.

    Returns whether they did.
    """
    ticket.snoozed_until = until
    note_event(uow, ticket, "snoozed", colleague.name, until=until.isoformat())
    is_moved = put_off_beyond(uow, ticket, until)
    show_card(uow, ticket)
    return is_moved


def wake_up(uow: UnitOfWork, ticket: Ticket) -> None:
    """The time of a snoozed ticket has come: it is in the queue again, and the staff hear so in its topic."""
    if ticket.snoozed_until is None or ticket.snoozed_until > uow.now:
        return
    wake(ticket)
    if ticket.state in ACTIVE:
        note_event(uow, ticket, "woken")
        rich = uow.say(uow.staff_language, Notification.WOKEN.template, ticket=ticket)
        to_ticket(uow, ticket, Post(rich), Notification.WOKEN)
        show_card(uow, ticket)


def wake(ticket: Ticket) -> None:
    """Somebody works on the ticket, or its customer writes: it is snoozed no longer."""
    ticket.snoozed_until = None
