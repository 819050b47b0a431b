"""Open stretches over some years in UTC, searchable by bisection."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.calendar.schedule import Schedule
from bot.calendar.shift import Closure, in_utc
from bot.calendar.stretches import merged, without
from bot.calendar.written.times import Span
from bot.calendar.zone import instant

Stretch = tuple[datetime, datetime]
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class Hours:
    """A schedule in its time zone. Compared by identity: a cheap key for the caches below."""

    zone: ZoneInfo
    schedule: Schedule


@dataclass(frozen=True)
class Timeline:
    """Open stretches in UTC, sorted and not touching; `ends` are their ends, for bisection."""

    stretches: Sequence[Stretch]
    ends: Sequence[datetime]

    def following(self, at: datetime) -> Stretch | None:
        """The stretch that contains `at`, else the next one."""
        return next(self.all_following(at), None)

    def all_following(self, at: datetime) -> Iterator[Stretch]:
        first = bisect_right(self.ends, at)
        return (self.stretches[position] for position in range(first, len(self.stretches)))

    def containing(self, at: datetime) -> Stretch | None:
        following = self.following(at)
        return following if following and following[0] <= at else None


@lru_cache(maxsize=16)
def timeline(hours: Hours, closures: tuple[Closure, ...], year: int) -> Timeline:
    """From `year` - 1 to `year` + 2, so that queries within `year` can look 366 days ahead."""
    whole = merged(stretch for around in range(year - 1, year + 3) for stretch in _stretches_of(hours, around))
    stretches = without(whole, holes(closures))
    return Timeline(stretches, [end for _, end in stretches])


@lru_cache(maxsize=64)
def _stretches_of(hours: Hours, year: int) -> Sequence[Stretch]:
    """Stretches that begin in the year; a night shift that reaches the hours of the next day is joined with them."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    days = (first + timedelta(days=number) for number in range((after - first).days))
    stretches = (piece for day in days for piece in stretches_on(hours.zone, day, hours.schedule.spans_on(day)))
    return list(merged(sorted(stretches)))


def stretches_on(zone: ZoneInfo, day: date, spans: Iterable[Span]) -> Sequence[Stretch]:
    """Stretches that begin on the day, without those that a clock change makes empty."""
    return list(merged((instant(zone, day, start), instant(zone, day, end)) for start, end in spans))


def holes(closures: Iterable[Closure]) -> list[Stretch]:
    return [(in_utc(closure.start), in_utc(closure.end) if closure.end else END_OF_TIME) for closure in closures]
