"""Passing messages of a ticket to the other side."""

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, edit_passed_on, pass_on, plain, to_customer, to_ticket
from bot.desk.ticket.internal_lines import public_part
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, utf16
from storage.models import Message, Ticket
from storage.tickets import album_before, customer_of


def pass_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Show a message of the customer to the staff, where they talk about the ticket."""
    first, *rest = _posts(uow, _customer_head(uow, ticket, message), plain(message.text, message.entities), message)
    pass_on(uow, None, ticket, message, first, Notification.CUSTOMER_MESSAGE)
    for post in rest:
        to_ticket(uow, ticket, post, Notification.CUSTOMER_MESSAGE)


def pass_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Send the customer what a colleague wrote; the colleague hears whether it arrived."""
    customer = customer_of(uow.session, ticket)
    first, *rest = _posts_to_customer(uow, ticket, message)
    pass_on(uow, customer, ticket, message, first, Notification.STAFF_MESSAGE)
    for post in rest:
        to_customer(uow, customer, post, Notification.STAFF_MESSAGE_MORE, ticket)


def pass_edit_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Show the staff what a message of the customer says now; what it said before stays above."""
    customer = customer_of(uow.session, ticket)
    head = uow.say(uow.staff_language, "staff.customer_edited", customer=customer, ticket=ticket)
    for post in _posts(uow, head, plain(message.text, message.entities), message):
        to_ticket(uow, ticket, post, Notification.CUSTOMER_EDITED, message, merge_key=edit_key(message))


def edit_key(message: Message) -> str:
    """The merge key under which edits of a message are shown to the staff."""
    return f"edited:{message.id}"


def pass_edit_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Change what the customer was sent, or send it anew when it no longer fits."""
    first, *rest = _posts_to_customer(uow, ticket, message)
    if rest:
        pass_to_customer(uow, ticket, message)
    else:
        edit_passed_on(uow, customer_of(uow.session, ticket), ticket, message, first)


def _customer_head(uow: UnitOfWork, ticket: Ticket, message: Message) -> Rich:
    """Who writes; said once for an album, Telegram shows no caption under it when several parts have one."""
    if album_before(uow.session, message):
        return Rich("")
    customer = customer_of(uow.session, ticket)
    return uow.say(uow.staff_language, "staff.customer_says", customer=customer, ticket=ticket)


def _posts_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> list[Post]:
    customer = customer_of(uow.session, ticket)
    name = message.author_name
    is_first = not album_before(uow.session, message)
    head = uow.say(uow.language_of(customer), "customer.colleague_says", name=name, ticket=ticket)
    return _posts(uow, head if is_first else Rich(""), public_part(message.text, message.entities), message)


def _posts(uow: UnitOfWork, head: Rich, body: Rich, message: Message) -> list[Post]:
    limits = uow.context.limits
    if message.attachment is None:
        return [Post(rich) for rich in _pieces(head, body, limits.text)]
    if message.kind not in limits.captioned:
        return [Post(Rich(""), attachment=message.attachment)]
    first, *rest = _pieces(head, body, limits.caption)
    return [Post(first, attachment=message.attachment), *(Post(rich) for rich in rest)]


def _pieces(head: Rich, body: Rich, limit: int) -> list[Rich]:
    """Head and words in one message, or in two when they don't fit together."""
    whole = Rich(head.text + "\n", head.entities) + body if head.text and body.text else head + body
    return [whole] if utf16(whole.text) <= limit else [head, body]
