"""The weekly hours: OpenStreetMap `opening_hours`, parsed rule by rule.

opening-hours-py parses the text and decides which days a rule applies to. The hours of a day are combined here, because
a shift belongs to the day on which it begins. With the library alone a Friday night shift would end at midnight when
Saturday has its own rule, and a night shift cancelled by a holiday would still open at midnight.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # its stub leaves the error out

from bot.calendar.errors import CalendarError
from bot.calendar.stretches import merged, without
from bot.calendar.written import NotUnderstoodError, read_week
from bot.calendar.written.times import DAY, Span, to_end_of_day

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

_TIMES = r"\d\d:\d\d-\d\d:\d\d"
_RULE = re.compile(rf"(?P<days>.*?) ?(?P<times>{_TIMES}(?:,{_TIMES})*)? ?(?P<closed>closed)?")
_SPAN = re.compile(r"(\d\d?):([0-5]\d)\s*-\s*(\d\d?):([0-5]\d)")
_ONE_DIGIT = re.compile(r"(?<!\d)\d:\d\d")
_PUBLIC_HOLIDAY = re.compile(r"\bPH\b")
_UNSUPPORTED = (
    (r'"', "comment"),
    (r"\bunknown\b", "unknown"),
    (r"\|\|", "fallback"),
    (r"sunrise|sunset|dawn|dusk", "sun"),
    (r"\bSH\b", "school_holidays"),
    (r"\bPH [+-]", "beside_holidays"),
)
"""Syntax that is valid in OpenStreetMap, with the problem that names it."""


@dataclass(frozen=True)
class Rule:
    """One rule: its days, its hours, and whether it replaces, adds to or closes the hours of earlier rules."""

    text: str
    spans: tuple[Span, ...]
    adds: bool
    closes: bool
    on_ordinary_days: OpeningHours
    on_holidays: tuple[OpeningHours, ...]

    def covers(self, day: date, is_holiday: bool) -> bool:
        days = self.on_holidays[day.weekday()] if is_holiday else self.on_ordinary_days
        return days.is_open(datetime.combine(day, time(12)))

    @property
    def replaces(self) -> bool:
        return not self.adds and not (self.closes and self.spans)

    def applied_to(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        if self.closes:
            return tuple(without(spans, self.spans)) if self.spans else ()
        return tuple(merged(sorted((*spans, *self.spans)))) if self.adds else self.spans


@dataclass(frozen=True)
class Week:
    """The rules of a week, in order."""

    rules: tuple[Rule, ...]
    covers_holidays: bool
    """Whether a rule covers public holidays (PH). Without one they are closed."""

    def spans_on(self, day: date, is_holiday: bool = False) -> tuple[Span, ...]:
        spans: tuple[Span, ...] = ()
        for rule in self.rules:
            if rule.covers(day, is_holiday):
                spans = rule.applied_to(spans)
        return spans


def parse_week(text: str) -> Week:
    """Parse `hours.week`, in OpenStreetMap's notation or as people write it.

    Raises CalendarError when it is malformed or uses unsupported syntax.
    """
    if not text.strip():
        raise _error(text, "empty")
    canonical = _canonical(text)
    for pattern, problem in _UNSUPPORTED:
        if re.search(pattern, canonical):
            raise _error(text, problem)
    pieces = re.split(r"([;,]) ", canonical)
    separators = [";", *pieces[1::2]]
    rules = [_parse_rule(text, piece, sep == ",") for piece, sep in zip(pieces[::2], separators, strict=True)]
    _reject_replaced_rules(text, rules)
    return Week(tuple(rules), covers_holidays=bool(_PUBLIC_HOLIDAY.search(canonical)))


def in_openstreetmap(text: str) -> str:
    """A week in OpenStreetMap's notation: as it is when it is in it, else as it is read. Raises CalendarError.

    The notation has two digits for an hour. With one, "9:00-5:00", hours are read as people write them, if they can be.
    """
    try:
        OpeningHours(text, auto_country=False, auto_timezone=False)
    except ParserError:
        return _read(text)
    if not _ONE_DIGIT.search(text):
        return text
    try:
        return _read(text)
    except CalendarError as error:
        if error.problem == "ambiguous":
            raise
        return text


def parse_times(text: str) -> tuple[Span, ...] | None:
    """Parse hours without days, "09:00-13:00,14:00-18:00"; None when the text is anything else."""
    parts = [_SPAN.fullmatch(part.strip()) for part in text.split(",")]
    spans = [_span(*map(int, part.groups())) for part in parts if part]
    if len(spans) < len(parts) or any(start >= DAY or end - start > DAY for start, end in spans):
        return None
    return tuple(merged(sorted(spans)))


def _span(hour: int, minute: int, end_hour: int, end_minute: int) -> Span:
    """An end at or before the start is on the next day; 23:59 means to the end of the day."""
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    return start, to_end_of_day(end if end > start else end + DAY)


def _canonical(text: str) -> str:
    return str(OpeningHours(in_openstreetmap(text), auto_country=False, auto_timezone=False))


def _read(text: str) -> str:
    try:
        return read_week(text)
    except NotUnderstoodError as error:
        raise _error(text, error.problem, piece=error.piece, **error.details) from None


def _parse_rule(text: str, rule: str, adds: bool) -> Rule:
    parts = _RULE.fullmatch(rule)
    days = parts["days"] if parts else ""
    if not parts or ":" in days:
        raise _error(text, "open_ended", piece=rule)
    closes = parts["closed"] is not None
    times = parts["times"] or ("" if closes else "00:00-24:00")
    spans = parse_times(times) if times else ()
    if spans is None:
        raise _error(text, "over_24_hours", piece=rule)
    return Rule(
        text=rule,
        spans=spans,
        adds=adds,
        closes=closes,
        on_ordinary_days=_days(text, days),
        on_holidays=tuple(_days(text, _PUBLIC_HOLIDAY.sub(weekday, days)) for weekday in WEEKDAYS),
    )


def _days(text: str, days: str) -> OpeningHours:
    """A matcher for the day selector alone. For holidays, PH is replaced by the weekday to match."""
    try:
        return OpeningHours(days or "24/7", auto_country=False, auto_timezone=False)
    except ParserError:
        raise _error(text, "unsupported_days", piece=days) from None


def _reject_replaced_rules(text: str, rules: Sequence[Rule]) -> None:
    """Reject a rule that later rules replace on all its days: "Mo 09:00-13:00; Mo 14:00-18:00" loses the morning."""
    for position, rule in enumerate(rules):
        replacing = [later for later in rules[position + 1 :] if later.replaces]
        if replacing and _is_replaced(rule, replacing):
            raise _error(text, "replaced", piece=rule.text)


def _is_replaced(rule: Rule, replacing: Sequence[Rule]) -> bool:
    """Checked over six years, to cover all months, week numbers and leap days. A rule without days is accepted."""
    first = date(2024, 1, 1)
    days = (first + timedelta(days=number) for number in range(6 * 366))
    applies = False
    for day in days:
        if rule.covers(day, is_holiday=False):
            applies = True
            if not any(later.covers(day, is_holiday=False) for later in replacing):
                return False
    return applies


def _error(text: str, problem: str, **details: str) -> CalendarError:
    return CalendarError("hours.week", text, problem, **details)
