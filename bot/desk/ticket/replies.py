"""Staff replies in a ticket, and whether they reached the customer."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

from bot.desk.notifications import Notification
from bot.desk.on_call.alarms import accept_by_acting
from bot.desk.outbox import Post, audibly, mark_delivered, mark_internal, show_card, to_ticket
from bot.desk.payloads import Album, Outgoing, kind_of
from bot.desk.ticket import held_replies, lifecycle
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import (
    Colleague,
    Incoming,
    Shown,
    note_edit,
    note_event,
    note_staff_message,
    shown_of,
)
from bot.desk.ticket.internal_lines import public_part
from bot.desk.ticket.relay import relay_to_customer
from bot.desk.ticket.relay_edits import relay_edit_to_customer, send_corrected
from bot.desk.ticket.snoozing import wake
from bot.desk.unit_of_work import UnitOfWork
from storage.models import ACTIVE, Customer, Message, Priority, Ticket
from storage.tickets import album_before


def reply(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, incoming: Incoming) -> None:
    """Send a colleague's message to the customer, without lines that begin with `//`."""
    message = note_staff_message(uow, ticket, colleague, incoming)
    if _is_internal_note(uow, message):
        _keep_internal(uow, ticket, colleague, message)
        return
    _reply(uow, ticket, colleague, message, lambda one: relay_to_customer(uow, ticket, one))
    if incoming.is_unsupported:
        _tell_colleague(uow, ticket, message, Notification.REPLY_SENT_IN_WORDS)


def reply_with(
    uow: UnitOfWork, ticket: Ticket, colleague: Colleague, incoming: Incoming, relay: Callable[[Message], None]
) -> None:
    """Reply with something else than the colleague's own message: `relay` sends it to the customer."""
    _reply(uow, ticket, colleague, note_staff_message(uow, ticket, colleague, incoming), relay)


def _reply(
    uow: UnitOfWork, ticket: Ticket, colleague: Colleague, message: Message, relay: Callable[[Message], None]
) -> None:
    is_held, before = held_replies.is_held_back(uow, ticket), held_replies.before_reply(ticket)
    if ticket.state in ACTIVE and taker_name(uow, ticket) is None:
        lifecycle.take(uow, ticket, colleague, tell=False)
    accept_by_acting(uow, ticket, colleague)
    ticket.replied_at = uow.now
    lifecycle.stop_waiting(ticket)
    wake(ticket)
    note_event(uow, ticket, "replied", colleague.name)
    show_card(uow, ticket)
    rows = len(uow.new_rows)
    with audibly(uow) if ticket.priority == Priority.URGENT else nullcontext():
        relay(message)
    if is_held:
        held_replies.hold(uow, ticket, message, rows, before)


def keep_inside(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, incoming: Incoming) -> None:
    """Keep what a colleague says to another one: the customer does not get it, and the colleague hears so."""
    message = note_staff_message(uow, ticket, colleague, incoming)
    _keep_internal(uow, ticket, colleague, message)
    if not album_before(uow.session, message):
        _tell_colleague(uow, ticket, message, Notification.KEPT_INSIDE)


def edit_reply(uow: UnitOfWork, ticket: Ticket, message: Message, incoming: Incoming) -> None:
    """A colleague edited a message: so does the customer's copy, if its public part changed.

    What was internal stays so, and what was sent stays sent: then the colleague is told.
    """
    before = note_edit(uow, message, incoming)
    if before is None:
        return
    was, now = _public(before), _public(shown_of(message))
    if message.is_internal:
        if now.text:
            _tell_colleague(uow, ticket, message, Notification.NOTE_STAYS_INTERNAL)
    elif message.text and not now.text:
        if held_replies.take_back_message(uow, ticket, message):
            return
        _tell_colleague(uow, ticket, message, Notification.REPLY_STAYS_SENT)
    elif not was.looks_like(now):
        relay_edit_to_customer(uow, ticket, message, before)


def send_again(uow: UnitOfWork, row: Outgoing) -> None:
    """The customer's copy of the row's message can't be edited, so the edited message is sent anew."""
    message = uow.session.get(Message, row.message_id) if row.message_id else None
    ticket = uow.session.get(Ticket, row.ticket_id) if row.ticket_id else None
    if message and ticket and (message.text or message.attachment):  # else it was forgotten meanwhile
        send_corrected(uow, ticket, message)


def note_sent_in_words(uow: UnitOfWork, row: Outgoing) -> None:
    """Telegram refused to copy the row's message, so its words were sent: tell the colleague who wrote it."""
    message = _relayed(uow, row)
    ticket = uow.session.get(Ticket, row.ticket_id) if row.ticket_id else None
    if message and ticket:
        note_event(uow, ticket, "sent_in_words", content=message.kind)
        _tell_colleague(uow, ticket, message, Notification.REPLY_SENT_IN_WORDS)


def note_delivered(uow: UnitOfWork, row: Outgoing) -> None:
    """The customer got the row's message: mark the colleague's message that it relays, if it relays one."""
    if message := _relayed(uow, row):
        ticket = uow.session.get_one(Ticket, row.ticket_id)
        mark_delivered(uow, ticket, message)
        if row.claimed_at - row.created_at >= held_replies.HOLD:
            held_replies.tell_it_went(uow, ticket)


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
        message=uow.session.get(Message, row.message_id) if row.message_id else message,
    )
    to_ticket(uow, ticket, Post(rich), Notification.NOT_DELIVERED, reply_to=message.source_id if message else None)
    note_event(uow, ticket, "not_delivered", reason="blocked" if blocked else error)
    show_card(uow, ticket)


def _public(shown: Shown) -> Shown:
    words = public_part(shown.text, shown.entities)
    return replace(shown, text=words.text, entities=words.entities)


def _tell_colleague(uow: UnitOfWork, ticket: Ticket, message: Message, kind: Notification) -> None:
    """Say below the colleague's message what became of it."""
    rich = uow.say(uow.staff_language, kind.template, ticket=ticket, message=message)
    to_ticket(uow, ticket, Post(rich), kind, reply_to=message.source_id)


def _keep_internal(uow: UnitOfWork, ticket: Ticket, colleague: Colleague, message: Message) -> None:
    message.is_internal = True
    mark_internal(uow, ticket, message)
    note_event(uow, ticket, "internal_note", colleague.name)


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
