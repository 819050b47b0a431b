"""Computes when `due_jobs` will next find something, so that the scheduler can sleep until then."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, exists, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from bot.calendar import Calendar, Closure
from bot.desk.digest import FIRST_RUN_AT, LONGEST_CLOSED_PERIOD
from bot.desk.pace import PACE, next_measurement
from bot.desk.retention import DAY, PEOPLE, WORDS
from bot.desk.ticket.promises import FIRST_REMINDER, LATE_NOTICE, SECOND_REMINDER, TO_ALL, TO_TAKER
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Alarm, Customer, Digest, Memo, State, Ticket
from storage.models import Closure as StoredClosure
from storage.tickets import closures
from storage.types import UtcDateTime

Moment = TypeVar("Moment", datetime, datetime | None)

ADDED = (Customer, Ticket, StoredClosure, Alarm)
CHANGED = (
    *(col(Customer.conversation_until), col(Alarm.next_call_at)),
    *(col(Ticket.state), col(Ticket.waiting_since), col(Ticket.promised_at), col(Ticket.reminded)),
    col(Ticket.snoozed_until),
    col(StoredClosure.ends_at),
)
"""Commits that add rows of `ADDED` or change columns of `CHANGED` may make the next due moment earlier."""

_WAITS = col(Ticket.waiting_since).is_not(None)
_STAGES = (0, TO_TAKER, TO_ALL)


def _first(moment: Mapped[Moment], *where: ColumnElement[bool]) -> ScalarSelect[Moment]:
    return select(func.min(moment)).where(*where).scalar_subquery()


def _first_promise(reminded: int) -> ScalarSelect[datetime | None]:
    """Earlier versions had a stage after the last one, too."""
    is_at_stage = col(Ticket.reminded) >= reminded if reminded == TO_ALL else col(Ticket.reminded) == reminded
    return _first(col(Ticket.promised_at), _WAITS, is_at_stage)


def _memo(key: str) -> ScalarSelect[str]:
    return select(col(Memo.value)).where(col(Memo.key) == key).scalar_subquery()


# One statement, built once: the scheduler executes it after many commits.
MOMENTS = select(
    _first(col(Customer.conversation_until), col(Customer.conversation_until).is_not(None)).label("conversation_due"),
    _first(col(Alarm.next_call_at), col(Alarm.next_call_at).is_not(None)).label("next_call"),
    _first(col(Ticket.solved_at), col(Ticket.state) == State.SOLVED).label("solved"),
    _first(col(Ticket.snoozed_until), col(Ticket.snoozed_until).is_not(None)).label("snooze_ends"),
    *(_first_promise(reminded).label(f"promise_{reminded}") for reminded in _STAGES),
    exists().where(_WAITS, col(Ticket.promised_at).is_(None)).label("lacks_promise"),
    exists().where(col(Digest.opening_at) == bindparam("opening", type_=UtcDateTime)).label("has_digest"),
    _memo(FIRST_RUN_AT).label(FIRST_RUN_AT),
    _memo(WORDS).label(WORDS),
    _memo(PEOPLE).label(PEOPLE),
    _memo(PACE).label(PACE),
    _first(col(Customer.created_at)).label("first_contact"),
)


def next_due(uow: UnitOfWork) -> datetime | None:
    """The first moment (aware) at which a job may be due; a past moment when a job is due now, None when none is known.

    The moment is never too late as long as the clock, the closures and the rows stay as they are.
    """
    known = closures(uow.session, uow.now - LONGEST_CLOSED_PERIOD)  # the end of a past closure is an opening
    calendar = uow.context.calendar.with_closures([Closure(one.starts_at, one.ends_at) for one in known])
    shift = calendar.current_shift(uow.now)
    opening = shift.start if shift else None
    found = uow.session.connection().execute(MOMENTS, {"opening": opening}).one()._mapping
    settings = uow.context.settings
    moments = [
        found["conversation_due"],
        found["next_call"],
        found["snooze_ends"],
        _after(found["solved"], settings.promise.reopen_within + timedelta.resolution),
        _erasure(found[WORDS], found["first_contact"], settings.privacy.texts_days),
        _erasure(found[PEOPLE], found["first_contact"], settings.privacy.keep_tickets_days),
        calendar.next_opening(uow.now),
        next_measurement(found[PACE], uow.now, settings.promise.an_hour),
    ]
    first_run = datetime.fromisoformat(found[FIRST_RUN_AT]) if found[FIRST_RUN_AT] else None
    has_opened = first_run and opening and opening >= max(first_run, uow.now - LONGEST_CLOSED_PERIOD)
    if has_opened and not found["has_digest"]:
        moments.append(uow.now)
    if found["lacks_promise"] and calendar.add_business_time(uow.now, settings.promise.reply_within):
        moments.append(uow.now)
    for reminded in _STAGES:
        if promised_at := found[f"promise_{reminded}"]:
            moments += _promise_steps(calendar, uow.now, promised_at, reminded, settings.promise.reply_within)
    return min((moment for moment in moments if moment), default=None)


def _promise_steps(
    calendar: Calendar, now: datetime, promised_at: datetime, reminded: int, share: timedelta
) -> Iterator[datetime | None]:
    yield promised_at - min(LATE_NOTICE, share / 10)
    if reminded < TO_TAKER:
        yield _reminder(calendar, now, promised_at, min(FIRST_REMINDER, share / 2))
    elif reminded < TO_ALL:
        yield _reminder(calendar, now, promised_at, min(SECOND_REMINDER, share / 4))


def _reminder(calendar: Calendar, now: datetime, promised_at: datetime, ahead: timedelta) -> datetime | None:
    """The moment in business hours from which only `ahead` of business time is left until the promise."""
    left = calendar.business_time_between(now, promised_at)
    if left > ahead:
        return calendar.add_business_time(now, left - ahead)
    return now if calendar.is_open(now) else calendar.next_opening(now)


def _erasure(erased_until: str | None, first_contact: datetime | None, days: int) -> datetime | None:
    """When the next day of data is old enough to be erased. `erased_until` is ISO 8601."""
    since = datetime.fromisoformat(erased_until) if erased_until else first_contact
    return since + DAY + timedelta(days=days) if since and days else None


def _after(moment: datetime | None, span: timedelta) -> datetime | None:
    return moment + span if moment else None
