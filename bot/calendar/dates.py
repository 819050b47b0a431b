"""[hours.dates]: days and ranges of days with hours of their own.

Of two entries that cover a day, the one of fewer days counts: "2026-12-31" is an exception to
"2026-12-24/2027-01-08", in whatever order they stand. Two entries of equally many days must agree where they overlap.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.calendar.errors import CalendarError
from bot.calendar.week import Week
from bot.calendar.written import DateSpan, NotUnderstoodError, read_day_hours, read_days
from bot.calendar.written.times import Span


@dataclass(frozen=True)
class DatedHours:
    """One entry. `hours`: the spans of each of its days; () when they are closed, None for the usual hours."""

    key: str
    value: str
    days: DateSpan
    hours: tuple[Span, ...] | None


def read_dates(written: Mapping[str, str]) -> tuple[list[DatedHours], list[CalendarError]]:
    """The entries that can be read, those of the most days first, and what is wrong with the others."""
    entries: list[DatedHours] = []
    errors: list[CalendarError] = []
    for key, value in written.items():
        try:
            entry = _entry(key, value)
            _reject_contradiction(entry, entries)
        except CalendarError as error:
            errors.append(error)
        else:
            entries.append(entry)
    return sorted(entries, key=lambda entry: -entry.days.length), errors


def hours_by_date(entries: list[DatedHours], week: Week) -> dict[date, tuple[Span, ...]]:
    """The hours of each day; `entries` as `read_dates` sorts them. Raises CalendarError where "open" opens no day."""
    hours: dict[date, tuple[Span, ...]] = {}
    for entry in entries:
        hours |= {day: week.spans_on(day) if entry.hours is None else entry.hours for day in entry.days}
        if entry.hours is None and not any(hours[day] for day in entry.days):
            raise _error(entry.key, entry.value, "date_not_open")
    return hours


def _entry(key: str, value: str) -> DatedHours:
    try:
        days = read_days(key)
    except NotUnderstoodError as error:
        raise _error(key, value, f"date_{error.problem}", piece=error.piece) from None
    try:
        return DatedHours(key, value, days, read_day_hours(value))
    except NotUnderstoodError as error:
        if error.problem == "ambiguous":
            raise _error(key, value, "ambiguous", piece=error.piece, **error.details) from None
        raise _error(key, value, "date_hours") from None


def _reject_contradiction(entry: DatedHours, entries: list[DatedHours]) -> None:
    for other in entries:
        first, last = max(entry.days.first, other.days.first), min(entry.days.last, other.days.last)
        is_contrary = entry.hours != other.hours and entry.days.length == other.days.length
        if first <= last and is_contrary:
            raise _error(entry.key, entry.value, "date_twice", other=other.key, day=first.isoformat())


def _error(key: str, value: str, problem: str, **details: str) -> CalendarError:
    return CalendarError(f"hours.dates.{key}", value, problem, **details)
