"""Erases a customer's personal data: texts and names are deleted, tickets closed, and the staff told."""

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket.history import note_event
from bot.desk.ticket.lifecycle import stop_waiting
from bot.desk.unit_of_work import UnitOfWork
from storage import outbox
from storage.erasure import forget as erase
from storage.models import ACTIVE, Customer, State, Ticket
from storage.tickets import all_tickets_of, thread_of


def forget(uow: UnitOfWork, customer: Customer, update_id: int | None = None) -> None:
    """Erase all personal data of the customer and close their tickets. Cards and topics are updated without the name.

    Messages already sent to the staff stay in Telegram. `update_id`: the update that asks for it, erased as well.
    """
    uow.session.flush()
    outbox.cancel_for_customer(uow.session, customer.id, uow.now)
    tickets = all_tickets_of(uow.session, customer.id)
    active = [ticket for ticket in tickets if ticket.state in ACTIVE]
    for ticket in tickets:
        _close(uow, ticket)
    erase(uow.session, customer, uow.now, update_id)
    for ticket in active:
        _tell_staff(uow, ticket)
    for ticket in tickets:
        if ticket in active or thread_of(uow.session, ticket.id):
            show_card(uow, ticket)


def _close(uow: UnitOfWork, ticket: Ticket) -> None:
    if ticket.state != State.CLOSED:
        ticket.state, ticket.closed_at = State.CLOSED, uow.now
        stop_waiting(ticket)
    note_event(uow, ticket, "forgotten")


def _tell_staff(uow: UnitOfWork, ticket: Ticket) -> None:
    """Tell colleagues who may be working on the ticket that the customer can't be reached any more."""
    rich = uow.say(uow.staff_language, "staff.forgotten", ticket=ticket)
    to_ticket(uow, ticket, Post(rich), Notification.CUSTOMER_FORGOTTEN)
