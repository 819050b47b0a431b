"""Moments and spans as people write them: «до пн», «завтра в 10», «2ч», "until Monday", "3pm tomorrow". Pure."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING = time(18)

_UNTIL = re.compile(r"(?:до|к|until|till|by)\s+", re.IGNORECASE)
_ON = re.compile(r"(?:(?:во?|на)\s+(?!\d)|on\s+)", re.IGNORECASE)
_SPAN_FOLLOWS = re.compile(r"(?:на|через|for|in)\s+", re.IGNORECASE)
_NEAR = {"сегодня|today": 0, "завтра|tomorrow": 1, "послезавтра|the day after tomorrow": 2}
_WEEKDAYS = (
    r"пн|понедельник\w*|mon|monday",
    r"вт|вторник\w*|tue|tues|tuesday",
    r"ср|сред[ауые]\w*|wed|wednesday",
    r"чт|четверг\w*|thu|thur|thurs|thursday",
    r"пт|пятниц\w+|fri|friday",
    r"сб|суббот\w+|sat|saturday",
    r"вс|воскресень\w+|sun|sunday",
)
_NEXT_WEEK = r"следующ\w+\s+недел\w+|next\s+week"
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
    r"н|нед|недел\w*|weeks?|w": timedelta(weeks=1),
    r"д|дн|день|дня|дней|days?|d": timedelta(days=1),
    r"ч|час|часа|часов|hours?|hrs?|h": timedelta(hours=1),
    r"м|мин|минута|минуту|минуты|минут|minutes?|mins?|m": timedelta(minutes=1),
}
_HALF_AN_HOUR = re.compile(r"(?:полчаса|half an hour)(?!\w)", re.IGNORECASE)
_AN_AND_HALF_HOUR = re.compile(r"(?:полтора часа|an hour and a half)(?!\w)", re.IGNORECASE)
_PART = re.compile(r"\s*(\d{1,4})\s*([^\W\d_]+)\.?", re.IGNORECASE)
_ONE = re.compile(r"(?:(?:an?|one|один|одну)\s+)?([^\W\d_]+)(?!\w)\.?", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?(?![\d.])")
_CLOCK = re.compile(
    r"(?:(?P<at>в|до|к|at|until|till|by)\s+)?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:\s*(?P<half>am|pm))?(?![\d\w:])",
    re.IGNORECASE,
)
_MORNING = re.compile(r"(?:утром|утра|in the morning|morning)(?!\w)", re.IGNORECASE)
_EVENING = re.compile(r"(?:вечером|вечера|in the evening|evening)(?!\w)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*,?\s*")


class DateError(ValueError):
    """The time can't be read, or has passed."""


@dataclass(frozen=True)
class When:
    """What was written: a `day` with its `clock`, if that was named; or a `span` from now on.

    `is_date`: the day was named by its date, not as "tomorrow" or "Monday". `has_day`: it was named at all.
    """

    day: date | None = None
    clock: time | None = None
    span: timedelta | None = None
    is_date: bool = False
    has_day: bool = True


