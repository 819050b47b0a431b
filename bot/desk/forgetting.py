"""Forgetting a customer: their words and their name go, their open ticket is closed, and the staff hear of it."""

from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket.history import note_event
from bot.desk.ticket.lifecycle import stop_waiting
from bot.desk.unit_of_work import Desk
from storage import outbox
from storage.erasure import forget as erase
from storage.models import ACTIVE, Customer, State, Ticket
from storage.tickets import all_tickets_of, thread_of


def forget(desk: Desk, customer: Customer, update_id: int | None = None) -> None:
    """Erase what the desk has of the customer. Cards and topics lose the name; what the staff read stays in Telegram.

    `update_id` is the update that is being handled, if one is.
    """
    desk.session.flush()
    outbox.recall(desk.session, customer.id, desk.now)
    tickets = all_tickets_of(desk.session, customer.id)
    active = [ticket for ticket in tickets if ticket.state in ACTIVE]
    for ticket in tickets:
        _close(desk, ticket)
    erase(desk.session, customer, desk.now, update_id)
    for ticket in active:
        _tell_staff(desk, ticket)
    for ticket in tickets:
        if ticket in active or thread_of(desk.session, ticket.id):
            show_card(desk, ticket)


def _close(desk: Desk, ticket: Ticket) -> None:
    if ticket.state != State.CLOSED:
        ticket.state, ticket.closed_at = State.CLOSED, desk.now
        stop_waiting(ticket)
    note_event(desk, ticket, "forgotten")


def _tell_staff(desk: Desk, ticket: Ticket) -> None:
    """Somebody may be at work on it, and can't reach the customer any more."""
    rich = desk.say(desk.staff_language, "staff.forgotten", ticket=ticket)
    to_ticket(desk, ticket, Post(rich), "forgotten")
