"""Hours that can't be honoured are refused with the key, the value and what to write instead."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar, CalendarError, calendar_errors

OFFICE = "Mo-Fr 09:00-18:00"


@pytest.mark.parametrize(
    ("week", "problem", "piece"),
    [
        ("", "empty", None),
        ("  ", "empty", None),
        ("Mo-Fr 9-18h\nSa closed for ever", "piece", "for ever"),
        ("пн-пт с 9 до последнего клиента", "piece", "9 до последнего клиента"),
        ("пн-пт до 18", "piece", "до 18"),
        ("с понедельника", "no_hours", "с понедельника"),
        ("пн-пт 25-30", "no_time", "25-30"),
        ("пн-пт 9:61-18", "piece", "9:61-18"),
        ("9-18, 10-16", "whose_hours", "10-16"),
        ("закрыто", "whose_hours", "закрыто"),
        ("9-18, сб 10-16", "whose_hours", "9-18 сб"),
        ("пн-пт 9-18, пн-пт 10-16", "named_twice", "пн-пт 10-16"),
        ("пн-пт 9-13, пт 14-16", "named_twice", "пт 14-16"),
        ("пн-пт выходной 9-18", "closed_or_open", "пн-пт выходной 9-18"),
        ("пн-пт 9-18, перерыв 19-20", "break_outside", "19-20"),
        ("каждый день кроме пн-вс 9-18", "no_days", "каждый день кроме пн-вс 9-18"),
        ("сб, вс выходной", "never_open", ""),
        ("2/2 с 9 до 21", "piece", "2/2 с 9 до 21"),
        ("пн-пт 9-18, " * 60, "too_long", None),
        ("Mo-Fr 09:00-18:00 unknown", "unknown", None),
        ('"by appointment"', "comment", None),
        ('Mo-Fr 09:00-18:00 "ring twice"', "comment", None),
        ("Mo-Fr 09:00-18:00 || Sa 10:00-12:00", "fallback", None),
        ("sunrise-sunset", "sun", None),
        ("Mo-Fr 09:00-(sunset-01:00)", "sun", None),
        ("Mo-Fr 10:00+", "open_ended", "Mo-Fr 10:00+"),
        ("Mo-Fr 10:00-12:00+", "open_ended", "Mo-Fr 10:00-12:00+"),
        ("Mo-Fr 10:00-16:00/01:30", "open_ended", "Mo-Fr 10:00-16:00/01:30"),
        ("Mo-Fr 22:00-46:30", "over_24_hours", "Mo-Fr 22:00-46:30"),
        ("Mo-Fr 09:00-18:00; SH off", "school_holidays", None),
        ("Mo-Fr 09:00-18:00; PH -1 day 09:00-17:00", "beside_holidays", None),
        ("Mo-Fr 09:00-18:00; PH off", "holidays_without_country", None),
        ("пн-пт 9-18, в праздники закрыто", "holidays_without_country", None),
        ("Mo-Fr 09:00-13:00; Mo-Fr 14:00-18:00", "replaced", "Mo-Fr 09:00-13:00"),
        ("Sa off; Mo-Su 09:00-18:00", "replaced", "Sa closed"),
    ],
)
def test_a_week_that_can_not_be_kept(week: str, problem: str, piece: str | None) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", week)
    assert (refused.value.key, refused.value.value) == ("hours.week", week)
    assert refused.value.problem == problem
    assert piece is None or refused.value.details["piece"] == piece


@pytest.mark.parametrize(
    ("zone", "suggestion"),
    [
        ("Europe/Moskow", "Europe/Moscow"),
        ("Europe", "Europe/"),
        ("", "/"),
        ("../etc", "/"),
        ("MSK", "/"),
        ("UTC+3", "/"),
    ],
)
def test_an_unknown_time_zone(zone: str, suggestion: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar(zone, OFFICE)
    assert (refused.value.key, refused.value.value) == ("hours.timezone", zone)
    assert suggestion in refused.value.details["example"]


@pytest.mark.parametrize(
    ("code", "problem", "known"),
    [
        ("XX", "unknown_country", ""),
        ("", "unknown_country", ""),
        ("Russia", "unknown_country", ""),
        ("RU-TA", "no_regions", ""),
        ("DE-XX", "unknown_region", "DE-BY"),
    ],
)
def test_unknown_holidays(code: str, problem: str, known: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", OFFICE, code)
    assert (refused.value.key, refused.value.value) == ("hours.holidays", code)
    assert refused.value.problem == problem
    assert known in refused.value.details.get("known", "")


@pytest.mark.parametrize(
    "hours", ["до обеда", "", "Mo 09:00-15:00", "09:00-40:00", "09:61-10:00", "09:00", "holiday", "9-18, 10-16"]
)
def test_a_date_without_hours(hours: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", OFFICE, dates={date(2026, 12, 31): hours})
    assert (refused.value.key, refused.value.value) == ("hours.dates.2026-12-31", hours)
    assert refused.value.problem == "date_hours"


def test_a_date_is_open_only_when_the_week_says_how_long() -> None:
    with pytest.raises(CalendarError, match="date_not_open"):
        Calendar("Europe/Moscow", OFFICE, dates={date(2026, 12, 27): "open"})


def test_the_error_is_one_line_with_all_that_is_needed() -> None:
    with pytest.raises(CalendarError) as refused:
        Calendar("Europe/Moscow", OFFICE, dates={date(2026, 12, 31): "until\nthree"})
    assert str(refused.value) == "hours.dates.2026-12-31 = 'until three': date_hours"


def test_all_errors_of_the_section_are_found_at_once() -> None:
    errors = calendar_errors("Mars", "пн-пт", "XX", {"31.12": "closed", "2026-12-31": "?"})
    assert [error.key for error in errors] == [
        *("hours.timezone", "hours.week", "hours.holidays"),
        *("hours.dates.31.12", "hours.dates.2026-12-31"),
    ]
    assert calendar_errors("Europe/Moscow", OFFICE, "RU", {"2026-12-31": "closed"}) == []


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*'MoTuSaPH 0123456789:-,;+/[]|"', "Mo-Fr", "10:00-18:00", "off", "; ", ", "])).map(
        "".join
    )
)
def test_any_text_is_a_week_or_an_error_of_the_calendar(text: str) -> None:
    with suppress(CalendarError):
        Calendar("Europe/Moscow", text, "RU").plan(date(2026, 6, 12))
