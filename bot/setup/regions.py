"""The region whose public holidays a place keeps, for countries in which every region has holidays of its own."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.setup.cities import country_of
from faq.normalising import normalise


def holidays_of(zone: str, place: str = "") -> str:
    """The code for `hours.holidays`: "RU", "GB-SCT"; "" for a time zone without a country. `place`: as it was named."""
    country, table = country_of(zone), _table()
    named = f" {normalise(place)} "
    for region, names in table["places"].items():
        if region.startswith(f"{country}-") and any(f" {name} " in named for name in names):
            return region
    return str(table["zones"].get(zone, country))


def with_region(code: str, zone: str) -> str:
    """The region of the time zone, where a country is named that has one; else the code as it is."""
    regional = holidays_of(zone)
    return regional if regional.startswith(f"{code}-") else code


@cache
def _table() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("bot.setup").joinpath("regions.toml").read_text(encoding="utf-8"))
