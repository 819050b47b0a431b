"""Load shedding: when many posts wait for the staff group, one line with their number replaces them.

Telegram accepts 20 messages a minute in a group. Urgent messages must not wait behind ones that can be looked up.
"""

from datetime import timedelta

from bot.desk.notifications import Notification
from bot.desk.outbox import (
    STAFF_ROOM,
    Post,
    rows_written_since,
    show_card,
    tally,
    to_staff_room,
    to_ticket,
    waiting_row,
)
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Priority, Ticket
from storage.outbox import cards_waiting, waiting_in
from storage.tickets import thread_of

MANY_CARDS = 20  # waiting cards: those of one minute
COUNTED = 500  # waiting cards are counted up to this
MANY_POSTS = 5  # waiting posts to the main chat
NEXT_LINE = timedelta(minutes=10)  # between two lines about many new tickets
NEW_TICKETS, MORE_POSTS = f"{STAFF_ROOM}:new_tickets", f"{STAFF_ROOM}:more"


def show_new_ticket(uow: UnitOfWork, ticket: Ticket) -> None:
    """Show the card. While many cards wait, new ones are silent, and every ten minutes a line says how many wait.

    What presses makes its sound in business hours all the same.
    """
    if cards_waiting(uow.session, MANY_CARDS) < MANY_CARDS:
        show_card(uow, ticket, is_new=True)
        return
    show_card(uow, ticket, silent=ticket.priority != Priority.HIGH or not uow.is_open, is_new=True)
    if waiting_row(uow, NEW_TICKETS) or not rows_written_since(uow, NEW_TICKETS, uow.now - NEXT_LINE):
        count = cards_waiting(uow.session, COUNTED) + 1  # with this one, which is not written yet
        tally(uow, NEW_TICKETS, Notification.NEW_TICKETS, lambda _: _said(uow, "new_tickets", count))


def to_ticket_and_staff_room(uow: UnitOfWork, ticket: Ticket, post: Post, kind: Notification) -> None:
    """Send `post` to the ticket's topic and, if it has one, to the main chat too.

    When many posts wait for the main chat already, only their number is posted there.
    """
    to_ticket(uow, ticket, post, kind)
    thread = thread_of(uow.session, ticket.id)
    if thread is not None and thread.topic_id is None:
        return
    if waiting_in(uow.session, STAFF_ROOM, MANY_POSTS) < MANY_POSTS:
        to_staff_room(uow, post, kind)
    else:
        tally(uow, MORE_POSTS, Notification.MORE_POSTS, lambda count: _said(uow, "more_posts", count))


def _said(uow: UnitOfWork, name: str, count: int) -> Post:
    return Post(uow.say(uow.staff_language, f"staff.{name}", count=count))
