"""Hours that can't be honoured are refused with the key, the value and what to write instead."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar, CalendarError

OFFICE = "Mo-Fr 09:00-18:00"


@pytest.mark.parametrize(
    ("week", "remedy"),
    [
        ("", "the week is empty"),
        ("  ", "the week is empty"),
        ("Mo-Fr 9-18", 'can\'t be read from "9-18" on'),
        ("Пн-Пт 09:00-18:00", "write days as Mo, Tu"),
        ("Mo-Fr 09:00-18:00,", "ends too early"),
        ("Mo-Fr 09:00-18:00\nSa closed for ever", "can't be read"),
        ("Mo-Fr 09:00-18:00 unknown", '"unknown" is not supported'),
        ('"by appointment"', "a comment"),
        ('Mo-Fr 09:00-18:00 "ring twice"', "a comment"),
        ("Mo-Fr 09:00-18:00 || Sa 10:00-12:00", "a fallback"),
        ("sunrise-sunset", "the sun"),
        ("Mo-Fr 09:00-(sunset-01:00)", "the sun"),
        ("Mo-Fr 10:00+", "from opening to closing"),
        ("Mo-Fr 10:00-12:00+", "from opening to closing"),
        ("Mo-Fr 10:00-16:00/01:30", "from opening to closing"),
        ("Mo-Fr 22:00-46:30", "longer than 24 hours"),
        ("Mo-Fr 09:00-18:00; SH off", "school holidays"),
        ("Mo-Fr 09:00-18:00; PH -1 day 09:00-17:00", "days relative to a public holiday"),
        ("Mo-Fr 09:00-18:00; PH off", "set hours.holidays"),
        ("Mo-Fr 09:00-13:00; Mo-Fr 14:00-18:00", '"Mo-Fr 09:00-13:00" is never used'),
        ("Sa off; Mo-Su 09:00-18:00", '"Sa closed" is never used'),
    ],
)
def test_a_week_that_can_not_be_kept(week: str, remedy: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", week)
    assert (refused.value.key, refused.value.value) == ("hours.week", week)
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("zone", "suggestion"), [("Europe/Moskow", "Europe/Moscow"), ("Europe", "Europe/"), ("", "/"), ("../etc", "/")]
)
def test_an_unknown_time_zone(zone: str, suggestion: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar(zone, OFFICE)
    assert (refused.value.key, refused.value.value) == ("hours.timezone", zone)
    assert suggestion in refused.value.remedy


@pytest.mark.parametrize(
    ("code", "remedy"),
    [("XX", '"RU"'), ("", '"RU"'), ("Russia", '"RU"'), ("RU-TA", "[hours.dates]"), ("DE-XX", "DE-BY")],
)
def test_unknown_holidays(code: str, remedy: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", OFFICE, code)
    assert (refused.value.key, refused.value.value) == ("hours.holidays", code)
    assert remedy in refused.value.remedy


@pytest.mark.parametrize("hours", ["9-15", "", "Mo 09:00-15:00", "09:00-40:00", "09:61-10:00", "09:00", "holiday"])
def test_a_date_without_hours(hours: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", OFFICE, dates={date(2026, 12, 31): hours})
    assert (refused.value.key, refused.value.value) == ("hours.dates.2026-12-31", hours)
    assert '"closed"' in refused.value.remedy


def test_a_date_is_open_only_when_the_week_says_how_long() -> None:
    with pytest.raises(CalendarError, match="no hours on that weekday"):
        Calendar("Europe/Moscow", OFFICE, dates={date(2026, 12, 27): "open"})


def test_the_error_is_one_line_with_all_that_is_needed() -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", OFFICE, dates={date(2026, 12, 31): "until\nthree"})
    assert str(refused.value) == (
        "hours.dates.2026-12-31 = 'until three': "
        'write hours such as "09:00-15:00", or "closed", or "open" for the usual hours.'
    )


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*'MoTuSaPH 0123456789:-,;+/[]|"', "Mo-Fr", "10:00-18:00", "off", "; ", ", "])).map(
        "".join
    )
)
def test_any_text_is_a_week_or_an_error_of_the_calendar(text: str) -> None:
    with suppress(CalendarError):
        Calendar("Europe/Moscow", text, "RU").plan(date(2026, 6, 12))
