"""From the clock on the wall to instants, on the days too when it is put forward or back."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.calendar.errors import CalendarError


def parse_zone(name: str) -> ZoneInfo:
    """Read `hours.timezone`, a name of the IANA time zone database. CalendarError when there is none such."""
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        similar = get_close_matches(name.strip(), sorted(available_timezones()), n=1)
        example = similar[0] if similar else "Europe/Moscow"
        raise CalendarError(
            "hours.timezone", name, f'no such time zone; write a region and a city such as "{example}".'
        ) from None


def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """When the clock on the wall first shows `minutes` after midnight of `day`, or jumps over it; in UTC.

    So a shift that begins in the hour that spring leaves out begins at the jump, and in the hour that autumn repeats
    each time is meant the first time.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    shown = wall.replace(tzinfo=zone).astimezone(UTC)
    return shown if shown.astimezone(zone).replace(tzinfo=None) == wall else _jump(zone, wall)


def _jump(zone: ZoneInfo, skipped: datetime) -> datetime:
    """The instant at which the clocks jump over a time: reading it by the clock before and after encloses the jump."""
    earlier = skipped.replace(tzinfo=zone, fold=1).astimezone(UTC)
    later = skipped.replace(tzinfo=zone, fold=0).astimezone(UTC)
    new_offset = later.astimezone(zone).utcoffset()

    def is_past(seconds: int) -> bool:
        return (earlier + timedelta(seconds=seconds)).astimezone(zone).utcoffset() == new_offset

    seconds = bisect_left(range(round((later - earlier).total_seconds())), True, key=is_past)
    return earlier + timedelta(seconds=seconds)
