"""The time zone of a city that somebody names, in Russian or English, and the country of a time zone."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.wording import LANGUAGES
from bot.wording.dates import city_name

_ALIKE = 85  # percent: from here on a name is a misspelt city
_NOT_A_LETTER = re.compile(r"[\W_]+")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_NEARBY = {
    "ru": ("RU", "KZ", "UZ", "BY", "KG", "AM", "AZ", "GE", "TJ", "TM", "MD"),
    "en": ("GB", "US", "IE", "CA", "AU", "NZ", "IN", "ZA", "SG"),
}
"""Where those who write in a language are most likely to be, by the offset of their clocks."""

_QUARTER = timedelta(minutes=15)


def zone_of(text: str, language: str, now: datetime) -> str | None:
    """The IANA time zone of a city, perhaps misspelt, or of a clock that shows that time ("14:05"); None: unknown."""
    clock = _CLOCK.fullmatch(text.strip())
    if clock and int(clock[1]) < 24 and int(clock[2]) < 60:
        return _zone_by_clock(timedelta(hours=int(clock[1]), minutes=int(clock[2])), language, now)
    name = _normal(text)
    zone = _zones_by_name().get(name)
    if zone or len(name) < 4:
        return zone
    best = process.extractOne(name, _zones_by_name().keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return _zones_by_name()[best[0]] if best else None


def country_of(zone: str) -> str:
    """The country of a time zone, of two letters as in ISO 3166; "" for one without a country."""
    return _countries().get(zone, "")


def _zone_by_clock(shown: timedelta, language: str, now: datetime) -> str | None:
    """The first zone nearby whose clocks show that time, give or take some minutes."""
    nearby = _NEARBY[language]
    zones = sorted(
        (zone for zone, country in _countries().items() if country in nearby),
        key=lambda zone: nearby.index(_countries()[zone]),
    )
    return next((zone for zone in zones if _is_about(shown, now.astimezone(ZoneInfo(zone)))), None)


def _is_about(shown: timedelta, local: datetime) -> bool:
    apart = abs(shown - timedelta(hours=local.hour, minutes=local.minute))
    return min(apart, timedelta(days=1) - apart) < _QUARTER


def _normal(name: str) -> str:
    return _NOT_A_LETTER.sub(" ", name.casefold().replace("ё", "е")).strip()


@cache
def _zones_by_name() -> Mapping[str, str]:
    return {_normal(name): zone for name, zone in _names()}


def _names() -> Iterator[tuple[str, str]]:
    """Names with their zones; later ones win."""
    for zone in _countries():
        yield zone, zone
        yield from ((city_name(zone, language), zone) for language in LANGUAGES)
    for zone, names in tomllib.loads(files("bot.setup").joinpath("cities.toml").read_text(encoding="utf-8")).items():
        yield from ((name, zone) for name in names)


@cache
def _countries() -> Mapping[str, str]:
    """The country of each time zone, from the time zone database, which has them in the order of the alphabet."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
