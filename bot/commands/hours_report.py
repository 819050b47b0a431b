"""The table that `nightdesk hours` prints."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from bot.calendar import Calendar, DayPlan, DecidedBy, Shift
from bot.calendar.public_holidays import Language
from bot.wording.dates import short_date
from bot.wording.drawn_week import around_the_clock

_TITLE: Mapping[Language, str] = {"ru": "Время: {zone}", "en": "Time zone: {zone}"}
_CLOSED: Mapping[Language, str] = {"ru": "закрыто", "en": "closed"}
_CUT: Mapping[Language, str] = {"ru": "объявлено закрытие", "en": "announced closure"}
_SHORT: Mapping[Language, str] = {"ru": "короткий день перед праздником", "en": "short day before a holiday"}
_NOTES: Mapping[Language, Mapping[DecidedBy, str]] = {
    "ru": {
        DecidedBy.DATE: "особый день ([hours.dates])",
        DecidedBy.MOVED_WORKING_DAY: "рабочий день по переносу",
    },
    "en": {
        DecidedBy.DATE: "special date ([hours.dates])",
        DecidedBy.MOVED_WORKING_DAY: "working day by decree",
    },
}


def two_weeks(calendar: Calendar, start: date) -> list[DayPlan]:
    """The plans of 14 days from `start`."""
    return [calendar.plan(start + timedelta(days=number)) for number in range(14)]


def hours_table(calendar: Calendar, start: date, language: Language) -> str:
    """Two weeks as text for a terminal: day, hours, and why they differ from the usual week."""
    rows = [_row(calendar, plan, language) for plan in two_weeks(calendar, start)]
    day_width, hours_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{day:{day_width}}  {hours:{hours_width}}  {note}".rstrip() for day, hours, note in rows]
    return "\n".join([_TITLE[language].format(zone=calendar.zone.key), "", *lines])


def _row(calendar: Calendar, plan: DayPlan, language: Language) -> tuple[str, str, str]:
    hours = ", ".join(_hours(shift, language) for shift in plan.shifts) or _CLOSED[language]
    return short_date(plan.day, language), hours, _note(calendar, plan, language)


def _hours(shift: Shift, language: Language) -> str:
    if shift.end.replace(tzinfo=None) - shift.start.replace(tzinfo=None) == timedelta(days=1):
        return around_the_clock(language)
    return f"{shift.start:%H:%M}–{_closing(shift.start.date(), shift.end)}"


def _closing(day: date, end: datetime) -> str:
    """The end of a shift: "18:00", "24:00" for midnight, "04:00 (+1)" on the next day."""
    if end.date() == day:
        return f"{end:%H:%M}"
    return f"{end:%H:%M} (+1)" if end.hour or end.minute else "24:00"


def _note(calendar: Calendar, plan: DayPlan, language: Language) -> str:
    holiday = calendar.holiday_name(plan.day, language)
    short = _SHORT[language] if plan.is_short else None
    cut = _CUT[language] if plan.is_cut else None
    return "; ".join(note for note in (holiday, _NOTES[language].get(plan.decided_by), short, cut) if note)
