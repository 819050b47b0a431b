"""Dates, durations, plural forms, cities of time zones and countries in Russian and English.

The data is in `dates.toml`, `cities.toml` and `countries.toml` of `LANGUAGE`, taken from the Unicode CLDR. Babel does
the same for all languages at 30 MB installed; here it is used by the tests only, which compare the two.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

_SECONDS: Mapping[str, int] = {
    "year": 31_536_000,
    "month": 2_592_000,
    "week": 604_800,
    "day": 86_400,
    "hour": 3_600,
    "minute": 60,
    "second": 1,
}
_NEARLY_ONE = 0.85
"""From this share of a unit on, a duration is told in that unit: 52 minutes are "1 hour"."""


def month_name(day: date, language: str) -> str:
    """ "ноября", "November": as in a date, in Russian in the genitive."""
    return str(_dates(language)["months"][day.month - 1])


def weekday_name(day: date, language: str) -> str:
    """ "понедельник", "Monday"."""
    return str(_dates(language)["weekdays"][day.weekday()])


def short_weekday(day: date, language: str) -> str:
    """ "пн", "Mon"."""
    return str(_dates(language)["short_weekdays"][day.weekday()])


def short_date(day: date, language: str) -> str:
    """ "пн 23 нояб. 2026", "Mon Nov 23, 2026"."""
    words = _dates(language)
    weekday, month = words["short_weekdays"][day.weekday()], words["short_months"][day.month - 1]
    return str(words["short_date"]).format(weekday=weekday, day=day.day, month=month, year=day.year)


def moment(at: datetime, language: str) -> str:
    """A date with its time on the wall of `at`'s zone: "23.11.2026 09:30", "2026-11-23 09:30"."""
    return f"{at:%d.%m.%Y %H:%M}" if language == "ru" else f"{at:%Y-%m-%d %H:%M}"


def plural_form(number: int, language: str) -> int:
    """Which form of a noun goes with a whole number: 0 or 1 in English, 0 to 2 ("день", "дня", "дней") in Russian.

    https://www.unicode.org/cldr/charts/47/supplemental/language_plural_rules.html
    """
    count = abs(number)
    if language != "ru":
        return int(count != 1)
    if count % 10 == 1 and count % 100 != 11:
        return 0
    return 1 if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else 2


def rough_span(span: timedelta, language: str) -> str:
    """A duration in its largest unit, rounded: "2 часа", "3 days". A negative one counts as 0."""
    return _in_largest_unit(span, "span", language)


def time_ago(span: timedelta, language: str) -> str:
    """How long ago, in the largest unit, rounded: "2 часа назад", "3 days ago". A negative span counts as 0."""
    return _in_largest_unit(span, "ago", language)


def city_name(zone: str, language: str) -> str:
    """The city of an IANA time zone: "Екатеринбург", "Yekaterinburg"; its own name when it has no city."""
    return _cities(language).get(zone) or zone.partition("/")[2].replace("_", " ") or zone


def country_name(code: str, language: str) -> str:
    """ "Россия", "Russia" of the two letters of ISO 3166, "England" of "GB-ENG"; of others the code itself."""
    return country_names(language).get(code) or region_names(language).get(code, code)


@cache
def country_names(language: str) -> Mapping[str, str]:
    """The countries whose holidays may be known, by their two letters."""
    return _read(language, "countries.toml")


@cache
def region_names(language: str) -> Mapping[str, str]:
    """The regions that keep holidays of their own, by their codes of ISO 3166-2."""
    return _read(language, "regions.toml")


def _in_largest_unit(span: timedelta, table: str, language: str) -> str:
    seconds = max(0, int(span.total_seconds()))
    unit = next((unit for unit, size in _SECONDS.items() if seconds / size >= _NEARLY_ONE), "second")
    count = round(seconds / _SECONDS[unit])
    return str(_dates(language)[table][unit][plural_form(count, language)]).format(count=count)


@cache
def _dates(language: str) -> Mapping[str, Any]:
    return _read(language, "dates.toml")


@cache
def _cities(language: str) -> Mapping[str, str]:
    return _read(language, "cities.toml")


def _read(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads(files("bot.wording").joinpath(language, name).read_text(encoding="utf-8"))
