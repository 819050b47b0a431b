"""A stretch of time as people write it: "9-18", "с 9 утра до 6 вечера", "9:30 – 17.00", "10am to 4", "10-02".

What a clock of twelve hours leaves open is decided for a business:

- an hour without minutes and without a leading zero that ends at or before it starts is in the afternoon: "9 to 5" is
  09:00-17:00, "8-8" is 08:00-20:00; with a leading zero it is on the next day: "10-02" is 10:00-02:00;
- with minutes it is in the afternoon only when the stretch would last 18 hours or more: "9:30-5:30" is 09:30-17:30,
  "10:00-2:00" is 10:00-02:00;
- two such hours of which the first is 1 to 4 are both in the afternoon: "2-6" is 14:00-18:00;
- an hour beside one with am or pm has the same half of the day if the stretch then runs forward: "1-5pm" is
  13:00-17:00, "9-6pm" 09:00-18:00.

An end at or before the start is on the next day. 23:59 as an end means 24:00.
"""

import re
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end in minutes after midnight of the day; the end may be on the next day, up to 48 * 60."""

DAY = 24 * 60
NOON = DAY // 2
_TOO_LONG = 18 * 60  # a shift that is this long was meant to end in the afternoon
_AFTERNOON_ONLY = 4  # no business opens at 1 to 4 in the morning without saying so

_HOUR_WORD = r"(?:часов|часа|час|ч\.?|hours?|hrs?|h|o'clock)(?![a-zа-я])"
_PART = r"(?P<part{n}>a\.?\s?m\.?|p\.?\s?m\.?|утра|дня|вечера|ночи)(?![a-zа-я])"
_NAMED = r"полдень|полудня|noon|midday|полночь|полуночи|полночи|midnight"
_HOURS = {
    **{"часа": 1, "двух": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8, "девяти": 9},
    **{"десяти": 10, "одиннадцати": 11, "двенадцати": 12, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5},
    **{"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
_NUMBER = (
    rf"(?P<hour{{n}}>\d\d?|{'|'.join(_HOURS)})(?:-(?:ти|и|х|го))?(?:[:.](?P<minute{{n}}>[0-5]\d)(?::[0-5]\d)?)?"
    rf"(?:\s?{_HOUR_WORD}(?:\s?(?P<more{{n}}>[0-5]\d)(?:\s?мин[а-я]*\.?|\s?min)?)?)?"
)
_CLOCK = rf"(?:(?P<named{{n}}>{_NAMED})|{_NUMBER}(?:\s?{_PART})?)"
_TO = r"\s*(?:-|\.\.\.?|…|до|по|to|till?|until|through|thru)\s*"
_FROM = r"(?:(?:с|со|от|from|between)\s+)?"
_STRETCH = re.compile(rf"{_FROM}{_CLOCK.format(n=1)}{_TO}{_CLOCK.format(n=2)}(?![\w:])")
# "9-00 до 18-00", "9-00-18-00"
_DASHED = re.compile(rf"{_FROM}(\d\d?)-(00|15|30|45){_TO}(\d\d?)-(00|15|30|45)(?![\w:])")
# "0900-1800", "900-1800"
_COMPACT = re.compile(rf"{_FROM}(\d\d?)(00|15|30|45){_TO}(\d\d?)(00|15|30|45)(?![\w:])")


@dataclass(frozen=True)
class _Clock:
    """One time. `is_open`: it may be in either half of the day; `has_minutes`: minutes were written."""

    minutes: int
    part: str | None
    is_open: bool
    has_minutes: bool

    @property
    def is_later_half(self) -> bool:
        return self.part is not None and self.minutes >= NOON


def stretch_at(text: str, position: int) -> tuple[Span | None, int] | None:
    """The stretch that starts at `position` of a lower-case text, and where it ends; None when there is none.

    The span is None when the numbers are no times of a day, as in "9-61".
    """
    for pattern in (_DASHED, _COMPACT):
        if found := pattern.match(text, position):
            hour, minute, end_hour, end_minute = map(int, found.groups())
            return _checked(hour * 60 + minute, end_hour * 60 + end_minute), found.end()
    if found := _STRETCH.match(text, position):
        return _span(_clock(found, 1), _clock(found, 2)), found.end()
    return None


def afternoon(span: Span) -> Span:
    """The same stretch twelve hours later."""
    return span[0] + NOON, span[1] + NOON


def _clock(found: re.Match[str], number: int) -> _Clock | None:
    named, hour, minute, more, part = (found[f"{name}{number}"] for name in ("named", "hour", "minute", "more", "part"))
    if named:
        is_noon = named[:5] in ("полде", "полуд", "noon", "midda")
        return _Clock(NOON if is_noon else 0, named, is_open=False, has_minutes=False)
    minutes, hours = int(minute or more or 0), _HOURS.get(hour) or int(hour)
    if hours > 24 or (hours == 24 and minutes):
        return None
    has_minutes = minute is not None or more is not None
    is_open = part is None and not hour.startswith("0") and hours <= 12
    whole = hours * 60 + minutes if part is None else _of_the_day(hours, minutes, part)
    return _Clock(whole, part, is_open, has_minutes)


def _of_the_day(hour: int, minutes: int, part: str) -> int:
    """ "9 вечера" is 21:00, "2 ночи" 02:00, "11 ночи" 23:00, "12 am" 00:00, "12 дня" 12:00."""
    if hour > 12:
        return hour * 60 + minutes
    is_afternoon = part[0] == "p" or part == "дня" or (part == "вечера" and hour < 12) or (part == "ночи" and hour > 6)
    if part == "ночи" and hour == 12:
        is_afternoon = False
    return (hour % 12 + 12 * is_afternoon) * 60 + minutes


def _span(start: _Clock | None, end: _Clock | None) -> Span | None:
    if start is None or end is None:
        return None
    since, until = start.minutes, end.minutes
    if end.part and start.is_open:
        since = _start_beside(start, end)
    elif start.part and end.is_open:
        until = until if until > since else until + NOON if until + NOON > since else until
    elif start.is_open and end.is_open:
        since, until = _both_open(start, end)
    return _checked(since, until)


def _start_beside(start: _Clock, end: _Clock) -> int:
    """The start of "1-5pm", "9-6pm", "6-2am"."""
    later = start.minutes % NOON + NOON
    if end.is_later_half:
        return later if later < end.minutes else start.minutes
    return later if start.minutes >= end.minutes > 0 else start.minutes


def _both_open(start: _Clock, end: _Clock) -> Span:
    since, until = start.minutes, end.minutes
    if until <= since:
        is_surely_later = not end.has_minutes or until + DAY - since >= _TOO_LONG
        return since, until + NOON if is_surely_later and until > 0 else until
    is_early = 0 < since <= _AFTERNOON_ONLY * 60 and until < NOON
    if is_early and not start.has_minutes and not end.has_minutes:
        return afternoon((since, until))
    return since, until


def _checked(start: int, end: int) -> Span | None:
    """None when the start is no time of a day, or the end none of this or the next one."""
    if start >= DAY or end > DAY:
        return None
    return start, to_end_of_day(end if end > start else end + DAY)


def to_end_of_day(end: int) -> int:
    """23:59 as an end means that no minute of the day is closed."""
    return end + 1 if end % DAY == DAY - 1 else end