def parse_until(text: str, now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The moment (aware) that «до пн», «пт 18:00», «2ч», «31.12», "until tomorrow" or «на 2 дня» ends at.

    `now` is aware; what is written is local to `zone`. A day without a time means `at` on that day. Raises DateError,
    also when more is written than a time.
    """
    found = begins_with(text, now, zone)
    if found is None or found[1].strip(" .,!"):
        raise DateError(f"no time: {text}")
    return instant(found[0], now, zone, at)


def begins_with(text: str, now: datetime, zone: ZoneInfo) -> tuple[When, str] | None:
    """What of a moment or a span the text begins with, and the rest of the text; None when it begins with neither.

    `now` is aware. Raises DateError for a date or a time that does not exist.
    """
    said = text.strip()
    if found := _span(said):
        return found
    if until := _UNTIL.match(said):
        said = said[until.end() :]
    local = now.astimezone(zone)
    if named := _day_on(said, local.date()):
        day, is_date, rest = named
        clock, rest = _clock(rest, may_be_bare=False)
        return When(day, clock, is_date=is_date), rest
    clock, rest = _clock(said, may_be_bare=until is not None)
    if clock is None:
        return None
    behind = rest.lstrip()  # no comma: «до 18:00, завтра откроемся» tells why
    if behind != rest and (named := _day_on(behind, local.date())):
        day, is_date, rest = named
        return When(day, clock, is_date=is_date), rest
    return When(local.date(), clock, has_day=False), rest


def instant(when: When, now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The moment (aware); a day without a time means `at`. A bare time that has passed today means tomorrow.

    Raises DateError when the moment has passed.
    """
    if when.span is not None:
        return now + when.span
    local = now.astimezone(zone)
    moment = datetime.combine(when.day or local.date(), when.clock or at, zone)
    if moment <= local and not when.has_day:
        moment = datetime.combine(local.date() + timedelta(days=1), when.clock or at, zone)
    if moment <= local:
        raise DateError("that time has passed")
    return moment


def _span(said: str) -> tuple[When, str] | None:
    """«2ч», «2ч30м», «на 1 час 30 минут», «через час», "for 45 min"; a unit without a number only after such a word."""
    introduced = _SPAN_FOLLOWS.match(said)
    rest = said[introduced.end() :] if introduced else said
    for words, span in ((_HALF_AN_HOUR, timedelta(minutes=30)), (_AN_AND_HALF_HOUR, timedelta(minutes=90))):
        if found := words.match(rest):
            return When(span=span), rest[found.end() :]
    total, counted = timedelta(), False
    while (part := _PART.match(rest)) and (unit := _unit(part[2])):
        total, counted, rest = total + int(part[1]) * unit, True, rest[part.end() :]
    if counted:
        if not total:
            raise DateError("that is no time at all")
        return When(span=total), rest
    one = _ONE.match(rest) if introduced else None
    unit = _unit(one[1]) if one else None
    return (When(span=unit), rest[one.end() :]) if one and unit else None


def _unit(word: str) -> timedelta | None:
    return next((unit for pattern, unit in _UNITS.items() if re.fullmatch(pattern, word, re.IGNORECASE)), None)


def _day_on(said: str, today: date) -> tuple[date, bool, str] | None:
    """The same as `_day`, also behind a word like "on"."""
    on = _ON.match(said)
    return _day(said[on.end() :] if on else said, today)


def _day(said: str, today: date) -> tuple[date, bool, str] | None:
    """The day that the text begins with, whether it is a date, and what follows it."""
    for pattern, days in _NEAR.items():
        if found := _matches(pattern, said):
            return today + timedelta(days=days), False, said[found.end() :]
    for number, pattern in enumerate((*_WEEKDAYS, _NEXT_WEEK)):
        if found := _matches(pattern, said):
            ahead = (number % 7 - today.weekday() - 1) % 7 + 1
            return today + timedelta(days=ahead), False, said[found.end() :]
    return _date(said, today)


def _date(said: str, today: date) -> tuple[date, bool, str] | None:
    if iso := _ISO.match(said):
        return _exactly(int(iso[1]), int(iso[2]), int(iso[3])), True, said[iso.end() :]
    if (dotted := _DOTTED.match(said)) and not _is_clock(dotted):
        return _yearly(today, dotted[3], int(dotted[2]), int(dotted[1])), True, said[dotted.end() :]
    for number, pattern in enumerate(_MONTHS, start=1):
        for order in (rf"(\d{{1,2}})\s+(?:{pattern})(?!\w)\.?", rf"(?:{pattern})\.?\s+(\d{{1,2}})(?!\w|[:.]\d)"):
            if found := re.match(order, said, re.IGNORECASE):
                return _yearly(today, None, number, int(found[1])), True, said[found.end() :]
    return None


def _is_clock(dotted: re.Match[str]) -> bool:
    """Whether «18.30» can be no date and is a time."""
    return dotted[3] is None and int(dotted[2]) > len(_MONTHS)


def _yearly(today: date, year: str | None, month: int, day: int) -> date:
    """That day; without a year the next one there is."""
    found = _exactly(int(year or today.year), month, day)
    return _exactly(today.year + 1, month, day) if not year and found < today else found


def _exactly(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(str(error)) from None


def _clock(said: str, may_be_bare: bool) -> tuple[time | None, str]:
    """The time of day that the text begins with, and the rest. A bare hour counts only behind a word like «в»."""
    start = _BETWEEN.match(said)
    rest = said[start.end() :] if start else said
    if found := _MORNING.match(rest):
        return None, rest[found.end() :]
    if found := _EVENING.match(rest):
        return EVENING, rest[found.end() :]
    clock = _CLOCK.match(rest)
    if clock is None or not (clock["minute"] or clock["half"] or clock["at"] or may_be_bare):
        return None, said
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(clock["minute"] or 0)), rest[clock.end() :]
    except ValueError as error:
        raise DateError(str(error)) from None


def _matches(pattern: str, said: str) -> re.Match[str] | None:
    return re.match(rf"(?:{pattern})(?!\w)\.?", said, re.IGNORECASE)
