"""Relays the messages of a ticket between customer and staff."""

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, edit_relayed_copy, plain, relay_message, to_customer, to_ticket
from bot.desk.ticket.internal_lines import public_part
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, utf16
from storage.models import Message, Ticket
from storage.tickets import album_before, customer_of


def relay_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Post a message of the customer to the ticket's topic."""
    first, *rest = _posts(uow, _customer_head(uow, ticket, message), plain(message.text, message.entities), message)
    relay_message(uow, None, ticket, message, first, Notification.CUSTOMER_MESSAGE)
    for post in rest:
        to_ticket(uow, ticket, post, Notification.CUSTOMER_MESSAGE)


def relay_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Send a colleague's message to the customer; later the colleague sees whether it was delivered."""
    customer = customer_of(uow.session, ticket)
    first, *rest = _posts_to_customer(uow, ticket, message)
    relay_message(uow, customer, ticket, message, first, Notification.STAFF_MESSAGE)
    for post in rest:
        to_customer(uow, customer, post, Notification.STAFF_MESSAGE_MORE, ticket)


def relay_edit_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Post the edited message of the customer to the ticket's topic, as a new message."""
    customer = customer_of(uow.session, ticket)
    head = uow.say(uow.staff_language, "staff.customer_edited", customer=customer, ticket=ticket)
    for post in _posts(uow, head, plain(message.text, message.entities), message):
        to_ticket(uow, ticket, post, Notification.CUSTOMER_EDITED, message, merge_key=edit_key(message))


def edit_key(message: Message) -> str:
    """The merge key under which edits of a message are shown to the staff."""
    return f"edited:{message.id}"


def relay_edit_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Edit the customer's copy, or send it again when it no longer fits into one message."""
    first, *rest = _posts_to_customer(uow, ticket, message)
    if rest:
        relay_to_customer(uow, ticket, message)
    else:
        edit_relayed_copy(uow, customer_of(uow.session, ticket), ticket, message, first)


def _customer_head(uow: UnitOfWork, ticket: Ticket, message: Message) -> Rich:
    """The line that names the customer. Only for the first part of an album: with several captions none is shown."""
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
    """Head and body in one message, or in two when they are longer than `limit` UTF-16 code units together."""
    whole = Rich(head.text + "\n", head.entities) + body if head.text and body.text else head + body
    return [whole] if utf16(whole.text) <= limit else [head, body]
