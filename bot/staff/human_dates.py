"""Moments and spans as people write them: «до пн», «до завтра 18:00», «на 2 дня», "until Monday". Pure."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = (
    r"пн|понедельник\w*|mon|monday",
    r"вт|вторник\w*|tue|tues|tuesday",
    r"ср|сред\w+|wed|wednesday",
    r"чт|четверг\w*|thu|thur|thurs|thursday",
    r"пт|пятниц\w+|fri|friday",
    r"сб|суббот\w+|sat|saturday",
    r"вс|воскресень\w+|sun|sunday",
)
_NEAR = {
    r"сегодня|today": 0,
    r"завтра|tomorrow": 1,
    r"послезавтра|the day after tomorrow": 2,
}
_MONTHS = (
    r"янв\w*|jan\w*",
    r"фев\w*|feb\w*",
    r"мар\w*|mar\w*",
    r"апр\w*|apr\w*",
    r"ма[йя]|may",
    r"июн\w*|june?",
    r"июл\w*|july?",
    r"авг\w*|aug\w*",
    r"сен\w*|sep\w*",
    r"окт\w*|oct\w*",
    r"ноя\w*|nov\w*",
    r"дек\w*|dec\w*",
)
_UNITS = {
    r"нед\w*|weeks?|w": timedelta(weeks=1),
    r"д|дн|день|дня|дней|days?|d": timedelta(days=1),
    r"ч|час\w*|hours?|h": timedelta(hours=1),
    r"м|мин\w*|minutes?|min|m": timedelta(minutes=1),
}
_CLOCK = re.compile(r"\s*,?\s*(?:в|at)?\s*(\d{1,2})(?:[:.](\d{2})|\s*(?:ч|час\w*|h)?)\s*", re.IGNORECASE)
_CLOCK_ALONE = re.compile(r"(?:в\s+|at\s+)?(\d{1,2})[:.](\d{2})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")
_SPAN = re.compile(r"(?:(\d{1,3})\s*)?([^\W\d]+)\.?")


class DateError(ValueError):
    """The time can't be read, or has passed."""


def parse_until(text: str, now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The moment (aware) that «до пн», «пт 18:00», «31.12», "until tomorrow" or «на 2 дня» ends at.

    `now` is aware; what is written is local to `zone`. A day without a time means `at` on that day. Raises DateError.
    """
    said = " ".join(text.strip().strip(".").split())
    if span := re.match(r"(?:на|for)\s+(.+)", said, re.IGNORECASE):
        return now + _span(span[1])
    said = re.sub(r"^(?:до|until|till|by)\s+", "", said, flags=re.IGNORECASE)
    local = now.astimezone(zone)
    if (alone := _CLOCK_ALONE.fullmatch(said)) and not _is_date(said):
        moment = _on(local, local, alone[1], alone[2])
        return moment if moment > local else _on(local + timedelta(days=1), local, alone[1], alone[2])
    day, rest = _day(said, local)
    clock = _CLOCK.fullmatch(rest) if rest.strip() else None
    if rest.strip() and clock is None:
        raise DateError(f"no time: {rest}")
    moment = _on(day, local, clock[1], clock[2]) if clock else datetime.combine(day.date(), at, zone)
    if moment <= local:
        raise DateError("that time has passed")
    return moment


def _is_date(said: str) -> bool:
    """«31.12» is a day, «18.30» a time."""
    dotted = _DOTTED.fullmatch(said)
    return dotted is not None and 1 <= int(dotted[1]) <= 31 and 1 <= int(dotted[2]) <= 12


def _day(said: str, local: datetime) -> tuple[datetime, str]:
    """The day that the text begins with, and what follows it."""
    for pattern, days in _NEAR.items():
        if found := _begins_with(pattern, said):
            return local + timedelta(days=days), said[found.end() :]
    for number, pattern in enumerate(_WEEKDAYS):
        if found := _begins_with(pattern, said):
            ahead = (number - local.weekday() - 1) % 7 + 1
            return local + timedelta(days=ahead), said[found.end() :]
    return _date(said, local)


def _date(said: str, local: datetime) -> tuple[datetime, str]:
    if iso := _ISO.match(said):
        return _exactly(local, int(iso[1]), int(iso[2]), int(iso[3])), said[iso.end() :]
    if dotted := _DOTTED.match(said):
        return _yearly(local, dotted[3], int(dotted[2]), int(dotted[1])), said[dotted.end() :]
    for number, pattern in enumerate(_MONTHS, start=1):
        for order in (rf"(\d{{1,2}})\s+(?:{pattern})(?!\w)", rf"(?:{pattern})\s+(\d{{1,2}})(?!\w|[:.])"):
            if found := re.match(order, said, re.IGNORECASE):
                return _yearly(local, None, number, int(found[1])), said[found.end() :]
    raise DateError(f"no day: {said}")


def _yearly(local: datetime, year: str | None, month: int, day: int) -> datetime:
    """That day; without a year the next one there is."""
    found = _exactly(local, int(year or local.year), month, day)
    return _exactly(local, local.year + 1, month, day) if not year and found.date() < local.date() else found


def _exactly(local: datetime, year: int, month: int, day: int) -> datetime:
    try:
        return local.replace(year=year, month=month, day=day)
    except ValueError as error:
        raise DateError(str(error)) from None


def _on(day: datetime, local: datetime, hour: str, minute: str | None) -> datetime:
    try:
        return datetime.combine(day.date(), time(int(hour), int(minute or 0)), local.tzinfo)
    except ValueError as error:
        raise DateError(str(error)) from None


def _span(said: str) -> timedelta:
    found = _SPAN.fullmatch(said.strip())
    for pattern, unit in _UNITS.items():
        if found and re.fullmatch(pattern, found[2], re.IGNORECASE) and (span := int(found[1] or 1) * unit):
            return span
    raise DateError(f"no span: {said}")


def _begins_with(pattern: str, said: str) -> re.Match[str] | None:
    return re.match(rf"(?:{pattern})(?!\w)\.?", said, re.IGNORECASE)
