"""The calendar: every question about business hours that the desk asks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.calendar.public_holidays import Language
from bot.calendar.schedule import DecidedBy, parse_schedule
from bot.calendar.shift import Closure, Shift, in_utc
from bot.calendar.stretches import merged, without
from bot.calendar.timeline import Hours, Stretch, Timeline, holes, stretches_on, timeline
from bot.calendar.zone import instant, parse_zone

HORIZON = timedelta(days=366)
"""What lies farther ahead than this counts as never: nobody waits a year for a promise."""


@dataclass(frozen=True)
class DayPlan:
    """The shifts that begin on a day, closures taken out, and where its hours come from."""

    day: date
    shifts: tuple[Shift, ...]
    decided_by: DecidedBy
    is_cut: bool
    """Whether an announced closure takes away some of the hours."""


@dataclass(frozen=True)
class Calendar:
    """Business hours of one place; immutable, and every datetime it returns is in its zone.

    `week` is OpenStreetMap's opening_hours: "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00", "Mo-Fr 20:00-04:00".
    `holidays` is a country or "country-subdivision", whose public holidays are closed unless the week rules them (PH).
    `dates` hold "09:00-15:00", "closed", or "open" (the week's hours although it is a holiday). Dates win over
    holidays, holidays over the week. A weekend day that a decree made a working day has the hours of the day off it
    stands in for. The day before a holiday isn't short by itself: `dates` does that.

    A shift belongs to the day on which it begins: one that runs past midnight isn't cut by a holiday that follows, and
    isn't opened by an ordinary day that follows a closed one. Hours are times on the wall; of a time that comes twice
    when the clocks go back the first is meant, and one that is skipped is the moment of the jump.

    CalendarError names the key that can't be honoured.
    """

    timezone: str
    week: str
    holidays: str | None = None
    dates: Mapping[date, str] | None = field(default=None, hash=False)
    closures: Sequence[Closure] = ()
    _hours: Hours = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        dates = dict(self.dates or {})
        hours = _parse_hours(self.timezone, self.week, self.holidays, tuple(sorted(dates.items())))
        object.__setattr__(self, "dates", dates)
        object.__setattr__(self, "closures", tuple(self.closures))
        object.__setattr__(self, "_hours", hours)

    @property
    def zone(self) -> ZoneInfo:
        return self._hours.zone

    def with_closures(self, closures: Sequence[Closure]) -> "Calendar":
        """The same hours with these announced closures instead of the present ones."""
        return replace(self, closures=closures)

    def is_open(self, at: datetime) -> bool:
        """Whether `at` is in a shift; the closing time itself is not."""
        now = in_utc(at)
        return self._timeline(now).holding(now) is not None

    def current_shift(self, at: datetime) -> Shift | None:
        """The shift that holds `at`, whole. Of a desk that never closes, the ends are far: a year and more."""
        now = in_utc(at)
        held = self._timeline(now).holding(now)
        return self._shift(held) if held else None

    def next_opening(self, at: datetime) -> datetime | None:
        """The first instant after `at` when it goes from closed to open.

        None when that isn't within the HORIZON: a desk that never opens, one that never closes, and one under a
        closure without an end, since nobody knows yet when that is lifted.
        """
        now = in_utc(at)
        line = self._timeline(now)
        open_now = line.holding(now)
        following = line.following(open_now[1] if open_now else now)
        return self._local(following[0]) if following and following[0] <= now + HORIZON else None

    def shifts(self, start: datetime, end: datetime) -> Iterator[Shift]:
        """The shifts within [start, end), in order, the first and last clipped to it."""
        return map(self._shift, merged(self._clipped(in_utc(start), in_utc(end))))

    def add_business_time(self, at: datetime, duration: timedelta) -> datetime | None:
        """The instant when `duration` of open, really elapsed time has gone by since `at`.

        It may be the very end of a shift. With no duration it is `at` when open, else the next opening. None when it
        isn't within the HORIZON. ValueError when `duration` is negative.
        """
        if duration < timedelta():
            raise ValueError(f"business time can't be added backwards: {duration}")
        now, left = in_utc(at), duration
        for start, end in self._timeline(now).all_following(now):
            begin = max(start, now)
            if left <= end - begin:
                return self._local(begin + left) if begin + left <= now + HORIZON else None
            left -= end - begin
        return None

    def business_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Open, really elapsed time within [start, end); nothing when `end` comes first."""
        return sum((to - since for since, to in self._clipped(in_utc(start), in_utc(end))), timedelta())

    def holiday_name(self, day: date, language: Language) -> str | None:
        """The public holiday's name, in the country's own language when it isn't translated."""
        holidays = self._hours.schedule.holidays
        return holidays.name(day, language) if holidays else None

    def plan(self, day: date) -> DayPlan:
        """The shifts that begin on the day, as they are displayed: each day by itself, even when a shift runs on."""
        schedule = self._hours.schedule
        planned = stretches_on(self.zone, day, schedule.spans_on(day))
        kept = without(planned, holes(self.closures))
        return DayPlan(day, tuple(map(self._shift, kept)), schedule.decided_by(day), is_cut=kept != planned)

    def _clipped(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """The open stretches within [start, end), year by year: one that runs over New Year comes in two parts."""
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


@lru_cache(maxsize=16)
def _parse_hours(timezone: str, week: str, holidays: str | None, dates: tuple[tuple[date, str], ...]) -> Hours:
    """Kept, so that a calendar with other closures shares the years that are worked out already."""
    return Hours(parse_zone(timezone), parse_schedule(week, holidays, dict(dates)))
