"""A week of business hours drawn in a grid of characters, a cell for each hour of the day."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from bot.calendar import Calendar, Shift
from bot.wording.dates import short_weekday

_OPEN, _PARTLY, _CLOSED = "█", "▒", "·"
_HOUR, _DAY = 60, 24 * 60  # minutes
_SCALE = "0     6     12    18    24"

_Stretch = tuple[int, int]  # in minutes after midnight of a day; the end may be on the next one


def drawn_week(calendar: Calendar, day: date, language: str) -> str:
    """The regular week around `day`, Monday to Sunday, without holidays and exceptional dates:

    ```
          0     6     12    18    24
    пн    ·········████·████······    09:00–13:00, 14:00–18:00
    вс    ························    закрыто
    ```

    A night shift is drawn on both days and named on the one on which it begins. A last line has the hours of public
    holidays, where the week rules them.
    """
    days = [day + timedelta(days=number - day.weekday()) for number in range(7)]
    week = [_stretches(calendar.regular_shifts(one)) for one in days]
    rows = [
        (short_weekday(one, language), _bar([*_past_midnight(week[number - 1]), *week[number]]), week[number])
        for number, one in enumerate(days)
    ]
    if calendar.rules_holidays:
        holidays = _stretches(calendar.regular_shifts(day, is_holiday=True))
        rows.append((_words(language)["holidays"], _bar(holidays), holidays))
    width = max(len(label) for label, _, _ in rows)
    lines = [f"{label:{width}}  {bar}  {_times(stretches, language)}" for label, bar, stretches in rows]
    return "\n".join([f"{'':{width}}  {_SCALE}", *lines])


def around_the_clock(language: str) -> str:
    """What is said instead of 00:00–24:00."""
    return _words(language)["around_the_clock"]


def _stretches(shifts: Sequence[Shift]) -> list[_Stretch]:
    """On the clock of the wall, as if no clock were changed."""
    return [(_minutes(shift.start.hour, shift.start.minute), _end(shift)) for shift in shifts]


def _end(shift: Shift) -> int:
    days = (shift.end.date() - shift.start.date()).days
    return _minutes(shift.end.hour, shift.end.minute) + days * _DAY


def _minutes(hour: int, minute: int) -> int:
    return hour * _HOUR + minute


def _past_midnight(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """What of a day's stretches lies on the next day."""
    return [(max(start - _DAY, 0), end - _DAY) for start, end in stretches if end > _DAY]


def _bar(stretches: Sequence[_Stretch]) -> str:
    return "".join(_cell(hour * _HOUR, stretches) for hour in range(24))


def _cell(begin: int, stretches: Sequence[_Stretch]) -> str:
    open_for = sum(max(0, min(end, begin + _HOUR) - max(start, begin)) for start, end in stretches)
    return _CLOSED if open_for == 0 else _PARTLY if open_for < _HOUR else _OPEN


def _times(stretches: Sequence[_Stretch], language: str) -> str:
    return ", ".join(_time(one, language) for one in stretches) or _words(language)["closed"]


def _time(stretch: _Stretch, language: str) -> str:
    start, end = stretch
    return around_the_clock(language) if end - start == _DAY else f"{_clock(start)}–{_clock(end)}"


def _clock(minutes: int) -> str:
    """24:00 is the end of the day; later times are those of the next one."""
    shown = minutes if minutes <= _DAY else minutes - _DAY
    return f"{shown // _HOUR:02}:{shown % _HOUR:02}"


@cache
def _words(language: str) -> dict[str, str]:
    return tomllib.loads(files("bot.wording").joinpath(language, "week.toml").read_text(encoding="utf-8"))
