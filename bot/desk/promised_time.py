"""The time that is said to a customer: people say 09:35, not 09:31."""

from datetime import UTC, datetime, timedelta

from bot.calendar import Calendar

STEP = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def promised_time(calendar: Calendar, exact: datetime) -> datetime:
    """`exact` (aware) rounded up to five minutes, but not past the end of its shift; in the calendar's zone.

    Seconds don't count, except after an opening: what was asked at 12:00:20 is answered by 12:30. A time that is a
    multiple of five minutes stays; the offsets of time zones are such multiples, so it is one on the wall, too.
    """
    minute = exact.astimezone(UTC).replace(second=0, microsecond=0)
    shift = calendar.current_shift(exact.astimezone(UTC) - timedelta.resolution)
    if shift and minute <= shift.start < exact:
        minute += timedelta(minutes=1)
    rounded = minute + (_EPOCH - minute) % STEP
    said = min(rounded, shift.end.astimezone(UTC)) if shift else rounded
    return said.astimezone(calendar.zone)
