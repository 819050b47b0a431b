"""A stretch of time as people write it: "9-18", "с 9 утра до 6 вечера", "9:30 – 17.00", "10am to 4", "10-02".

What a clock of twelve hours leaves open is decided for a business:

- an end at or before the start is in the afternoon if the stretch would last 18 hours or more otherwise: "9 to 6" is
  09:00-18:00, "9:30-3:30" is 09:30-15:30; a shorter one is in the afternoon in English, where it has no minutes: "10 to
  2" is 10:00-14:00; it is on the next day where the text counts to 24 and there are minutes, «с 10:00 до 2:00»;
- with a leading zero the end is on the next day: "10-02" is 10:00-02:00;
- two hours without minutes of which the first is 1 to 4 are both in the afternoon: "2-6" is 14:00-18:00;
- an hour beside one with am or pm has the same half of the day if the stretch then runs forward: "1-5pm" is
  13:00-17:00, "9-6pm" 09:00-18:00.

The others, "4:00-11:00", «с 10 до 2», "10-2am", have two readings; a writer is asked which, unless other hours of the
day show it.

An end at or before the start is on the next day. 23:59 as an end means 24:00.
"""

import re
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end in minutes after midnight of the day; the end may be on the next day, up to 48 * 60."""

DAY = 24 * 60
NOON = DAY // 2
_TOO_LONG = 18 * 60  # a shift that is this long was meant to end in the afternoon
_AFTERNOON_ONLY = 4 * 60  # no business opens at 1 to 4 in the morning without saying so
_EARLY = 7 * 60  # a business that opens before may be one of the evening
_LATE = 9 * 60  # from this hour on a start is in the morning when the end is midnight
_COUNTS_TO_24 = re.compile(r"[а-я]|(?<![\d:.])(?:0\d|1[3-9]|2[0-3])[:.][0-5]\d")

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
_TO = r"\s*(?:-+|\.\.\.?|…|до|по|to|till?|until|through|thru)\s*"
_FROM = r"(?:(?:с|со|от|from|between)\s+)?"
_STRETCH = re.compile(rf"{_FROM}{_CLOCK.format(n=1)}{_TO}{_CLOCK.format(n=2)}(?![\w:])")
_UNTIL = re.compile(rf"(?:до|till?|until)\s+(?P<end>{_CLOCK.format(n=2)})(?![\w:])")
# "9-00 до 18-00", "9,00-18,00", "9;00-18;00"
_DASHED = re.compile(rf"{_FROM}(\d\d?)[-,;](00|15|30|45){_TO}(\d\d?)[-,;](00|15|30|45)(?![\w:])")
# "0900-1800", "900-1800"
_COMPACT = re.compile(rf"{_FROM}(\d\d?)(00|15|30|45){_TO}(\d\d?)(00|15|30|45)(?![\w:])")


@dataclass(frozen=True)
class Stretch:
    """A stretch as it is read. `other`: a second reading of the numbers, None for none; `is_clear`: `span` is meant."""

    span: Span
    other: Span | None = None
    is_clear: bool = True


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


def stretch_at(text: str, position: int) -> tuple[Stretch | None, int] | None:
    """The stretch that starts at `position` of a lower-case text, and where it ends; None when there is none.

    The stretch is None when the numbers are no times of a day, as in "9-61".
    """
    for pattern in (_DASHED, _COMPACT):
        if found := pattern.match(text, position):
            hour, minute, end_hour, end_minute = map(int, found.groups())
            return _only(hour * 60 + minute, end_hour * 60 + end_minute), found.end()
    if found := _STRETCH.match(text, position):
        return _stretch(_clock(found, 1), _clock(found, 2), text), found.end()
    return None


def end_at(text: str, position: int) -> tuple[str, int] | None:
    """The time of an end alone, «до 18», "till 5pm", as it is written, and where it ends."""
    found = _UNTIL.match(text, position)
    return (found["end"], found.end()) if found else None


def until(opening: int, end: str) -> Stretch | None:
    """From `opening`, in minutes after midnight, to an end as `end_at` tells it; None when that is no time of a day."""
    hour, minute = divmod(opening, 60)
    found = stretch_at(f"{hour}:{minute:02}-{end}" if minute else f"{hour}-{end}", 0)
    return found[0] if found else None


WHOLE_DAY = Stretch((0, DAY))


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


def _stretch(start: _Clock | None, end: _Clock | None, text: str) -> Stretch | None:
    if start is None or end is None:
        return None
    if end.part and start.is_open:
        return _with_named_end(start, end)
    if start.part and end.is_open:
        return _with_named_start(start, end)
    if not (start.is_open and end.is_open):
        return _only(start.minutes, end.minutes)
    if end.minutes <= start.minutes:
        return _to_a_smaller_number(start, end, text)
    return _to_a_larger_number(start, end, text)


def _with_named_end(start: _Clock, end: _Clock) -> Stretch | None:
    """ "1-5pm", "9-6pm", "6-2am", "9 to midnight"."""
    since, later, until = start.minutes, start.minutes % NOON + NOON, end.minutes
    if end.is_later_half:
        return _only(later if later < until else since, until)
    if since < until or since == later or (until == 0 and since >= _LATE):
        return _only(since, until)
    if until and until + DAY - since >= _TOO_LONG:
        return _only(later, until)
    return _either(_checked(since, until), _checked(later, until))


def _with_named_start(start: _Clock, end: _Clock) -> Stretch | None:
    """ "10am to 6", "6pm-2"."""
    since, until = start.minutes, end.minutes
    if until > since and until != NOON and since:
        return _either(_checked(since, until), _checked(since, until + NOON))
    return _only(since, until + NOON if until <= since < until + NOON else until)


def _to_a_smaller_number(start: _Clock, end: _Clock, text: str) -> Stretch | None:
    """ "9-6", "9:30-5:30", «с 10 до 2»."""
    since, until = start.minutes, end.minutes
    same_day, next_day = _checked(since, until + NOON), _checked(since, until)
    if until + DAY - since >= _TOO_LONG:
        return _either(same_day, next_day, is_clear=True)
    counts_to_24 = bool(_COUNTS_TO_24.search(text))
    if end.has_minutes and counts_to_24:
        return _either(next_day, same_day, is_clear=True)
    if not end.has_minutes and not counts_to_24:
        return _either(same_day, next_day, is_clear=True)
    return _either(next_day, same_day)


def _to_a_larger_number(start: _Clock, end: _Clock, text: str) -> Stretch | None:
    """ "9-12", "2-6", "4:00-11:00"."""
    span, has_minutes = (start.minutes, end.minutes), start.has_minutes or end.has_minutes
    if start.minutes > _AFTERNOON_ONLY and end.minutes - start.minutes <= 60 and not has_minutes:
        return _either(span, (start.minutes, end.minutes + NOON))
    if start.minutes >= _EARLY or end.minutes >= NOON:
        return Stretch(span, afternoon(span))
    if start.minutes <= _AFTERNOON_ONLY and not has_minutes:
        return Stretch(afternoon(span), span)
    is_clear = start.minutes > _AFTERNOON_ONLY and has_minutes and bool(_COUNTS_TO_24.search(text))
    return Stretch(span, afternoon(span), is_clear)


def _only(start: int, end: int) -> Stretch | None:
    span = _checked(start, end)
    return Stretch(span) if span else None


def _either(span: Span | None, other: Span | None, is_clear: bool = False) -> Stretch | None:
    return Stretch(span, other, is_clear) if span else None


def _checked(start: int, end: int) -> Span | None:
    """None when the start is no time of a day, or the end none of this or the next one."""
    if start >= DAY or end > DAY:
        return None
    return start, to_end_of_day(end if end > start else end + DAY)


def clock(span: Span) -> str:
    """The stretch as it is written: "09:00-18:00", "22:00-02:00", "18:00-24:00"."""
    start, end = span
    until = end if end <= DAY or start >= DAY else end - DAY
    return f"{start // 60:02}:{start % 60:02}-{until // 60:02}:{until % 60:02}"


def to_end_of_day(end: int) -> int:
    """23:59 as an end means that no minute of the day is closed."""
    return end + 1 if end % DAY == DAY - 1 else end
