"""Keeping promises: reminders before one runs out, and a word to the customer when one can't be kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket import notices
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import note_event
from bot.desk.ticket.load_shedding import to_all_about
from bot.desk.unit_of_work import Desk
from storage.models import Ticket
from storage.tickets import MISSED, customer_of, promises_until, waiting

FIRST_REMINDER = timedelta(minutes=15)
SECOND_REMINDER = timedelta(minutes=5)
LATE_NOTICE = timedelta(minutes=1)
MORE_TIME = timedelta(hours=2)  # business time added to a promise that can't be kept
TO_TAKER, TO_ALL = 1, 2  # values of Ticket.reminded, before MISSED

Step: TypeAlias = Callable[[Desk, Ticket], None]


def due(desk: Desk) -> list[Ticket]:
    """The tickets about whose promise something is to be done now."""
    soon = desk.calendar.add_business_time(desk.now, FIRST_REMINDER) or desk.now
    near = promises_until(desk.session, max(soon, desk.now + LATE_NOTICE))
    return [ticket for ticket in near if _step(desk, ticket)]


def review_promise(desk: Desk, ticket: Ticket) -> None:
    """Do what is due about the ticket's promise now; nothing when nothing is."""
    if step := _step(desk, ticket):
        step(desk, ticket)


def move_promises(desk: Desk) -> None:
    """After an unplanned closure was announced or lifted: promise those who wait a time that holds."""
    for ticket in waiting(desk.session):
        if ticket.promised_at is None:
            review_promise(desk, ticket)
        elif not desk.calendar.is_open(ticket.promised_at - timedelta(seconds=1)):
            _put_off(desk, ticket, ticket.promised_at, desk.promise())


def _step(desk: Desk, ticket: Ticket) -> Step | None:
    if ticket.waiting_since is None or ticket.reminded == MISSED:
        return None
    if ticket.promised_at is None:
        return _promise_a_time_at_last if desk.promise() else None
    share = desk.office.settings.promise.reply_within
    if ticket.promised_at - desk.now <= min(LATE_NOTICE, share / 10):
        return _miss
    return _reminder(desk, ticket, ticket.promised_at, share) if desk.is_open else None


def _reminder(desk: Desk, ticket: Ticket, promised_at: datetime, share: timedelta) -> Step | None:
    """Business time counts: of a promise for early tomorrow the staff hear before they leave today."""
    left = desk.calendar.business_time_between(desk.now, promised_at)
    if left <= min(SECOND_REMINDER, share / 4):
        stage = TO_ALL
    elif left <= min(FIRST_REMINDER, share / 2):
        stage = TO_TAKER
    else:
        return None
    return partial(_remind, stage=stage) if ticket.reminded < stage else None


def _promise_a_time_at_last(desk: Desk, ticket: Ticket) -> None:
    promised = desk.promise()
    if promised is None:
        return
    ticket.promised_at = promised
    note_event(desk, ticket, "promised", promised_at=promised.isoformat())
    notices.time_promised(desk, customer_of(desk.session, ticket), ticket)
    show_card(desk, ticket)


def _remind(desk: Desk, ticket: Ticket, stage: int) -> None:
    """The one who took it first, all the staff when there is none or the time is nearly up."""
    ticket.reminded = stage
    note_event(desk, ticket, "reminded", stage=stage)
    rich = desk.say(desk.staff_language, "staff.reminder", ticket=ticket, taken_by=taker_name(desk, ticket))
    is_for_all = stage == TO_ALL or ticket.taken_by is None
    tell = to_all_about if is_for_all else to_ticket
    tell(desk, ticket, Post(rich), "reminder")


def _miss(desk: Desk, ticket: Ticket) -> None:
    """The customer hears of it once, with a new time; the staff hear of it each time."""
    missed = ticket.promised_at
    if missed is None:
        return
    if ticket.late_told:
        ticket.reminded = MISSED
    else:
        _put_off(desk, ticket, missed, desk.calendar.add_business_time(max(missed, desk.now), MORE_TIME))
        ticket.late_told = True
    taken_by = taker_name(desk, ticket)
    rich = desk.say(desk.staff_language, "staff.promise_missed", ticket=ticket, taken_by=taken_by, old_promise=missed)
    to_all_about(desk, ticket, Post(rich), "promise_missed")


def _put_off(desk: Desk, ticket: Ticket, old: datetime, new: datetime | None) -> None:
    ticket.promised_at, ticket.reminded = new, 0
    note_event(desk, ticket, "promise_moved", old=old.isoformat(), new=new.isoformat() if new else None)
    notices.late(desk, customer_of(desk.session, ticket), ticket, old)
    show_card(desk, ticket)
