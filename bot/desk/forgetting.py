"""Erases a customer's personal data: texts and names are deleted, tickets closed, and the staff told."""

import re
from collections.abc import Sequence

from sqlmodel import select

from bot.desk import digest
from bot.desk.digest import excerpt_of
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket.history import Incoming, note_event
from bot.desk.ticket.lifecycle import stop_waiting
from bot.desk.unit_of_work import UnitOfWork
from storage import outbox
from storage.erasure import NOBODY
from storage.erasure import forget as erase
from storage.models import ACTIVE, Customer, Json, Question, State, Ticket
from storage.tickets import all_tickets_of, customer_of, events_of, thread_of

SHORTEST_WORD = 3  # characters; a shorter name stands in texts about others, too


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
    about = _mentions(uow, customer, tickets)
    erase(uow.session, customer, uow.now, update_id)
    _recall_mentions(uow, about)
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


def is_forgotten(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether the ticket's customer was anonymised, so that nobody can reach them any more."""
    return customer_of(uow.session, ticket).door == NOBODY


def refuse_reply(uow: UnitOfWork, ticket: Ticket, incoming: Incoming) -> None:
    """Tell a colleague, in reply to the message, that it reaches nobody. Nothing of it is stored."""
    at_own_wish = any(event.kind == "forgotten" for event in events_of(uow.session, ticket.id))
    rich = uow.say(uow.staff_language, "staff.customer_is_forgotten", ticket=ticket, at_own_wish=at_own_wish)
    to_ticket(uow, ticket, Post(rich), Notification.NOT_DELIVERED, reply_to=incoming.source_id)
    show_card(uow, ticket)  # closes the topic again, which was opened for this


def _mentions(uow: UnitOfWork, customer: Customer, tickets: Sequence[Ticket]) -> re.Pattern[str]:
    """What tells that a text is about the customer: the name, a ticket's number, or words as lists show them."""
    asked = select(Question.text).where(Question.customer_id == customer.id)
    words = {customer.name, customer.username or "", *(ticket.subject for ticket in tickets), *uow.session.exec(asked)}
    shown = {excerpt_of(text).removesuffix("…") for text in words if len(text) >= SHORTEST_WORD}
    numbers = [rf"[№#]{ticket.id}(?!\d)" for ticket in tickets]
    return re.compile("|".join([*numbers, *map(re.escape, shown)]) or "(?!)")


def _recall_mentions(uow: UnitOfWork, about: re.Pattern[str]) -> None:
    """Recall lists and cards that wait for the group; a digest is made anew, without the customer."""

    def is_meant(content: Json) -> bool:
        return bool(about.search(str(content.get("text", ""))))

    if Notification.DIGEST in outbox.recall_general(uow.session, is_meant, uow.now):
        outbox.recall_general(uow.session, lambda content: content.get("kind") == Notification.DIGEST, uow.now)
        digest.show_again(uow)
