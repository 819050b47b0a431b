"""The dates that a question for the opening hours is about, as far as the calendar knows them."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.calendar import HORIZON, Calendar, DecidedBy
from faq import AskedDay, asked_days
from faq.asked_days import DayOfYear, DaysAhead, Holiday, Weekday

MOST_HOLIDAYS = 3  # told to who asks about holidays in general


def dates_asked(calendar: Calendar, today: date, text: str) -> list[date] | None:
    """The dates in order, without today and tomorrow; None when it names a holiday that the calendar doesn't know."""
    found = [_dates(calendar, today, asked) for asked in asked_days(text)]
    if not all(found):
        return None
    return sorted({day for days in found for day in days if day > today + timedelta(days=1)})


def _dates(calendar: Calendar, today: date, asked: AskedDay) -> list[date]:
    """At least one, unless the calendar doesn't know it."""
    match asked:
        case Weekday(number):
            return [today + timedelta(days=(number - today.weekday()) % 7)]
        case DaysAhead(number):
            return [today + timedelta(days=number)]
        case DayOfYear():
            return _yearly(today, asked)
        case Holiday():
            return _holidays(calendar, today, asked)


def _yearly(today: date, asked: DayOfYear) -> list[date]:
    try:
        day = date(today.year, asked.month, asked.day)
        return [day if day >= today else day.replace(year=today.year + 1)]
    except ValueError:
        return []


def _holidays(calendar: Calendar, today: date, asked: Holiday) -> list[date]:
    """Of a calendar without holidays only what the settings have a date for."""
    coming = dict(_coming(calendar, today))
    if asked.is_any:
        return list(coming.values())[:MOST_HOLIDAYS]
    named = (next((day for name, day in coming.items() if part in name), None) for part in asked.names)
    if found := [day for day in named if day]:
        return found
    usual = _yearly(today, asked.usual) if asked.usual else []
    return [day for day in usual if coming or calendar.plan(day).decided_by is DecidedBy.DATE]


def _coming(calendar: Calendar, today: date) -> Iterator[tuple[str, date]]:
    """The English names of the public holidays of the year ahead with their first days, the next one first."""
    names = set[str]()
    for ahead in range(HORIZON.days):
        day = today + timedelta(days=ahead)
        name = calendar.holiday_name(day, "en")
        if name and name not in names and not calendar.is_moved_day_off(day):
            names.add(name)
            yield name, day
