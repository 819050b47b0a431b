"""Promises in the order of the queue: whoever waits is promised a reply after those before them, at the desk's pace.

The queue is by priority, then by how long somebody has waited. What was promised once stays promised: a ticket that
comes before others later is an addition to the work before theirs, for which `reply_within` leaves room.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.calendar import Calendar
from bot.desk.pace import HOUR, pace
from bot.desk.promised_time import promised_time
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Priority, Ticket
from storage.tickets import Place, place_in_queue

MORE_TIME = timedelta(hours=2)  # business time added at least to a promise that can't be kept


@dataclass(frozen=True)
class Pace:
    """`reply_within`: business time for the first in the queue; `each`: for each one after the one before it."""

    reply_within: timedelta
    each: timedelta

    @classmethod
    def of(cls, uow: UnitOfWork) -> "Pace":
        return cls(uow.context.settings.promise.reply_within, HOUR / pace(uow))

    def until(self, place: Place) -> timedelta:
        """Business time until somebody at that place is replied to."""
        return self.reply_within + place.ahead * self.each


def promise_new(uow: UnitOfWork, priority: Priority) -> datetime | None:
    """The promise (aware) for a ticket of that priority that is opened now; None when no opening is known."""
    return turn(uow.calendar, uow.now, Pace.of(uow), place_in_queue(uow.session, priority, uow.now))


def promise_again(uow: UnitOfWork, ticket: Ticket) -> datetime | None:
    """The promise for a ticket that waits, as if it were given now; for a snoozed one, as of the end of the snooze."""
    begin = max(uow.now, ticket.snoozed_until or uow.now)
    return turn(uow.calendar, begin, Pace.of(uow), _place(uow, ticket))


def promise_after_missed(uow: UnitOfWork, ticket: Ticket, missed: datetime) -> datetime | None:
    """The promise in place of the one that was missed, or will be."""
    return later_turn(uow.calendar, max(missed, uow.now), Pace.of(uow), _place(uow, ticket))


def turn(calendar: Calendar, now: datetime, pace: Pace, place: Place) -> datetime | None:
    """When somebody at that place is replied to, as it is said: never before those ahead.

    Promises that were moved because they could not be kept hold up nobody else. None when no opening is known.
    """
    own = calendar.add_business_time(now, pace.until(place)) or calendar.add_business_time(now, pace.reply_within)
    return promised_time(calendar, max(own, place.kept_until or own)) if own else None


def later_turn(calendar: Calendar, now: datetime, pace: Pace, place: Place) -> datetime | None:
    """The same after a promise was missed: `MORE_TIME` later at least, and after those ahead who had to wait, too."""
    own = calendar.add_business_time(now, max(MORE_TIME, pace.until(place)))
    own = own or calendar.add_business_time(now, MORE_TIME)
    if own and place.moved_until and place.moved_until >= own:
        own = calendar.add_business_time(place.moved_until, pace.each) or own
    return promised_time(calendar, max(own, place.kept_until or own)) if own else None


def _place(uow: UnitOfWork, ticket: Ticket) -> Place:
    """A snoozed ticket is in no queue: it is somebody's first when it wakes."""
    if ticket.snoozed_until:
        return Place(0)
    return place_in_queue(uow.session, Priority(ticket.priority), ticket.waiting_since or uow.now, ticket.id)
