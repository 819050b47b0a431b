"""The calendar: queries about business hours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.calendar.errors import CalendarError
from bot.calendar.public_holidays import Language
from bot.calendar.schedule import DecidedBy, parse_schedule, schedule_errors
from bot.calendar.shift import Closure, Shift, in_utc
from bot.calendar.stretches import merged, without
from bot.calendar.timeline import Hours, Stretch, Timeline, holes, stretches_on, timeline
from bot.calendar.zone import instant, parse_zone

HORIZON = timedelta(days=366)
"""How far ahead the calendar looks. Later instants are reported as None."""


@dataclass(frozen=True)
class DayPlan:
    """The shifts that begin on `day`, without announced closures, and the source of its hours."""

    day: date
    shifts: tuple[Shift, ...]
    decided_by: DecidedBy
    is_cut: bool
    """Whether an announced closure removes some of the hours."""
    is_short: bool
    """Whether the hours end earlier because a public holiday follows."""


@dataclass(frozen=True)
class Calendar:
    """Business hours of one company. Immutable; every datetime returned is in `timezone`.

    - `timezone`: an IANA name, "Europe/Moscow".
    - `week`: OpenStreetMap opening_hours, "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00" or "Mo-Fr 20:00-04:00", or
      as people write it, «пн-пт 9-18, сб 10-16» (bot/calendar/written). An end at or before the start is on the next
      day, so "00:00-00:00" is the whole day, as "00:00-24:00" is; "00:00-23:59" means that as well.
    - `holidays`: "RU" or "DE-BY". Public holidays are closed unless `week` has a rule for them (PH).
    - `dates`: by day or range of days (bot/calendar/written/days.py) "09:00-15:00", "closed", or "open" (the hours of
      the week, also on a holiday). Dates take precedence over holidays, holidays over the week; of two entries of
      `dates` the one of fewer days counts.
    - `short_days`: whether the day before a public holiday is an hour shorter where the country's law says so
      (bot/calendar/short_days.py), unless `dates` has it.
    - `closures`: announced closures, subtracted last.

    A weekend day that a decree made a working day has the hours of the day off that it replaces. A shift belongs to the
    day on which it begins: a holiday does not cut a shift that began the day before. Hours are wall-clock times. When a
    time occurs twice (clocks go back), the first is meant; a time that is skipped becomes the instant of the change.

    Raises CalendarError, which names the invalid key.
    """

    timezone: str
    week: str
    holidays: str | None = None
    dates: Mapping[date, str] | Mapping[str, str] | None = field(default=None, hash=False)
    closures: Sequence[Closure] = ()
    short_days: bool = True
    _hours: Hours = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        dates = {str(days): hours for days, hours in (self.dates or {}).items()}
        hours = _parse_hours(self.timezone, self.week, self.holidays, tuple(dates.items()), self.short_days)
        object.__setattr__(self, "dates", dates)
        object.__setattr__(self, "closures", tuple(self.closures))
        object.__setattr__(self, "_hours", hours)

    @property
    def zone(self) -> ZoneInfo:
        return self._hours.zone

    def with_closures(self, closures: Sequence[Closure]) -> "Calendar":
        """A copy with these announced closures in place of the current ones."""
        return replace(self, closures=closures)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` is within a shift; the closing instant itself is not."""
        now = in_utc(at)
        return self._timeline(now).containing(now) is not None

    def current_shift(self, at: datetime) -> Shift | None:
        """The whole shift that contains `at`. When the desk never closes, its ends are a year or more away."""
        now = in_utc(at)
        held = self._timeline(now).containing(now)
        return self._shift(held) if held else None

    def next_opening(self, at: datetime) -> datetime | None:
        """The first change from closed to open after `at`.

        None when there is none within HORIZON: the desk never opens, never closes, or is closed without an end date.
        """
        now = in_utc(at)
        line = self._timeline(now)
        open_now = line.containing(now)
        following = line.following(open_now[1] if open_now else now)
        return self._local(following[0]) if following and following[0] <= now + HORIZON else None

    def shifts(self, start: datetime, end: datetime) -> Iterator[Shift]:
        """The shifts within [start, end) in order; the first and last are clipped to the interval."""
        return map(self._shift, merged(self._clipped(in_utc(start), in_utc(end))))

    def add_business_time(self, at: datetime, duration: timedelta) -> datetime | None:
        """The instant when `duration` of open, elapsed time has passed since `at`; it may be the end of a shift.

        With a zero duration: `at` when open, else the next opening. None when the result is beyond HORIZON. Raises
        ValueError when `duration` is negative.
        """
        if duration < timedelta():
            raise ValueError(f"business time to add can't be negative: {duration}")
        now, left = in_utc(at), duration
        for start, end in self._timeline(now).all_following(now):
            begin = max(start, now)
            if left <= end - begin:
                return self._local(begin + left) if begin + left <= now + HORIZON else None
            left -= end - begin
        return None

    def business_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Open, elapsed time within [start, end); zero when `end` is before `start`."""
        return sum((to - since for since, to in self._clipped(in_utc(start), in_utc(end))), timedelta())

    def holiday_name(self, day: date, language: Language) -> str | None:
        """The name of the public holiday on `day`, or None; in the country's language when there is no translation."""
        holidays = self._hours.schedule.holidays
        return holidays.name(day, language) if holidays else None

    def is_moved_day_off(self, day: date) -> bool:
        """Whether a decree moved a day off there, so that its "holiday name" only says from where."""
        holidays = self._hours.schedule.holidays
        return holidays is not None and holidays.name(day) is not None and not holidays.is_named(day)

    def plan(self, day: date) -> DayPlan:
        """The hours of one day for display. A shift past midnight belongs to the day on which it begins."""
        schedule = self._hours.schedule
        planned = stretches_on(self.zone, day, schedule.spans_on(day))
        kept = without(planned, holes(self.closures))
        return DayPlan(
            day,
            tuple(map(self._shift, kept)),
            schedule.decided_by(day),
            is_cut=kept != planned,
            is_short=schedule.is_short(day),
        )

    def regular_shifts(self, day: date, is_holiday: bool = False) -> tuple[Shift, ...]:
        """The hours of the week alone on a day of this date; of its rule for public holidays with `is_holiday`."""
        spans = self._hours.schedule.week.spans_on(day, is_holiday)
        return tuple(map(self._shift, stretches_on(self.zone, day, spans)))

    @property
    def rules_holidays(self) -> bool:
        """Whether the week has hours of its own for public holidays, or says that they are closed."""
        return self._hours.schedule.week.covers_holidays

    def _clipped(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """Open stretches within [start, end), year by year; one that crosses New Year comes in two parts."""
        end = max(start, end)
        for year in range(self._local(start).year, self._local(end).year + 1):
            since = max(start, instant(self.zone, date(year, 1, 1), 0))
            until = min(end, instant(self.zone, date(year + 1, 1, 1), 0))
            for opening, closing in timeline(self._hours, self.closures, year).all_following(since):
                if opening >= until:
                    break
                yield max(opening, since), min(closing, until)

    def _timeline(self, now: datetime) -> Timeline:
        return timeline(self._hours, self.closures, self._local(now).year)

    def _shift(self, stretch: Stretch) -> Shift:
        return Shift(self._local(stretch[0]), self._local(stretch[1]))

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def calendar_errors(timezone: str, week: str, holidays: str | None, dates: Mapping[str, str]) -> list[CalendarError]:
    """All that is wrong with the [hours] section; the Calendar raises the first of it."""
    errors = schedule_errors(week, holidays, dates)
    try:
        parse_zone(timezone)
    except CalendarError as error:
        return [error, *errors]
    return errors


@lru_cache(maxsize=16)
def _parse_hours(
    timezone: str, week: str, holidays: str | None, dates: tuple[tuple[str, str], ...], short_days: bool
) -> Hours:
    """Cached, so that calendars that differ in their closures only share the computed years."""
    return Hours(parse_zone(timezone), parse_schedule(week, holidays, dict(dates), short_days))
