"""Our dates, durations, plural forms and cities beside Babel's, which has them from the Unicode CLDR."""

from datetime import date, timedelta
from zoneinfo import available_timezones

import pytest
from babel import Locale
from babel.dates import format_date, format_timedelta, get_timezone_location
from holidays.registry import COUNTRIES
from hypothesis import given
from hypothesis import strategies as st

from bot.wording import LANGUAGES
from bot.wording.dates import (
    city_name,
    country_names,
    month_name,
    plural_form,
    rough_span,
    short_date,
    time_ago,
    weekday_name,
)

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(366)]
FORMS = {"ru": ("one", "few", "many"), "en": ("one", "other")}
SHORT_DATE = {"ru": "EEEEEE d MMM y", "en": "EEE MMM d, y"}
NOT_PLACES = {"Factory", "localtime"}

languages = pytest.mark.parametrize("language", LANGUAGES)


@languages
def test_days_and_months_have_their_names(language: str) -> None:
    for day in DAYS:
        named = f"{day.day} {month_name(day, language)} {weekday_name(day, language)}"
        assert named == format_date(day, "d MMMM EEEE", locale=language)
        assert short_date(day, language) == format_date(day, SHORT_DATE[language], locale=language)


@languages
def test_numbers_take_the_form_of_their_noun(language: str) -> None:
    for number in range(-130, 1130):
        assert FORMS[language][plural_form(number, language)] == Locale(language).plural_form(number)


@languages
@given(seconds=st.integers(0, 100 * 366 * 86_400) | st.integers(0, 2 * 86_400))
def test_spans_are_rounded_to_their_largest_unit(language: str, seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert rough_span(span, language) == format_timedelta(span, locale=language)
    if seconds:
        assert time_ago(span, language) == format_timedelta(-span, add_direction=True, locale=language)


@languages
def test_a_negative_span_is_none_at_all(language: str) -> None:
    assert rough_span(timedelta(hours=-3), language) == rough_span(timedelta(), language)
    assert time_ago(timedelta(hours=-3), language) == time_ago(timedelta(), language)


@languages
def test_every_time_zone_has_its_city(language: str) -> None:
    for zone in available_timezones() - NOT_PLACES:
        assert city_name(zone, language) == get_timezone_location(zone, locale=language, return_city=True)


@languages
def test_every_country_has_its_name(language: str) -> None:
    assert country_names(language).keys() == {two_letters for _, two_letters, *_ in COUNTRIES.values()}
    assert {code: Locale(language).territories[code] for code in country_names(language)} == country_names(language)
