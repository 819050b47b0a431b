"""Relays edits: the staff see an edited message as a new one, the customer's copy of a colleague's message is edited.

While the message itself still waits to be sent, it is changed, and nobody sees that it was ever different.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.notifications import Notification
from bot.desk.outbox import (
    Post,
    change_untried,
    edit_relayed_copy,
    plain,
    show_card,
    to_customer,
    to_ticket,
    waiting_row,
)
from bot.desk.staff_chat import staff_chat
from bot.desk.ticket.card import card_buttons
from bot.desk.ticket.history import Shown, shown_of
from bot.desk.ticket.internal_lines import public_part
from bot.desk.ticket.relay import head_for_staff, posts_of, posts_to_customer, posts_to_staff, relay_to_customer
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich
from storage.models import ACTIVE, Customer, Message, State, Ticket
from storage.tickets import card_of, customer_of, postings_of


def edit_key(message: Message) -> str:
    """The merge key under which edits of a message are shown to the staff."""
    return f"edited:{message.id}"


def correction_key(message: Message) -> str:
    """The merge key under which an edited message is sent to the customer anew."""
    return f"corrected:{message.id}"


def relay_edit_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message, before: Shown) -> None:
    """Post the edited message of the customer to the ticket's topic, as a reply to what it was before.

    A ticket that is not active can be reopened there, except for spam, of which nobody hears any more.
    """
    if ticket.is_spam or _is_still_to_come_on_card(uow, ticket, message, before):
        return
    edited = _edited(uow, ticket, message)
    if ticket.state not in ACTIVE:
        edited[0] = replace(edited[0], buttons=card_buttons(uow, ticket))
    was_one_post = len(posts_to_staff(uow, ticket, _as_it_was(message, before))) == 1
    relayed = posts_to_staff(uow, ticket, message) if was_one_post else []
    if _change_untried(uow, None, ticket, message, relayed, edited):
        return
    shown = [one for one in postings_of(uow.session, message.id) if one.chat_id == staff_chat(uow)]
    reply_to = shown[-1].telegram_id if shown else None
    first, *rest = edited
    to_ticket(uow, ticket, first, Notification.CUSTOMER_EDITED, message, reply_to, edit_key(message))
    for post in rest:
        to_ticket(uow, ticket, post, Notification.CUSTOMER_EDITED)
    if ticket.state == State.CLOSED:
        show_card(uow, ticket)  # where the topic had to be reopened for this, it is closed again


def relay_edit_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message, before: Shown) -> None:
    """Edit the customer's copy of a colleague's message, or send it anew where it can't be edited."""
    customer = customer_of(uow.session, ticket)
    posts = posts_to_customer(uow, ticket, message)
    was_one_post = len(posts_to_customer(uow, ticket, _as_it_was(message, before))) == 1
    now = shown_of(message)
    if _change_untried(uow, customer, ticket, message, posts if was_one_post else [], _corrected(uow, ticket, message)):
        return
    if was_one_post and len(posts) == 1 and _can_be_edited(uow, before, now):
        edit_relayed_copy(uow, customer, ticket, message, posts[0], has_new_file=not before.has_file_of(now))
    else:
        send_corrected(uow, ticket, message)


def send_corrected(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Send an edited message of a colleague anew, with a line that says so, as a reply to the customer's old copy.

    When the customer has got none, it is sent as if it had never been different.
    """
    copies, customer = postings_of(uow.session, message.id), customer_of(uow.session, ticket)
    if not copies:
        relay_to_customer(uow, ticket, message)
        return
    first, *rest = _corrected(uow, ticket, message)
    row = to_customer(uow, customer, first, Notification.STAFF_MESSAGE, ticket, message, copies[-1].telegram_id)
    row.merge_key = correction_key(message)
    for post in rest:
        to_customer(uow, customer, post, Notification.STAFF_MESSAGE_MORE, ticket)


def _edited(uow: UnitOfWork, ticket: Ticket, message: Message) -> list[Post]:
    customer = customer_of(uow.session, ticket)
    line = uow.say(uow.staff_language, "staff.customer_edited", customer=customer, ticket=ticket)
    head = head_for_staff(uow, ticket, message, line)
    return _headed(head, posts_of(uow, ticket, head, plain(message.text, message.entities), message))


def _corrected(uow: UnitOfWork, ticket: Ticket, message: Message) -> list[Post]:
    language = uow.language_of(customer_of(uow.session, ticket))
    head = uow.say(language, "customer.colleague_corrects", name=message.author_name, ticket=ticket)
    return _headed(head, posts_of(uow, ticket, head, public_part(message.text, message.entities), message))


def _headed(head: Rich, posts: list[Post]) -> list[Post]:
    """The posts with their head; one of its own where the first one can have no text."""
    return posts if posts[0].rich.text else [Post(head), *posts]


def _change_untried(
    uow: UnitOfWork,
    to: Customer | None,
    ticket: Ticket,
    message: Message,
    relayed: Sequence[Post],
    edited: Sequence[Post],
) -> bool:
    """Change the message, or an earlier edit of it, while it waits to be sent as one message. False when it is sent."""
    key = correction_key(message) if to else edit_key(message)
    return (len(relayed) == 1 and change_untried(uow, to, ticket, message, relayed[0])) or (
        len(edited) == 1 and change_untried(uow, to, ticket, message, edited[0], key)
    )


def _is_still_to_come_on_card(uow: UnitOfWork, ticket: Ticket, message: Message, before: Shown) -> bool:
    """Whether the ticket's first card, which will show the message as it is then, waits to be posted."""
    if before.attachment or message.attachment or message.at > ticket.opened_at:
        return False
    is_waiting = waiting_row(uow, f"card:{ticket.id}") is not None
    return is_waiting and card_of(uow.session, ticket.id, staff_chat(uow)) is None


def _can_be_edited(uow: UnitOfWork, before: Shown, now: Shown) -> bool:
    """Whether the door may turn the one into the other: a text into a text or a file, a file into a file."""
    limits = uow.context.limits
    if before.has_file_of(now):
        return now.attachment is None or now.kind in limits.captioned
    return now.kind in limits.replaceable and (before.attachment is None or before.kind in limits.replaceable)


def _as_it_was(message: Message, before: Shown) -> Message:
    """A copy of the message as it was before the edit, which no session knows."""
    changed = {"kind": before.kind, "text": before.text, "entities": list(before.entities)}
    return Message(**(message.model_dump() | changed | {"attachment": before.attachment}))
