"""Days of [hours.dates] as people write them.

"2026-12-31", "31.12.2026", «31 декабря 2026», "December 31, 2026"; ranges: "2026-12-24/2027-01-08",
"24.12.2026 - 08.01.2027", «с 24.12.2026 по 08.01.2027».
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.tokens import plain

MOST_DAYS = 366  # of a range; a longer one is a slip of the year

_MONTHS = (
    r"январ\w*|янв|january|jan",
    r"феврал\w*|февр?|february|feb",
    r"март\w*|мар|march|mar",
    r"апрел\w*|апр|april|apr",
    r"ма[йяе]|may",
    r"июн\w*|june?",
    r"июл\w*|july?",
    r"август\w*|авг|august|aug",
    r"сентябр\w*|сент?|september|sept?",
    r"октябр\w*|окт|october|oct",
    r"ноябр\w*|нояб?|november|nov",
    r"декабр\w*|дек|december|dec",
)
_MONTH_NAME = "|".join(f"(?:{names})" for names in _MONTHS)
_MONTH = rf"(?P<month>{_MONTH_NAME})\.?"
_YEAR = r"(?P<year>\d{4})(?:\s?г(?:ода|\.)?)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})-(?P<number>\d\d?)-(?P<day>\d\d?)",
        r"(?P<day>\d\d?)\.(?P<number>\d\d?)\." + _YEAR,
        rf"(?P<day>\d\d?)(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH},?\s{_YEAR}",
        rf"{_MONTH}\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s{_YEAR}",
    )
)
_WITHOUT_YEAR = re.compile(rf"\d\d?\.\d\d?\.?(?:\d\d)?|\d\d?\s(?:{_MONTH_NAME})\.?|(?:{_MONTH_NAME})\.?\s\d\d?")
_BETWEEN = (r"\s*/\s*", r"\s*\.\.\.?\s*", r"\s+(?:по|до|to|till?|until|through)\s+", r"\s+-\s+", r"\s*-\s*")
_FROM = re.compile(r"(?:с|со|от|from)\s+")


@dataclass(frozen=True)
class DateSpan:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """In days, at least 1."""
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=number) for number in range(self.length))


def read_days(text: str) -> DateSpan:
    """Parse a day or a range of at most MOST_DAYS days. Raises NotUnderstoodError.

    A day needs its year: without one it would come again each year, or be in the past.
    """
    readable = " ".join(plain(text).split())
    if (day := _day(readable)) is not None:
        return DateSpan(day, day)
    first, last = _ends(_FROM.sub("", readable, count=1), text)
    if first > last:
        raise NotUnderstoodError("reversed", f"{last.isoformat()}/{first.isoformat()}")
    span = DateSpan(first, last)
    if span.length > MOST_DAYS:
        raise NotUnderstoodError("too_many_days", text)
    return span


def _ends(readable: str, text: str) -> tuple[date, date]:
    for between in _BETWEEN:
        for found in re.finditer(between, readable):
            first, last = _day(readable[: found.start()]), _day(readable[found.end() :])
            if first and last:
                return first, last
    _complain(readable, text)
    raise NotUnderstoodError("no_day", text)


def _complain(readable: str, text: str) -> None:
    for part in (readable, *re.split("|".join(_BETWEEN), readable)):
        if _WITHOUT_YEAR.fullmatch(part.strip()):
            raise NotUnderstoodError("no_year", text)


def _day(readable: str) -> date | None:
    """None when it is no day, or one that no calendar has."""
    for form in _FORMS:
        if found := form.fullmatch(readable.strip()):
            parts = found.groupdict()
            month = int(parts["number"]) if "number" in parts else _month(parts["month"])
            try:
                return date(int(parts["year"]), month, int(parts["day"]))
            except ValueError:
                return None
    return None


def _month(name: str) -> int:
    return next(number for number, names in enumerate(_MONTHS, 1) if re.fullmatch(names, name))
