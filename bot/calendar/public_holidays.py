"""Public holidays of a country, and working days moved by government decree.

The data comes from the `holidays` package, which publishes a year's decree some time after it is signed. Until then the
operator writes the moved days under [hours.dates].
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from bot.calendar.errors import CalendarError

if TYPE_CHECKING:
    from holidays import HolidayBase

Language = Literal["ru", "en"]


@dataclass(frozen=True)
class PublicHolidays:
    """The holidays of a country (ISO 3166, two letters) or of one of its subdivisions."""

    country: str
    subdivision: str | None

    def name(self, day: date, language: Language = "en") -> str | None:
        """The holiday's name, in the country's language when there is no translation; None on other days."""
        return _year(self.country, self.subdivision, day.year, language).get(day)

    def is_named(self, day: date) -> bool:
        """Whether the day is a holiday by itself, and not a day off that a decree moved there."""
        moved = _moves(self.country, self.subdivision, day.year).values()
        return self.name(day) is not None and day not in moved

    def stands_in_for(self, day: date) -> date | None:
        """The day off that this working weekend day replaces by decree, or None.

        In Russia 1 November 2025, a Saturday, replaces Monday the 3rd. `day` must not be a holiday itself.
        """
        return _moved_days_off(self.country, self.subdivision, day.year).get(day)


def parse_holidays(code: str) -> PublicHolidays:
    """Parse `hours.holidays`: "RU", "DE-BY". Raises CalendarError when the country or subdivision is unknown."""
    country, _, subdivision = code.strip().partition("-")
    parsed = PublicHolidays(country.upper(), subdivision or None)
    try:
        _entity(parsed.country, None, 2026, None)
    except NotImplementedError:
        raise CalendarError("hours.holidays", code, "unknown_country") from None
    try:
        _entity(parsed.country, parsed.subdivision, 2026, None)
    except NotImplementedError:
        raise _unknown_region(code, parsed.country) from None
    return parsed


def _unknown_region(code: str, country: str) -> CalendarError:
    known = ", ".join(f"{country}-{name}" for name in _entity(country, None, 2026, None).subdivisions)
    problem = "unknown_region" if known else "no_regions"
    return CalendarError("hours.holidays", code, problem, country=country, known=known)


def _entity(country: str, subdivision: str | None, year: int, language: str | None) -> "HolidayBase":
    from holidays import country_holidays  # 3 MB, which a calendar without holidays does without

    return country_holidays(country, subdiv=subdivision, years=year, expand=False, language=language)


@lru_cache(maxsize=64)
def _year(country: str, subdivision: str | None, year: int, language: Language) -> Mapping[date, str]:
    spoken = _entity(country, subdivision, year, None)
    locale = next((known for known in spoken.supported_languages if known.split("_")[0] == language), None)
    return dict(_entity(country, subdivision, year, locale or spoken.default_language))


@lru_cache(maxsize=64)
def _moved_days_off(country: str, subdivision: str | None, year: int) -> Mapping[date, date]:
    """Weekend days of the year whose day off was moved → the day it was moved to.

    They include holidays that fall on a weekend and were moved; those stay holidays.
    """
    entity = _entity(country, subdivision, year, None)
    moves = _moves(country, subdivision, year)
    return {working: off for working, off in moves.items() if working.year == year and entity.is_weekend(working)}


@lru_cache(maxsize=64)
def _moves(country: str, subdivision: str | None, year: int) -> Mapping[date, date]:
    """By decree: days that gave their day off away → the days that got it. `year` bounds the cache, not the decrees."""
    entity = _entity(country, subdivision, year, None)
    decrees: Mapping[int, tuple[object, ...]] = getattr(entity, "special_public_holidays", {})
    moves = [_move(decree_year, entry) for decree_year, entries in decrees.items() for entry in _listed(entries)]
    return dict(move for move in moves if move)


def _listed(entries: tuple[object, ...]) -> tuple[object, ...]:
    """For a year with one entry the package stores the entry itself instead of a tuple of entries."""
    return entries if isinstance(entries[0], tuple) else (entries,)


def _move(year: int, entry: object) -> tuple[date, date] | None:
    """(month and day off, month and working day[, its year]) → working day, day off; None for a named holiday."""
    match entry:
        case (int(month), int(day), int(from_month), int(from_day)):
            return date(year, from_month, from_day), date(year, month, day)
        case (int(month), int(day), int(from_month), int(from_day), int(from_year)):
            return date(from_year, from_month, from_day), date(year, month, day)
    return None
