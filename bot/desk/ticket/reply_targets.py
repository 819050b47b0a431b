"""Where a message that replies to another one finds that other one on the other side.

A customer's message stands in the private chat and, relayed, in the staff group; a colleague's the other way round.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.desk.notifications import Notification
from bot.desk.staff_chat import staff_chat
from bot.desk.ticket.internal_lines import public_part
from bot.desk.ticket.pointing import PointsAt, pointer_of
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import find_message
from storage.models import Author, Message, Ticket
from storage.tickets import messages_of, posting_at, postings_of

_CARDS = (Notification.CARD, Notification.SHOWN_CARD)


@dataclass(frozen=True)
class Pointed:
    """A pointer as the other side sees it: the id to reply to there, and what has to be said in words."""

    reply_to: int | None
    at: PointsAt


def seen_by_staff(uow: UnitOfWork, ticket: Ticket, message: Message) -> Pointed:
    """What the customer's message points at, for the staff in the ticket."""
    at = pointer_of(message)
    other = _meant(uow, at)
    target = _in_group(uow, ticket, other) if other else None
    return Pointed(target, _without_words(at) if target else at)


def seen_by_customer(uow: UnitOfWork, ticket: Ticket, message: Message) -> Pointed:
    """What the colleague's message points at, for the customer. Nothing of what only the staff may read is told."""
    at = pointer_of(message)
    if at.is_outside or at.chat is None:
        return Pointed(None, at)
    other = _meant(uow, at) or _quoted_on_card(uow, ticket, at)
    if other is None or other.customer_id != ticket.customer_id or other.is_internal:
        return Pointed(None, replace(_without_words(at), quote=""))
    said = other.text if other.author == Author.CUSTOMER else public_part(other.text).text
    quote = at.quote if at.quote.rstrip("…") in said else ""
    return Pointed(_with_customer(uow, other), replace(_without_words(at), quote=quote))


def _meant(uow: UnitOfWork, at: PointsAt) -> Message | None:
    """The message of a customer or colleague that was replied to: itself, or by its relayed copy."""
    if at.chat is None or at.message is None:
        return None
    posting = posting_at(uow.session, at.chat, at.message)
    if posting is None:
        return find_message(uow.session, at.chat, at.message)
    return uow.session.get(Message, posting.message_id) if posting.message_id else None


def _quoted_on_card(uow: UnitOfWork, ticket: Ticket, at: PointsAt) -> Message | None:
    """The customer's message whose words were quoted from the ticket's card."""
    posting = posting_at(uow.session, at.chat, at.message) if at.chat and at.message and at.quote else None
    if posting is None or posting.role not in _CARDS:
        return None
    return next((one for one in _by_customer(uow, ticket) if at.quote.rstrip("…") in one.text), None)


def _by_customer(uow: UnitOfWork, ticket: Ticket) -> Iterator[Message]:
    return (one for one in messages_of(uow.session, ticket.id) if one.author == Author.CUSTOMER)


def _in_group(uow: UnitOfWork, ticket: Ticket, other: Message) -> int | None:
    """The message's id in the staff group; None when it does not stand in this ticket there."""
    if other.ticket_id != ticket.id:
        return None
    group = staff_chat(uow)
    if other.author == Author.STAFF:
        return other.source_id if other.source_chat == group else None
    copies = [one.telegram_id for one in postings_of(uow.session, other.id) if one.chat_id == group]
    return copies[-1] if copies else None


def _with_customer(uow: UnitOfWork, other: Message) -> int | None:
    """The message's id in the customer's private chat."""
    if other.author == Author.CUSTOMER:
        return other.source_id
    group = staff_chat(uow)
    copies = [one.telegram_id for one in postings_of(uow.session, other.id) if one.chat_id != group]
    return copies[-1] if copies else None


def _without_words(at: PointsAt) -> PointsAt:
    """Without the words of the message replied to; the part that was chosen by hand stays."""
    return replace(at, words="", kind="", author="")
