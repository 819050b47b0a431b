"""The hours of a date: [hours.dates] takes precedence over holidays, holidays over the week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.calendar.errors import CalendarError
from bot.calendar.public_holidays import PublicHolidays, parse_holidays
from bot.calendar.week import Span, Week, parse_times, parse_week


class DecidedBy(StrEnum):
    """The source of a day's hours."""

    WEEK = "week"
    HOLIDAY = "holiday"
    MOVED_WORKING_DAY = "moved_working_day"
    DATE = "date"


@dataclass(frozen=True)
class Schedule:
    """Week, holidays and dates, without time zone and closures."""

    week: Week
    holidays: PublicHolidays | None
    dates: Mapping[date, tuple[Span, ...]]

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans that begin on the day, in order and not touching."""
        match self.decided_by(day):
            case DecidedBy.DATE:
                return self.dates[day]
            case DecidedBy.HOLIDAY:
                return self.week.spans_on(day, is_holiday=True) if self.week.covers_holidays else ()
            case DecidedBy.MOVED_WORKING_DAY:
                return self.week.spans_on(self._stands_in_for(day) or day) or self.week.spans_on(day)
        return self.week.spans_on(day)

    def decided_by(self, day: date) -> DecidedBy:
        if day in self.dates:
            return DecidedBy.DATE
        if self.holidays and self.holidays.name(day):
            return DecidedBy.HOLIDAY
        return DecidedBy.MOVED_WORKING_DAY if self._stands_in_for(day) else DecidedBy.WEEK

    def _stands_in_for(self, day: date) -> date | None:
        return self.holidays.stands_in_for(day) if self.holidays else None


def parse_schedule(week_text: str, holidays_code: str | None, dates: Mapping[date, str]) -> Schedule:
    """Parse the [hours] section. Raises CalendarError, which names the invalid key."""
    week = parse_week(week_text)
    holidays = parse_holidays(holidays_code) if holidays_code is not None else None
    if week.covers_holidays and not holidays:
        raise CalendarError(
            "hours.week", week_text, 'PH needs a country: set hours.holidays, for example to "RU", or leave PH out.'
        )
    return Schedule(week, holidays, {day: _parse_date(day, value, week) for day, value in dates.items()})


def _parse_date(day: date, value: str, week: Week) -> tuple[Span, ...]:
    word = value.strip().lower()
    spans = () if word == "closed" else week.spans_on(day) if word == "open" else parse_times(word)
    if spans is None:
        raise _date_error(day, value, 'write hours such as "09:00-15:00", or "closed", or "open" for the usual hours.')
    if word == "open" and not spans:
        raise _date_error(day, value, 'the week has no hours on that weekday; write them, for example "10:00-16:00".')
    return spans


def _date_error(day: date, value: str, remedy: str) -> CalendarError:
    return CalendarError(f"hours.dates.{day.isoformat()}", value, remedy)
