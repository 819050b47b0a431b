"""Whose public holidays a place keeps."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest

from bot.calendar.public_holidays import parse_holidays
from bot.setup import with_region
from bot.setup.regions import holidays_of
from bot.wording.dates import country_name, region_names


@pytest.mark.parametrize(
    ("zone", "place", "code"),
    [
        ("Europe/Moscow", "Москва", "RU"),
        ("Europe/London", "Leeds", "GB-ENG"),
        ("Europe/London", "Edinburgh, UK", "GB-SCT"),
        ("Europe/London", "Глазго", "GB-SCT"),
        ("Europe/London", "Cardiff.", "GB-WLS"),
        ("Europe/London", "14:05", "GB-ENG"),
        ("America/Toronto", "Montreal", "CA-QC"),
        ("Australia/Sydney", "Newcastle NSW", "AU-NSW"),
        ("Europe/Berlin", "Wales", "DE"),
        ("UTC", "", ""),
    ],
)
def test_of_a_place(zone: str, place: str, code: str) -> None:
    assert holidays_of(zone, place) == code


@pytest.mark.parametrize(
    ("named", "zone", "code"),
    [
        ("GB", "Europe/London", "GB-ENG"),
        ("GB-SCT", "Europe/London", "GB-SCT"),
        ("US", "Europe/London", "US"),
        ("RU", "Europe/Moscow", "RU"),
    ],
)
def test_of_a_country_that_is_named(named: str, zone: str, code: str) -> None:
    assert with_region(named, zone) == code


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_region_is_known_and_has_a_name(language: str) -> None:
    table = tomllib.loads(files("bot.setup").joinpath("regions.toml").read_text(encoding="utf-8"))
    codes = {*table["zones"].values(), *table["places"]}
    assert codes == region_names(language).keys()
    for code in codes:
        parse_holidays(code)
        assert country_name(code, language) != code


def test_english_shops_close_on_the_summer_bank_holiday() -> None:
    assert parse_holidays(holidays_of("Europe/London", "Leeds")).name(date(2027, 8, 30)) == "Late Summer Bank Holiday"
