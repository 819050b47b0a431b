"""Until when a ticket is snoozed or a colleague is absent: a day without a time means its first opening."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.desk.unit_of_work import UnitOfWork
from bot.staff.human_dates import DateError, begins_with, instant

USUAL_OPENING = time(9)  # where the calendar has none, as of a desk that never closes
LONGEST = timedelta(days=366)

_MONDAY = 7
_SPANS: Mapping[str, timedelta] = {"1h": timedelta(hours=1), "3h": timedelta(hours=3)}


def until_opening(uow: UnitOfWork, text: str) -> datetime:
    """The moment (aware) that «завтра», «2ч», «до пн», "tomorrow 3pm" or "until Mon" ends at.

    Raises DateError when it can't be read, has passed, or is more than a year away.
    """
    found = begins_with(text, uow.now, uow.calendar.zone)
    if found is None or found[1].strip(" .,!"):
        raise DateError(f"no time: {text}")
    when = found[0]
    if when.day and when.clock is None:
        moment = opening_on(uow, when.day)
    else:
        moment = instant(when, uow.now, uow.calendar.zone, USUAL_OPENING)
    if not uow.now < moment <= uow.now + LONGEST:
        raise DateError("that time has passed, or is too far away")
    return moment


def chosen(uow: UnitOfWork, choice: str) -> datetime | None:
    """The moment (aware) that a button for snoozing means; None for an unknown one."""
    if choice in _SPANS:
        return uow.now + _SPANS[choice]
    if choice == "day":
        return opening_on(uow, uow.today + timedelta(days=1))
    if choice == "week":
        return opening_on(uow, uow.today + timedelta(days=_MONDAY - uow.today.weekday()))
    return None


def opening_on(uow: UnitOfWork, day: date) -> datetime:
    """The first opening (aware) on that local day, or on the next day that has one."""
    begin = datetime.combine(day, time(0), uow.calendar.zone)
    opening = uow.calendar.next_opening(begin - timedelta(seconds=1))
    return opening or datetime.combine(day, USUAL_OPENING, uow.calendar.zone)
