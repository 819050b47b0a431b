"""Many customers at once: the staff see one line in the place of many posts.

Telegram lets twenty messages a minute into a group. What the staff have to know first must not wait behind what they
could look up.
"""

from datetime import timedelta

from bot.desk.notifications import Notification
from bot.desk.outbox import STAFF_ROOM, Post, show_card, tally, to_staff_room, to_ticket, told_lately, waiting_row
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Ticket
from storage.outbox import cards_waiting, waiting_in
from storage.tickets import thread_of

MANY_CARDS = 20  # as many as go out within a minute
COUNTED = 500
MANY_POSTS = 5
NEXT_LINE = timedelta(minutes=10)
NEW_TICKETS, MORE_POSTS = f"{STAFF_ROOM}:new_tickets", f"{STAFF_ROOM}:more"


def show_new_ticket(uow: UnitOfWork, ticket: Ticket) -> None:
    """Show the card; of many, the later ones come without a sound, and a line says now and then how many wait."""
    if cards_waiting(uow.session, MANY_CARDS) < MANY_CARDS:
        show_card(uow, ticket, is_new=True)
        return
    show_card(uow, ticket, silent=True, is_new=True)
    if waiting_row(uow, NEW_TICKETS) or not told_lately(uow, NEW_TICKETS, uow.now - NEXT_LINE):
        count = cards_waiting(uow.session, COUNTED) + 1  # with this one, which is not written yet
        tally(uow, NEW_TICKETS, Notification.NEW_TICKETS, lambda _: _said(uow, "new_tickets", count))


def to_all_about(uow: UnitOfWork, ticket: Ticket, post: Post, kind: Notification) -> None:
    """Send `post` to where the staff talk about the ticket and, when that is a place of its own, to all of them.

    When many such posts wait for all of them already, only their number is said.
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
