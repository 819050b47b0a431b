"""Too much at once: nothing is lost, nobody is flooded.

What a customer writes beyond the caps is kept in their ticket, and the staff see one line in its place, with a button
that shows the rest. The customer hears of it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.conversation.handoff import hand_over, recently_solved
from bot.desk.conversation.prior_messages import TALK_REACHES_BACK
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, tally, told_lately
from bot.desk.ticket import lifecycle, notices
from bot.desk.ticket.history import Incoming, note_customer_message, note_edit, note_event
from bot.desk.ticket.relay import edit_key, pass_to_staff
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import held_messages, loose_messages, newest_writings
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
CALM_AFTER = timedelta(minutes=10)  # a flood has ended when nothing was too much for so long
FIRST_LINE, NEXT_LINE = timedelta(seconds=20), timedelta(minutes=10)  # the staff see a line no sooner
SHOWN_AT_ONCE = 20


def is_too_much(uow: UnitOfWork, customer: Customer) -> bool:
    """Whether the customer may be heard only in their ticket now."""
    most = max(cap.count for cap in MESSAGES)
    longest = max(cap.span for cap in MESSAGES)
    writings = newest_writings(uow.session, customer.id, most, uow.now - longest)
    return any(_is_reached(cap, writings, uow.now) for cap in MESSAGES)


def hold(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """Keep a message that is too much in the customer's ticket, opened if there is none, without showing it."""
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


def hold_edit(uow: UnitOfWork, customer: Customer, message: Message, incoming: Incoming) -> None:
    """Take over an edit that is too much; the staff see the message as it is now when they ask for it."""
    if not note_edit(uow, message, incoming) or customer.banned_at or message.is_held:
        return
    ticket = lifecycle.current_ticket(uow, customer)
    if ticket and message.ticket_id == ticket.id:
        _hold(uow, customer, ticket, message)
        _tell_once(uow, customer)


def is_edited_too_often(uow: UnitOfWork, message: Message) -> bool:
    return message.is_held or told_lately(uow, edit_key(message), uow.now - EDITS.span) >= EDITS.count


def is_reopened_too_often(uow: UnitOfWork, ticket: Ticket) -> bool:
    return times_reopened(uow.session, ticket.id, uow.now - REOPENINGS.span) >= REOPENINGS.count


def show_held(uow: UnitOfWork, ticket: Ticket) -> int:
    """Show the staff the next messages that were held back; returns how many."""
    held = held_messages(uow.session, ticket.id, SHOWN_AT_ONCE)
    for message in held:
        message.is_held = False
        pass_to_staff(uow, ticket, message)
    return len(held)


def _is_reached(cap: Cap, newest_first: Sequence[datetime], now: datetime) -> bool:
    return len(newest_first) >= cap.count and newest_first[cap.count - 1] > now - cap.span


def _hold(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message) -> None:
    message.is_held = True
    key = f"held:{ticket.id}"
    wait = NEXT_LINE if told_lately(uow, key, uow.now - NEXT_LINE) else FIRST_LINE
    tally(uow, key, Notification.HELD, lambda count: _line(uow, customer, ticket, count), wait, ticket)
    if ticket.waiting_since is None:
        lifecycle.start_waiting(uow, ticket)
        notices.added(uow, customer, ticket)


def _line(uow: UnitOfWork, customer: Customer, ticket: Ticket, count: int) -> Post:
    show = Button(uow.label(uow.staff_language, "buttons.show_held"), f"held:{ticket.id}")
    return Post(uow.say(uow.staff_language, "staff.held", ticket=ticket, customer=customer, count=count), [[show]])


def _hand_over(uow: UnitOfWork, customer: Customer) -> None:
    """A ticket that was solved lately is opened again with what was said since held back: it may be a lot."""
    solved = recently_solved(uow, customer)
    if solved:
        for message in loose_messages(uow.session, customer.id, uow.now - TALK_REACHES_BACK):
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
