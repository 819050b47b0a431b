"""Replies out of hours, when nobody talks and nothing is urgent: they wait a minute, and the colleague is asked when.

Unasked for, such a reply goes without a sound after `HOLD`. Until then it can be sent now, kept for the opening, edited
and taken back. It is a row of the outbox with a later due time, in a lane of its own, so that it holds up nothing else.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, customer_lane, held_lane, rewrite, show_card, to_ticket
from bot.desk.payloads import from_json
from bot.desk.ticket.history import note_event
from bot.desk.unit_of_work import NewRow, UnitOfWork
from storage import outbox
from storage.models import Message, OutboxRow, Priority, Ticket
from storage.tickets import customer_of, customers_last_words_at, events_of, postings_of_row

HOLD = timedelta(minutes=1)
TALK_SPAN = timedelta(minutes=15)  # after the last word of a talk somebody still talks
_HELD = "reply_held"  # an event with what the ticket was before


def is_held_back(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether a reply that is written now has to wait: nobody is at work, and the customer is not up for it.

    They are when it is urgent, or in a talk.
    """
    if uow.is_open:
        return False
    is_up = ticket.priority == Priority.URGENT or _is_talking(uow, ticket)
    return bool(_rows(uow, ticket)) or not is_up


def before_reply(ticket: Ticket) -> dict[str, Any]:
    """What a reply changes in the ticket, for when it is taken back."""
    return {
        "waiting_since": ticket.waiting_since.isoformat() if ticket.waiting_since else None,
        "replied_at": ticket.replied_at.isoformat() if ticket.replied_at else None,
    }


def hold(uow: UnitOfWork, ticket: Ticket, message: Message, rows: int, before: dict[str, Any]) -> None:
    """Hold back what the transaction sends to the customer in its rows from the number `rows` on, and ask when.

    Further replies join the ones that are held already, and are not asked about again.
    """
    customer, held = customer_of(uow.session, ticket), _rows(uow, ticket)
    due_at = held[0].due_at if held else uow.now + HOLD
    is_silent = held[0].silent if held else True
    for row in uow.new_rows[rows:]:
        if row.lane == customer_lane(customer):
            row.lane, row.silent = held_lane(ticket), is_silent
            row.due_at = max(row.due_at, due_at)
    if not held:
        note_event(uow, ticket, _HELD, message.author_name, **before)
        _ask(uow, ticket, message)


def send_now(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Send the held replies at once, with their sound; False when they have gone."""
    return _move(uow, ticket, uow.now, customer_lane(customer_of(uow.session, ticket)))


def send_at_opening(uow: UnitOfWork, ticket: Ticket) -> datetime | None:
    """Keep the held replies until the opening (aware), which is returned; None when they have gone or none is known."""
    opening = uow.calendar.next_opening(uow.now)
    if opening is None or not _move(uow, ticket, opening, held_lane(ticket)):
        return None
    return opening


def take_back(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Take the held replies back: they stay inside, and the customer waits as before. False when they have gone."""
    rows = _taken_out(uow, _rows(uow, ticket))
    for message_id in (one for row in rows for one in _messages_in(row)):
        if message := uow.session.get(Message, message_id):
            message.is_internal = True
    if rows:
        _as_before(uow, ticket)
        note_event(uow, ticket, "reply_taken_back")
        show_card(uow, ticket)
    return bool(rows)


def take_back_message(uow: UnitOfWork, ticket: Ticket, message: Message) -> bool:
    """Take back one held reply, since its author made a note of it; False when it is not held, or in an album."""
    rows = _rows(uow, ticket)
    own = [row for row in rows if _messages_in(row) == [message.id]]
    if own and len(own) == len(rows):
        return take_back(uow, ticket)
    message.is_internal = bool(_taken_out(uow, own))
    return message.is_internal


def buttons(uow: UnitOfWork, ticket: Ticket, is_kept: bool = False) -> Buttons:
    """What can be done with a held reply; `is_kept`: it waits for the opening already."""
    opening = uow.calendar.next_opening(uow.now)
    first = [Button(uow.label(uow.staff_language, "buttons.send_now"), f"send_now:{ticket.id}")]
    if opening and not is_kept:
        label = uow.label(uow.staff_language, "buttons.send_at_opening", opening=opening)
        first.append(Button(label, f"send_at_opening:{ticket.id}"))
    return [first, [Button(uow.label(uow.staff_language, "buttons.take_back"), f"take_back:{ticket.id}")]]


def tell_it_went(uow: UnitOfWork, ticket: Ticket) -> None:
    """A held reply reached the customer: the question below it says so and has no buttons any more."""
    if not _rows(uow, ticket):
        rewrite_question(uow, ticket, Post(uow.say(uow.staff_language, "actions.reply_went", ticket=ticket)))


def rewrite_question(uow: UnitOfWork, ticket: Ticket, post: Post) -> None:
    """Replace the question when to send, if it stands in the group."""
    asked = outbox.newest_with_key(uow.session, _key(ticket))
    for posting in postings_of_row(uow.session, asked.id) if asked else ():
        rewrite(uow, posting.chat_id, posting.telegram_id, post)


def _ask(uow: UnitOfWork, ticket: Ticket, message: Message) -> None:
    kind = Notification.WHEN_TO_SEND
    rich = uow.say(uow.staff_language, kind.template, ticket=ticket, customer=customer_of(uow.session, ticket))
    to_ticket(uow, ticket, Post(rich, buttons(uow, ticket)), kind, reply_to=message.source_id, merge_key=_key(ticket))


def _is_talking(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether a colleague wrote, or was answered by the customer, within `TALK_SPAN`."""
    replied = ticket.replied_at
    if replied is None:
        return False
    answered = customers_last_words_at(uow.session, ticket.id) or replied
    is_answer = replied <= answered <= replied + TALK_SPAN
    return (answered if is_answer else replied) > uow.now - TALK_SPAN


def _move(uow: UnitOfWork, ticket: Ticket, due_at: datetime, lane: str) -> bool:
    """Put new rows in the place of the held ones, due then: the sender would not notice a new due time."""
    customer, taken = customer_of(uow.session, ticket), _taken_out(uow, _rows(uow, ticket))
    for row in taken:
        message = uow.session.get(Message, row.message_id) if row.message_id else None
        payload = from_json(row.action, row.content)
        uow.new_rows.append(NewRow(lane, payload, due_at, False, customer, ticket, message, row.merge_key))
    return bool(taken)


def _taken_out(uow: UnitOfWork, rows: Sequence[OutboxRow]) -> list[OutboxRow]:
    """Those of the rows that nobody has tried to send meanwhile; they are deleted."""
    return [row for row in rows if outbox.delete_unless_tried(uow.session, row.id)]


def _as_before(uow: UnitOfWork, ticket: Ticket) -> None:
    """The customer waits again as before the first of the replies that are taken back."""
    held = [event for event in events_of(uow.session, ticket.id) if event.kind == _HELD]
    if held and ticket.waiting_since is None:
        ticket.waiting_since, ticket.replied_at = (
            datetime.fromisoformat(at) if (at := held[-1].details.get(name)) else None
            for name in ("waiting_since", "replied_at")
        )


def _rows(uow: UnitOfWork, ticket: Ticket) -> list[OutboxRow]:
    """The held rows, oldest first."""
    return list(outbox.untried_in(uow.session, held_lane(ticket)))[::-1]


def _messages_in(row: OutboxRow) -> list[int]:
    parts = [part["message_id"] for part in row.content.get("parts", [])]
    return parts or ([row.message_id] if row.message_id else [])


def _key(ticket: Ticket) -> str:
    return f"when:{ticket.id}"
