"""The hours of a date: [hours.dates] takes precedence over holidays, holidays over the week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.calendar.dates import hours_by_date, read_dates
from bot.calendar.errors import CalendarError
from bot.calendar.public_holidays import PublicHolidays, parse_holidays
from bot.calendar.short_days import COUNTRIES, shortened
from bot.calendar.week import Week, parse_week
from bot.calendar.written.times import Span


class DecidedBy(StrEnum):
    """The source of a day's hours."""

    WEEK = "week"
    HOLIDAY = "holiday"
    MOVED_WORKING_DAY = "moved_working_day"
    DATE = "date"


@dataclass(frozen=True)
class Schedule:
    """Week, holidays and dates, without time zone and closures. `short_days`: see bot/calendar/short_days.py."""

    week: Week
    holidays: PublicHolidays | None
    dates: Mapping[date, tuple[Span, ...]]
    short_days: bool

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """The spans that begin on the day, in order and not touching."""
        spans = self._whole_spans_on(day)
        return shortened(spans) if self._is_before_holiday(day) else spans

    def decided_by(self, day: date) -> DecidedBy:
        if day in self.dates:
            return DecidedBy.DATE
        if self.holidays and self.holidays.name(day):
            return DecidedBy.HOLIDAY
        return DecidedBy.MOVED_WORKING_DAY if self._stands_in_for(day) else DecidedBy.WEEK

    def is_short(self, day: date) -> bool:
        """Whether the day's hours end earlier because a public holiday follows."""
        return self._is_before_holiday(day) and self.spans_on(day) != self._whole_spans_on(day)

    def _whole_spans_on(self, day: date) -> tuple[Span, ...]:
        match self.decided_by(day):
            case DecidedBy.DATE:
                return self.dates[day]
            case DecidedBy.HOLIDAY:
                return self.week.spans_on(day, is_holiday=True) if self.week.covers_holidays else ()
            case DecidedBy.MOVED_WORKING_DAY:
                return self.week.spans_on(self._counts_as(day))
        return self.week.spans_on(day)

    def _is_before_holiday(self, day: date) -> bool:
        """Whether a public holiday on which the company is closed follows the day, or the one that it stands in for."""
        if not (self.short_days and self.holidays and self.holidays.country in COUNTRIES):
            return False
        if self.decided_by(day) not in (DecidedBy.WEEK, DecidedBy.MOVED_WORKING_DAY):
            return False
        following = self._counts_as(day) + timedelta(days=1)
        return self.holidays.is_named(following) and not self._whole_spans_on(following)

    def _counts_as(self, day: date) -> date:
        """The day whose hours this one has: the one that it stands in for, unless the week is closed on that."""
        replaced = self._stands_in_for(day)
        return replaced if replaced and self.week.spans_on(replaced) else day

    def _stands_in_for(self, day: date) -> date | None:
        return self.holidays.stands_in_for(day) if self.holidays else None


def parse_schedule(
    week_text: str, holidays_code: str | None, dates: Mapping[str, str], short_days: bool = True
) -> Schedule:
    """Parse the [hours] section. Raises CalendarError, which names the invalid key."""
    week = parse_week(week_text)
    holidays = parse_holidays(holidays_code) if holidays_code is not None else None
    if week.covers_holidays and not holidays:
        raise CalendarError("hours.week", week_text, "holidays_without_country")
    entries, errors = read_dates(dates)
    if errors:
        raise errors[0]
    return Schedule(week, holidays, hours_by_date(entries, week), short_days)


def schedule_errors(week_text: str, holidays_code: str | None, dates: Mapping[str, str]) -> list[CalendarError]:
    """All that is wrong with the section, where `parse_schedule` raises the first."""
    errors = _errors_of(lambda: parse_week(week_text))
    if holidays_code is not None:
        errors += _errors_of(lambda: parse_holidays(holidays_code))
    errors += read_dates(dates)[1]
    return errors or _errors_of(lambda: parse_schedule(week_text, holidays_code, dates))


def _errors_of(parse: Callable[[], object]) -> list[CalendarError]:
    try:
        parse()
    except CalendarError as error:
        return [error]
    return []
