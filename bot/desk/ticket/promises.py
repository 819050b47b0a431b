"""Promises: reminders to the staff before a promise ends, and a new time for the customer when it is missed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from bot.desk.notifications import Notification
from bot.desk.outbox import Post, show_card, to_ticket
from bot.desk.ticket import notices
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import note_event
from bot.desk.ticket.load_shedding import to_ticket_and_staff_room
from bot.desk.ticket.queue_promises import promise_after_missed, promise_again
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Priority, Ticket
from storage.tickets import customer_of, promises_until, waiting

FIRST_REMINDER = timedelta(minutes=15)
SECOND_REMINDER = timedelta(minutes=5)
LATE_NOTICE = timedelta(minutes=1)
TO_TAKER, TO_ALL = 1, 2  # values of Ticket.reminded

Step: TypeAlias = Callable[[UnitOfWork, Ticket], None]


def due(uow: UnitOfWork) -> list[Ticket]:
    """The tickets whose promise needs action now: a reminder, an apology, or a first time."""
    soon = uow.calendar.add_business_time(uow.now, FIRST_REMINDER) or uow.now
    near = promises_until(uow.session, max(soon, uow.now + LATE_NOTICE))
    return [ticket for ticket in near if _step(uow, ticket)]


def review_promise(uow: UnitOfWork, ticket: Ticket) -> None:
    """Take the step that is due for the ticket's promise now, if any."""
    if step := _step(uow, ticket):
        step(uow, ticket)


def move_promises(uow: UnitOfWork, was_closed_until: datetime | None = None) -> None:
    """After a closure was announced or lifted: give a new time to customers whose promise is outside business hours.

    `was_closed_until` (aware) is the end of a closure that ends earlier now: whom it has made wait until after it, and
    who is replied to before that now, is told so.
    """
    for ticket in sorted(waiting(uow.session, snoozed=True), key=_by_turn):
        if ticket.promised_at is None:
            review_promise(uow, ticket)
        elif not uow.calendar.is_open(ticket.promised_at - timedelta(seconds=1)):
            _put_off(uow, ticket, ticket.promised_at, promise_again(uow, ticket))
        elif was_closed_until and ticket.promised_at > was_closed_until:
            _bring_forward(uow, ticket, was_closed_until)


def _by_turn(ticket: Ticket) -> tuple[int, datetime | None, int]:
    return list(Priority).index(Priority(ticket.priority)), ticket.waiting_since, ticket.id


def put_off_beyond(uow: UnitOfWork, ticket: Ticket, moment: datetime) -> bool:
    """The ticket is snoozed until that moment (aware): give a customer who waits a new time, if the promise is earlier.

    False when nothing had to be moved.
    """
    if ticket.waiting_since is None or ticket.promised_at is None or ticket.promised_at > moment:
        return False
    _put_off(uow, ticket, ticket.promised_at, promise_again(uow, ticket))
    ticket.late_told = True  # so that it holds up nobody when it wakes earlier
    return True


def _step(uow: UnitOfWork, ticket: Ticket) -> Step | None:
    if ticket.waiting_since is None:
        return None
    if ticket.promised_at is None:
        return _give_first_promise if uow.promise() else None
    share = uow.context.settings.promise.reply_within
    if ticket.promised_at - uow.now <= min(LATE_NOTICE, share / 10):
        return _miss
    return _reminder(uow, ticket, ticket.promised_at, share) if uow.is_open else None


def _reminder(uow: UnitOfWork, ticket: Ticket, promised_at: datetime, share: timedelta) -> Step | None:
    """The reminder that is due, by the business time left: for a promise early tomorrow it comes today."""
    left = uow.calendar.business_time_between(uow.now, promised_at)
    if left <= min(SECOND_REMINDER, share / 4):
        stage = TO_ALL
    elif left <= min(FIRST_REMINDER, share / 2):
        stage = TO_TAKER
    else:
        return None
    return partial(_remind, stage=stage) if ticket.reminded < stage else None


def _give_first_promise(uow: UnitOfWork, ticket: Ticket) -> None:
    if promised := promise_again(uow, ticket):
        _promise(uow, ticket, promised)


def _bring_forward(uow: UnitOfWork, ticket: Ticket, before: datetime) -> None:
    """Give the customer an earlier time, if it is before that moment."""
    promised = promise_again(uow, ticket)
    if promised and promised < before:
        _promise(uow, ticket, promised)


def _promise(uow: UnitOfWork, ticket: Ticket, promised: datetime) -> None:
    ticket.promised_at, ticket.reminded = promised, 0
    note_event(uow, ticket, "promised", promised_at=promised.isoformat())
    notices.time_promised(uow, customer_of(uow.session, ticket), ticket)
    show_card(uow, ticket)


def _remind(uow: UnitOfWork, ticket: Ticket, stage: int) -> None:
    """Remind the colleague who took the ticket; all the staff if nobody did, or at the last stage."""
    ticket.reminded = stage
    note_event(uow, ticket, "reminded", stage=stage)
    rich = uow.say(uow.staff_language, "staff.reminder", ticket=ticket, taken_by=taker_name(uow, ticket))
    is_for_all = stage == TO_ALL or ticket.taken_by is None
    tell = to_ticket_and_staff_room if is_for_all else to_ticket
    tell(uow, ticket, Post(rich), Notification.REMINDER)


def _miss(uow: UnitOfWork, ticket: Ticket) -> None:
    """The promise is missed: give the customer a new time, however often it happens, and tell the staff."""
    missed = ticket.promised_at
    if missed is None:
        return
    _put_off(uow, ticket, missed, promise_after_missed(uow, ticket, missed))
    ticket.late_told = True
    taken_by = taker_name(uow, ticket)
    rich = uow.say(uow.staff_language, "staff.promise_missed", ticket=ticket, taken_by=taken_by, old_promise=missed)
    to_ticket_and_staff_room(uow, ticket, Post(rich), Notification.PROMISE_MISSED)


def _put_off(uow: UnitOfWork, ticket: Ticket, old: datetime, new: datetime | None) -> None:
    ticket.promised_at, ticket.reminded = new, 0
    note_event(uow, ticket, "promise_moved", old=old.isoformat(), new=new.isoformat() if new else None)
    notices.late(uow, customer_of(uow.session, ticket), ticket, old)
    show_card(uow, ticket)
