"""What the staff write in a ticket, and whether it reached the customer."""

from bot.desk.outbox import Post, mark_delivered, show_card, to_ticket
from bot.desk.ticket import lifecycle
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import Colleague, Incoming, note_edit, note_event, note_staff_message
from bot.desk.ticket.internal_lines import public_part
from bot.desk.ticket.relay import pass_edit_to_customer, pass_to_customer
from bot.desk.unit_of_work import Desk
from storage.models import ACTIVE, Customer, Message, OutboxRow, Ticket
from storage.tickets import album_before


def reply(desk: Desk, ticket: Ticket, colleague: Colleague, incoming: Incoming) -> None:
    """A colleague's message goes to the customer, but for lines that begin with `//`."""
    message = note_staff_message(desk, ticket, colleague, incoming)
    message.is_internal = _stays_inside(desk, message)
    if message.is_internal:
        note_event(desk, ticket, "internal_note", colleague.name)
        return
    if ticket.state in ACTIVE and taker_name(desk, ticket) is None:
        lifecycle.take(desk, ticket, colleague, tell=False)
    ticket.replied_at = desk.now
    lifecycle.stop_waiting(ticket)
    note_event(desk, ticket, "replied", colleague.name)
    show_card(desk, ticket)
    pass_to_customer(desk, ticket, message)


def edit_reply(desk: Desk, ticket: Ticket, message: Message, incoming: Incoming) -> None:
    """A colleague changed a message: the customer's copy changes too. What was inside stays inside."""
    words = message.text
    if not note_edit(desk, message, incoming) or message.is_internal:
        return
    if message.text == words and message.attachment:
        pass_to_customer(desk, ticket, message)
    elif public_part(message.text).text or not message.text:
        pass_edit_to_customer(desk, ticket, message)


def was_delivered(desk: Desk, row: OutboxRow) -> None:
    """Telegram took the row: mark a colleague's message as delivered."""
    ticket, message = _relayed(desk, row)
    if ticket and message:
        mark_delivered(desk, ticket, message)


def was_refused(desk: Desk, row: OutboxRow, blocked: bool) -> None:
    """Telegram won't deliver the row to the customer: tell those who wait for its effect.

    `blocked`: the customer blocked the bot or deleted the account; else `row.error` says why.
    """
    customer = desk.session.get(Customer, row.customer_id) if row.customer_id else None
    ticket = desk.session.get(Ticket, row.ticket_id) if row.ticket_id else None
    if customer and blocked and customer.unreachable_since is None:
        customer.unreachable_since = desk.now
    if ticket is None:
        return
    _, message = _relayed(desk, row)
    rich = desk.say(
        desk.staff_language,
        "staff.not_delivered",
        ticket=ticket,
        blocked=blocked,
        reason=row.error or "",
        role="reply" if message else row.content.get("role", ""),
    )
    told = to_ticket(desk, ticket, Post(rich), "not_delivered")
    told.content = told.content | {"reply_to": message.source_id if message else None}
    note_event(desk, ticket, "not_delivered", reason="blocked" if blocked else row.error or "")
    show_card(desk, ticket)


def _stays_inside(desk: Desk, message: Message) -> bool:
    """Nothing but internal lines; the pictures of an album stay inside with their caption."""
    if message.text:
        return not public_part(message.text).text
    return any(part.is_internal for part in album_before(desk.session, message))


def _relayed(desk: Desk, row: OutboxRow) -> tuple[Ticket | None, Message | None]:
    """The ticket and the colleague's message that a row carries to the customer, if it is such a row."""
    if row.ticket_id is None or row.content.get("role") != "staff_message":
        return None, None
    message_id = row.message_id or next((part["message_id"] for part in row.content.get("parts", ())), None)
    message = desk.session.get(Message, message_id) if message_id else None
    return desk.session.get(Ticket, row.ticket_id), message
