"""Relays the messages of a ticket between customer and staff; `bot.desk.ticket.relay_edits` relays edits of them."""

from collections.abc import Sequence

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, plain, relay_message, to_customer, to_ticket
from bot.desk.ticket.history import is_unsupported
from bot.desk.ticket.internal_lines import public_part
from bot.desk.ticket.pointing import PointsAt
from bot.desk.ticket.reply_targets import seen_by_customer, seen_by_staff
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich, cut, split, utf16
from storage.models import Author, Message, Ticket
from storage.tickets import album_before, customer_of


def relay_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Post a message of the customer to the ticket's topic."""
    pointed = seen_by_staff(uow, ticket, message)
    if _is_without_words(uow, message) and pointed.at.is_told:
        to_ticket(uow, ticket, Post(_customer_head(uow, ticket, message)), Notification.CUSTOMER_MESSAGE)
    first, *rest = posts_to_staff(uow, ticket, message)
    relay_message(uow, None, ticket, message, first, Notification.CUSTOMER_MESSAGE, pointed.reply_to)
    for post in rest:
        to_ticket(uow, ticket, post, Notification.CUSTOMER_MESSAGE)


def relay_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    """Send a colleague's message to the customer; later the colleague sees whether it was delivered."""
    customer, pointed = customer_of(uow.session, ticket), seen_by_customer(uow, ticket, message)
    if _is_without_words(uow, message) and pointed.at.is_told:
        to_customer(uow, customer, Post(_staff_head(uow, ticket, message)), Notification.STAFF_MESSAGE_MORE, ticket)
    first, *rest = posts_to_customer(uow, ticket, message)
    relay_message(uow, customer, ticket, message, first, Notification.STAFF_MESSAGE, pointed.reply_to)
    for post in rest:
        to_customer(uow, customer, post, Notification.STAFF_MESSAGE_MORE, ticket)


def posts_to_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> list[Post]:
    """A customer's message as the staff are shown it."""
    head = _customer_head(uow, ticket, message)
    return posts_of(uow, ticket, head, plain(message.text, message.entities), message)


def posts_to_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> list[Post]:
    """A colleague's message as the customer gets it."""
    head = Rich("") if album_before(uow.session, message) else _staff_head(uow, ticket, message)
    return posts_of(uow, ticket, head, public_part(message.text, message.entities), message)


def posts_of(uow: UnitOfWork, ticket: Ticket, head: Rich, body: Rich, message: Message) -> list[Post]:
    """The words with the message's attachment, in one message or in several."""
    limits = uow.context.limits
    if is_unsupported(message.attachment) and message.author == Author.STAFF:
        return [Post(_in_words(uow, ticket, body, message))]
    if message.attachment is None or is_unsupported(message.attachment):
        return [Post(rich) for rich in _pieces(head, body, limits.text, limits.text)]
    if "copy_id" in message.attachment:
        return [Post(Rich(""), attachment=message.attachment, instead=_in_words(uow, ticket, body, message))]
    if not _has_caption(uow, message):
        return [Post(Rich(""), attachment=message.attachment)]
    first, *rest = _pieces(head, body, limits.caption, limits.text)
    return [Post(first, attachment=message.attachment), *(Post(rich) for rich in rest)]


def head_for_staff(uow: UnitOfWork, ticket: Ticket, message: Message, line: Rich) -> Rich:
    """`line`, and what stands between it and the words of the customer's message."""
    at = seen_by_staff(uow, ticket, message).at
    return _with_lines(line, _lines(uow, message, at, uow.staff_language))


def _customer_head(uow: UnitOfWork, ticket: Ticket, message: Message) -> Rich:
    """The line that names the customer. Only for the first part of an album: with several captions none is shown."""
    if album_before(uow.session, message):
        return Rich("")
    customer = customer_of(uow.session, ticket)
    line = uow.say(uow.staff_language, "staff.customer_says", customer=customer, ticket=ticket)
    return head_for_staff(uow, ticket, message, line)


def _staff_head(uow: UnitOfWork, ticket: Ticket, message: Message) -> Rich:
    """The line that names the colleague, and what the message points at."""
    language = uow.language_of(customer_of(uow.session, ticket))
    head = uow.say(language, "customer.colleague_says", name=message.author_name, ticket=ticket)
    return _with_lines(head, _lines(uow, message, seen_by_customer(uow, ticket, message).at, language))


def _lines(uow: UnitOfWork, message: Message, at: PointsAt, language: str) -> list[Rich]:
    """What has to stand between the name and the words: what the message points at, and that it can't be shown."""
    if album_before(uow.session, message):
        return []
    lines = [uow.say(language, "pointers.pointing", at=at)] if at.is_told else []
    if is_unsupported(message.attachment):
        lines.append(uow.say(language, "pointers.unsupported", kind=message.kind, has_words=bool(message.text)))
    return lines


def _with_lines(head: Rich, lines: Sequence[Rich]) -> Rich:
    for line in lines:
        head = Rich(head.text + "\n" if head.text else "", head.entities) + line
    return head


def _is_without_words(uow: UnitOfWork, message: Message) -> bool:
    """Whether it is relayed as an attachment that can't have words beside it: a sticker, a location, a poll …"""
    attachment = message.attachment
    return attachment is not None and not is_unsupported(attachment) and not _has_caption(uow, message)


def _has_caption(uow: UnitOfWork, message: Message) -> bool:
    return message.kind in uow.context.limits.captioned


def _in_words(uow: UnitOfWork, ticket: Ticket, body: Rich, message: Message) -> Rich:
    """What is said in place of a message that can't be copied; nothing to a customer when it has no words."""
    customer, limit = customer_of(uow.session, ticket), uow.context.limits.text
    values = {"ticket": ticket, "message": message}
    if message.author == Author.CUSTOMER:
        head = uow.say(uow.staff_language, "staff.customer_sent_uncopyable", customer=customer, **values)
    elif body.text:
        head = uow.say(uow.language_of(customer), "customer.colleague_sent_uncopyable", **values)
    else:
        return Rich("")
    whole, *rest = _pieces(head, body, limit, limit)
    return whole if not rest else Rich(cut(f"{head.text}\n{body.text}", limit), head.entities)


def _pieces(head: Rich, body: Rich, limit: int, most: int) -> list[Rich]:
    """Head and body in one message, or in more when they are longer than `limit` together.

    `most` is the limit of the further messages; both in UTF-16 code units.
    """
    whole = Rich(head.text + "\n", head.entities) + body if head.text and body.text else head + body
    return [whole] if utf16(whole.text) <= limit else [head, *split(body, most)]
