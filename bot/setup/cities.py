"""The time zone of a city that somebody names, in Russian or English, and the country of a time zone."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.setup.countries import is_country
from bot.wording import LANGUAGES
from bot.wording.dates import city_name

_ALIKE = 85  # percent: from here on a name is a misspelt city
_NOT_A_LETTER = re.compile(r"[\W_]+")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\.?)?", re.IGNORECASE)
_OFFSET = re.compile(r"(?P<from>utc|gmt|мск|msk)?\s?(?P<hours>[+−-]\d{1,2})(?::00)?", re.IGNORECASE)
_MOSCOW = frozenset({"мск", "msk"})
_AROUND = re.compile(r"^(?:(?:г|город|city of|in|в|во|по|from|из)\.?\s+)+|\s+city$")
_ENDINGS = {"е": ("а", "", "ь"), "и": ("ь", "и"), "у": ("", "а"), "ы": ("а", "ы")}
"""The last letter of a Russian name in "в Москве", «по Омску», and what it may stand for."""

_NEARBY = {
    "ru": ("RU", "KZ", "UZ", "BY", "KG", "AM", "AZ", "GE", "TJ", "TM", "MD", "DE", "RS", "IL", "TR", "AE", "TH", "ID"),
    "en": ("GB", "US", "IE", "CA", "AU", "NZ", "DE", "GR", "IN", "ZA", "AE", "SG"),
}
"""Where those who write in a language are most likely to be, by the offset of their clocks."""

_WITH_STATES = frozenset({"US", "CA", "AU"})
_STATE = re.compile(r"[a-z]{2,3}")

_QUARTER = timedelta(minutes=15)


def zone_of(text: str, language: str, now: datetime) -> str | None:
    """The IANA time zone of a city, perhaps misspelt; also by its clocks, "14:05", or "UTC+3"; else None."""
    written = text.strip()
    if (shown := _shown(written, now)) is not None:
        return _zone_by_clock(shown, language, now)
    names = [_normal(written), *map(_normal, written.split(",")[:1])]
    names += [_AROUND.sub("", name) for name in names]
    known = _zones_by_name()
    if found := next((name for name in (*names, *_inflected(names)) if name in known), None):
        return known[found]
    if zone := _beside_country(names[-1]):
        return zone
    if len(names[0]) < 4:
        return None
    best = process.extractOne(names[-1], known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return known[best[0]] if best else None


def _beside_country(name: str) -> str | None:
    """The zone of a city with its country, or a state's two letters, beside it: "leeds uk", "chicago il"."""
    words = name.split()
    for cut in range(1, len(words)):
        for city, country in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            zone = _zones_by_name().get(" ".join(city))
            if zone and _is_within(zone, " ".join(country)):
                return zone
    return None


def _is_within(zone: str, country: str) -> bool:
    is_state = country_of(zone) in _WITH_STATES and _STATE.fullmatch(country) is not None
    return is_state or is_country(country, country_of(zone))


def is_time_of_day(text: str) -> bool:
    """Whether it is what a clock shows: "14:05"."""
    return _clock(text.strip()) is not None


def _shown(text: str, now: datetime) -> timedelta | None:
    """What clocks show there, since midnight: as it is written, or by the difference to UTC or Moscow."""
    if (time_of_day := _clock(text)) is not None:
        return time_of_day
    if offset := _OFFSET.fullmatch(text):
        in_moscow = 3 * ((offset["from"] or "").lower() in _MOSCOW)
        there = now.astimezone(UTC) + timedelta(hours=int(offset["hours"].replace("−", "-")) + in_moscow)
        return timedelta(hours=there.hour, minutes=there.minute)
    return None


def _clock(text: str) -> timedelta | None:
    """ "14:05" or "2:05 pm" as the time since midnight."""
    clock = _CLOCK.fullmatch(text)
    if clock is None or not (clock["minute"] or clock["half"]):
        return None
    hour = int(clock["hour"])
    if clock["half"] and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (clock["half"].lower() == "p")
    return timedelta(hours=hour, minutes=int(clock["minute"] or 0)) if hour < 24 else None


def _inflected(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (name[:-1] + ending for ending in _ENDINGS.get(name[-1:], ()))


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
