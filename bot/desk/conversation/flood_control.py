"""Too much at once: nothing is lost, nobody is flooded.

What a customer writes beyond the caps is kept in their ticket, and the staff see one line in its place, with a button
that shows the rest. The customer hears of it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.conversation.handoff import hand_over, recently_solved
from bot.desk.conversation.prior_messages import TALK_REACHES_BACK
from bot.desk.outbox import Button, Post, tally, told_lately
from bot.desk.ticket import lifecycle, notices
from bot.desk.ticket.history import Incoming, note_customer_message, note_edit, note_event
from bot.desk.ticket.relay import edit_key, pass_to_staff
from bot.desk.unit_of_work import Desk
from storage.customers import held_messages, loose_messages, newest_writings
from storage.models import Author, Customer, Message, Ticket
from storage.tickets import active_ticket, times_reopened


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


def is_too_much(desk: Desk, customer: Customer) -> bool:
    """Whether the customer may be heard only in their ticket now."""
    most = max(cap.count for cap in MESSAGES)
    writings = newest_writings(desk.session, customer.id, most)
    return any(_is_reached(cap, writings, desk.now) for cap in MESSAGES)


def hold(desk: Desk, customer: Customer, incoming: Incoming) -> None:
    """Keep a message that is too much in the customer's ticket, opened if there is none, without showing it."""
    message = note_customer_message(desk, customer, incoming)
    if customer.banned_at:
        return
    ticket = active_ticket(desk.session, customer.id)
    if ticket is None:
        _hand_over(desk, customer)
    else:
        message.ticket_id = ticket.id
        _hold(desk, customer, ticket, message)
    _tell_once(desk, customer)


def hold_edit(desk: Desk, customer: Customer, message: Message, incoming: Incoming) -> None:
    """Take over an edit that is too much; the staff see the message as it is now when they ask for it."""
    if not note_edit(desk, message, incoming) or customer.banned_at or message.is_held:
        return
    ticket = active_ticket(desk.session, customer.id)
    if ticket and message.ticket_id == ticket.id:
        _hold(desk, customer, ticket, message)
        _tell_once(desk, customer)


def is_edited_too_often(desk: Desk, message: Message) -> bool:
    return message.is_held or told_lately(desk, edit_key(message), desk.now - EDITS.span) >= EDITS.count


def is_reopened_too_often(desk: Desk, ticket: Ticket) -> bool:
    return times_reopened(desk.session, ticket.id, desk.now - REOPENINGS.span) >= REOPENINGS.count


def show_held(desk: Desk, ticket: Ticket) -> int:
    """Show the staff the next messages that were held back; returns how many."""
    held = held_messages(desk.session, ticket.id, SHOWN_AT_ONCE)
    for message in held:
        message.is_held = False
        pass_to_staff(desk, ticket, message)
    return len(held)


def _is_reached(cap: Cap, newest_first: Sequence[datetime], now: datetime) -> bool:
    return len(newest_first) >= cap.count and newest_first[cap.count - 1] > now - cap.span


def _hold(desk: Desk, customer: Customer, ticket: Ticket, message: Message) -> None:
    message.is_held = True
    key = f"held:{ticket.id}"
    wait = NEXT_LINE if told_lately(desk, key, desk.now - NEXT_LINE) else FIRST_LINE
    tally(desk, key, "held", lambda count: _line(desk, customer, ticket, count), wait, ticket)
    if ticket.waiting_since is None:
        lifecycle.start_waiting(desk, ticket)
        notices.added(desk, customer, ticket)


def _line(desk: Desk, customer: Customer, ticket: Ticket, count: int) -> Post:
    show = Button(desk.label(desk.staff_language, "buttons.show_held"), f"held:{ticket.id}")
    return Post(desk.say(desk.staff_language, "staff.held", ticket=ticket, customer=customer, count=count), [[show]])


def _hand_over(desk: Desk, customer: Customer) -> None:
    """A ticket that was solved lately is opened again with what was said since held back: it may be a lot."""
    solved = recently_solved(desk, customer)
    if solved:
        for message in loose_messages(desk.session, customer.id, desk.now - TALK_REACHES_BACK):
            message.ticket_id, message.is_held = solved.id, message.author == Author.CUSTOMER
    hand_over(desk, customer, None)


def _tell_once(desk: Desk, customer: Customer) -> None:
    if not _is_flooding(desk, customer):
        ticket = active_ticket(desk.session, customer.id)
        if ticket:
            note_event(desk, ticket, "flooded", customer.name)
            notices.too_much(desk, customer, ticket)
    customer.flooding_until = desk.now + CALM_AFTER


def _is_flooding(desk: Desk, customer: Customer) -> bool:
    return customer.flooding_until is not None and customer.flooding_until > desk.now
