"""Flood control: messages of a customer beyond the caps are stored but not relayed.

They are kept in the customer's ticket. The staff see one line instead, with a button that shows them; the customer is
told once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.conversation import emergencies
from bot.desk.conversation.handoff import hand_over, recently_solved
from bot.desk.conversation.intent import intent_of_message
from bot.desk.conversation.prior_messages import PRIOR_MESSAGES_SPAN
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, rows_written_since, tally
from bot.desk.ticket import lifecycle, notices
from bot.desk.ticket.history import Incoming, note_customer_message, note_edit, note_event
from bot.desk.ticket.relay import relay_to_staff
from bot.desk.ticket.relay_edits import edit_key
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import held_messages, messages_without_ticket, newest_writings
from storage.models import Author, Customer, Message, Ticket
from storage.tickets import times_reopened


@dataclass(frozen=True)
class Cap:
    """At most `count` of something in any `span`."""

    count: int
    span: timedelta


MESSAGES = (Cap(30, timedelta(minutes=1)), Cap(300, timedelta(days=1)))  # of one customer; edits count, too
EDITS = Cap(3, timedelta(minutes=1))  # of one message
REOPENINGS = Cap(5, timedelta(hours=1))  # of one ticket
CALM_AFTER = timedelta(minutes=10)  # a flood has ended when no message was beyond the caps for this long
FIRST_LINE, NEXT_LINE = (
    timedelta(seconds=20),
    timedelta(minutes=10),
)  # until the staff see a line
SHOWN_AT_ONCE = 20


def is_too_much(uow: UnitOfWork, customer: Customer) -> bool:
    """Whether the customer has reached a cap, so that their messages are held back."""
    most = max(cap.count for cap in MESSAGES)
    longest = max(cap.span for cap in MESSAGES)
    writings = newest_writings(uow.session, customer.id, most, uow.now - longest)
    return any(_is_reached(cap, writings, uow.now) for cap in MESSAGES)


def hold(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """Store a message beyond the caps in the customer's ticket (opened if there is none) without relaying it."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    if ticket is None:
        _hand_over(uow, customer)
    else:
        message.ticket_id = ticket.id
        _hold(uow, customer, ticket, message)
    _tell_once(uow, customer)
    ticket = lifecycle.current_ticket(uow, customer)
    if ticket and message.text:
        emergencies.alert(uow, customer, ticket, message, intent_of_message(uow, customer, message))


def hold_edit(uow: UnitOfWork, customer: Customer, message: Message, incoming: Incoming) -> None:
    """Apply an edit beyond the caps; the staff see the edited message when they ask for it."""
    if note_edit(uow, message, incoming) is None or customer.banned_at or message.is_held:
        return
    ticket = lifecycle.current_ticket(uow, customer)
    if ticket and message.ticket_id == ticket.id:
        _hold(uow, customer, ticket, message)
        _tell_once(uow, customer)


def is_edited_too_often(uow: UnitOfWork, message: Message) -> bool:
    return message.is_held or rows_written_since(uow, edit_key(message), uow.now - EDITS.span) >= EDITS.count


def is_reopened_too_often(uow: UnitOfWork, ticket: Ticket) -> bool:
    return times_reopened(uow.session, ticket.id, uow.now - REOPENINGS.span) >= REOPENINGS.count


def show_held(uow: UnitOfWork, ticket: Ticket) -> int:
    """Relay the next messages that were held back, up to `SHOWN_AT_ONCE`; returns how many."""
    held = held_messages(uow.session, ticket.id, SHOWN_AT_ONCE)
    for message in held:
        message.is_held = False
        relay_to_staff(uow, ticket, message)
    return len(held)


def _is_reached(cap: Cap, newest_first: Sequence[datetime], now: datetime) -> bool:
    return len(newest_first) >= cap.count and newest_first[cap.count - 1] > now - cap.span


def _hold(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message) -> None:
    message.is_held = True
    key = f"held:{ticket.id}"
    wait = NEXT_LINE if rows_written_since(uow, key, uow.now - NEXT_LINE) else FIRST_LINE
    tally(uow, key, Notification.HELD, lambda count: _line(uow, customer, ticket, count), wait, ticket)
    if ticket.waiting_since is None:
        lifecycle.start_waiting(uow, ticket)
        notices.added(uow, customer, ticket)


def _line(uow: UnitOfWork, customer: Customer, ticket: Ticket, count: int) -> Post:
    show = Button(uow.label(uow.staff_language, "buttons.show_held"), f"held:{ticket.id}")
    return Post(uow.say(uow.staff_language, "staff.held", ticket=ticket, customer=customer, count=count), [[show]])


def _hand_over(uow: UnitOfWork, customer: Customer) -> None:
    """Hand over. A reopened ticket gets the messages since it was solved as held back: there may be many."""
    solved = recently_solved(uow, customer)
    if solved:
        for message in messages_without_ticket(uow.session, customer.id, uow.now - PRIOR_MESSAGES_SPAN):
            message.ticket_id, message.is_held = solved.id, message.author == Author.CUSTOMER
            message.gathering = False
    hand_over(uow, customer, None)


def _tell_once(uow: UnitOfWork, customer: Customer) -> None:
    if not _is_flooding(uow, customer):
        ticket = lifecycle.current_ticket(uow, customer)
        if ticket:
            note_event(uow, ticket, "flooded", customer.name)
            notices.too_much(uow, customer, ticket)
    customer.flooding_until = uow.now + CALM_AFTER


def _is_flooding(uow: UnitOfWork, customer: Customer) -> bool:
    return customer.flooding_until is not None and customer.flooding_until > uow.now
