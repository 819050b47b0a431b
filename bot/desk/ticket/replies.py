"""Staff replies in a ticket, and whether they reached the customer."""

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, mark_delivered, show_card, to_ticket
from bot.desk.payloads import Album, Outgoing, kind_of
from bot.desk.ticket import lifecycle
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import Colleague, Incoming, note_edit, note_event, note_staff_message
from bot.desk.ticket.internal_lines import public_part
from bot.desk.ticket.relay import relay_edit_to_customer, relay_to_customer
from bot.desk.unit_of_work import UnitOfWork
from storage.models import ACTIVE, Customer, Message, Ticket
from storage.tickets import album_before


def reply(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, incoming: Incoming) -> None:
    """Send a colleague's message to the customer, without lines that begin with `//`."""
    message = note_staff_message(uow, ticket, colleague, incoming)
    message.is_internal = _is_internal_note(uow, message)
    if message.is_internal:
        note_event(uow, ticket, "internal_note", colleague.name)
        return
    if ticket.state in ACTIVE and taker_name(uow, ticket) is None:
        lifecycle.take(uow, ticket, colleague, tell=False)
    ticket.replied_at = uow.now
    lifecycle.stop_waiting(ticket)
    note_event(uow, ticket, "replied", colleague.name)
    show_card(uow, ticket)
    relay_to_customer(uow, ticket, message)


def edit_reply(uow: UnitOfWork, ticket: Ticket, message: Message, incoming: Incoming) -> None:
    """A colleague edited a message: edit the customer's copy. Internal notes stay internal."""
    words = message.text
    if not note_edit(uow, message, incoming) or message.is_internal:
        return
    if message.text == words and message.attachment:
        relay_to_customer(uow, ticket, message)
    elif public_part(message.text).text or not message.text:
        relay_edit_to_customer(uow, ticket, message)


def note_delivered(uow: UnitOfWork, row: Outgoing) -> None:
    """The customer got the row's message: mark the colleague's message that it relays, if it relays one."""
    if message := _relayed(uow, row):
        mark_delivered(uow, uow.session.get_one(Ticket, row.ticket_id), message)


def note_undelivered(uow: UnitOfWork, row: Outgoing, error: str, blocked: bool) -> None:
    """The row's message was given up: tell the staff, in the ticket that it is about.

    `blocked`: the customer blocked the bot or deleted the account; else `error` is the reason.
    """
    customer = uow.session.get(Customer, row.customer_id) if row.customer_id else None
    ticket = uow.session.get(Ticket, row.ticket_id) if row.ticket_id else None
    if customer and blocked and customer.unreachable_since is None:
        customer.unreachable_since = uow.now
    if ticket is None:
        return
    message = _relayed(uow, row)
    rich = uow.say(
        uow.staff_language,
        "staff.not_delivered",
        ticket=ticket,
        blocked=blocked,
        reason=error,
        role="reply" if message else kind_of(row.payload) or "",
    )
    to_ticket(uow, ticket, Post(rich), Notification.NOT_DELIVERED, reply_to=message.source_id if message else None)
    note_event(uow, ticket, "not_delivered", reason="blocked" if blocked else error)
    show_card(uow, ticket)


def _is_internal_note(uow: UnitOfWork, message: Message) -> bool:
    """Whether it has only internal lines; the pictures of an album are as internal as their caption."""
    if message.text:
        return not public_part(message.text).text
    return any(part.is_internal for part in album_before(uow.session, message))


def _relayed(uow: UnitOfWork, row: Outgoing) -> Message | None:
    """The colleague's message that the row relays to the customer, if it does."""
    if row.ticket_id is None or kind_of(row.payload) is not Notification.STAFF_MESSAGE:
        return None
    parts = row.payload.parts if isinstance(row.payload, Album) else ()
    message_id = row.message_id or next((part.message_id for part in parts), None)
    return uow.session.get(Message, message_id) if message_id else None
