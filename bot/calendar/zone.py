"""Conversion of wall-clock times to instants, also on days when the clocks change."""

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from bot.calendar.errors import CalendarError


def parse_zone(name: str) -> ZoneInfo:
    """Parse `hours.timezone`, an IANA time zone name. Raises CalendarError when it is unknown."""
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        similar = get_close_matches(name.strip(), places, n=1)
        example = similar[0] if similar else "Europe/Moscow"
        raise CalendarError("hours.timezone", name, "unknown_timezone", example=example) from None


def instant(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """The instant in UTC at which the local clock first shows `minutes` after midnight of `day`.

    A time that the spring change skips becomes the instant of the change. A time repeated in autumn means the first.
    """
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    shown = wall.replace(tzinfo=zone).astimezone(UTC)
    return shown if shown.astimezone(zone).replace(tzinfo=None) == wall else _jump(zone, wall)


def _jump(zone: ZoneInfo, skipped: datetime) -> datetime:
    """The clock change that skips a local time, by bisection between its readings in the old and the new offset."""
    earlier = skipped.replace(tzinfo=zone, fold=1).astimezone(UTC)
    later = skipped.replace(tzinfo=zone, fold=0).astimezone(UTC)
    new_offset = later.astimezone(zone).utcoffset()

    def is_past(seconds: int) -> bool:
        return (earlier + timedelta(seconds=seconds)).astimezone(zone).utcoffset() == new_offset

    seconds = bisect_left(range(round((later - earlier).total_seconds())), True, key=is_past)
    return earlier + timedelta(seconds=seconds)
