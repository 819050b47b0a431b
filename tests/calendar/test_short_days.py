"""Working days before public holidays, an hour shorter where the law says so."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.calendar.short_days import shortened
from tests.calendar.readable import at, clock, hours

OFFICE = "Mo-Fr 09:00-18:00"
LUNCH = "Mo-Fr 09:00-13:00,14:00-18:00"


def short_days(calendar: Calendar, year: int) -> list[str]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range(365))
    return [f"{day:%m-%d}" for day in days if calendar.plan(day).is_short]


@pytest.mark.parametrize(
    ("country", "year", "days"),
    [
        # as the ministries' calendars have them; 1 November 2025 stands in for the 3rd, 20 February 2027 for the 22nd
        ("RU", 2025, ["03-07", "04-30", "06-11", "11-01"]),
        ("RU", 2026, ["04-30", "05-08", "06-11", "11-03"]),
        ("RU", 2027, ["02-20", "04-30", "06-11", "11-03"]),
        ("LT", 2026, ["03-10", "04-30", "06-23", "08-14", "12-23", "12-31"]),
        ("KZ", 2026, []),
        ("DE", 2026, []),
        ("US", 2026, []),
    ],
)
def test_the_days_that_are_shorter(country: str, year: int, days: list[str]) -> None:
    assert short_days(Calendar("Europe/Moscow", OFFICE, country), year) == days


def test_the_eve_of_christmas_in_belarus() -> None:
    assert "01-06" in short_days(Calendar("Europe/Minsk", OFFICE, "BY"), 2026)


def test_a_friday_is_whole_when_the_holiday_is_on_monday() -> None:
    assert hours(Calendar("Europe/Moscow", OFFICE, "RU"), "2026-02-20") == "09:00-18:00"
    assert hours(Calendar("Europe/Moscow", "Mo-Sa 09:00-18:00", "RU"), "2025-02-22") == "09:00-17:00"


def test_a_day_off_that_was_moved_is_no_holiday() -> None:
    """31 December 2026 is off by decree, so the 30th is a whole day."""
    assert hours(Calendar("Europe/Moscow", OFFICE, "RU"), "2026-12-30") == "09:00-18:00"


def test_a_promise_is_never_in_the_hour_that_is_not_worked() -> None:
    calendar = Calendar("Europe/Moscow", OFFICE, "RU")
    assert not calendar.is_open(at("2026-11-03 17:00"))
    assert clock(calendar.add_business_time(at("2026-11-03 16:45"), timedelta(minutes=30))) == "2026-11-05 09:15"


def test_the_last_hour_goes_over_a_break() -> None:
    calendar = Calendar("Europe/Moscow", "Mo-Fr 09:00-13:00,17:30-18:00", "RU")
    assert hours(calendar, "2026-11-03") == "09:00-12:30"


def test_a_night_shift_ends_an_hour_earlier() -> None:
    assert hours(Calendar("Europe/Moscow", "Mo-Fr 20:00-04:00", "RU"), "2026-11-03") == "20:00-03:00"


@pytest.mark.parametrize(
    ("week", "dates", "expected"),
    [
        (f"{OFFICE}; PH 10:00-14:00", {}, "09:00-18:00"),  # who works on holidays keeps other hours
        (OFFICE, {"2026-11-04": "10-14"}, "09:00-18:00"),
        (OFFICE, {"2026-11-03": "open"}, "09:00-18:00"),  # a date says exactly what it says
        (OFFICE, {"2026-11-03": "9-16"}, "09:00-16:00"),
        ("24/7", {}, "00:00-00:00"),  # the law pays for the hour there
        ("Mo-Fr 09:00-10:00", {}, "09:00-10:00"),
        ("We-Fr 09:00-18:00", {}, "closed"),
    ],
)
def test_days_that_stay_as_they_are(week: str, dates: dict[str, str], expected: str) -> None:
    calendar = Calendar("Europe/Moscow", week, "RU", dates)
    assert hours(calendar, "2026-11-03") == expected
    assert not calendar.plan(date(2026, 11, 3)).is_short


def test_the_operator_can_turn_it_off() -> None:
    assert short_days(Calendar("Europe/Moscow", OFFICE, "RU", short_days=False), 2026) == []


def test_the_regular_week_knows_no_short_days() -> None:
    shifts = Calendar("Europe/Moscow", LUNCH, "RU").regular_shifts(date(2026, 11, 3))
    assert [f"{shift.end:%H:%M}" for shift in shifts] == ["13:00", "18:00"]


@settings(deadline=None)
@given(st.lists(st.integers(0, 40 * 60), min_size=2, max_size=8, unique=True))
def test_a_day_loses_exactly_its_last_hour(edges: list[int]) -> None:
    ordered = sorted(edges)[: len(edges) // 2 * 2]
    spans = tuple(zip(ordered[::2], ordered[1::2], strict=True))
    worked = sum(end - start for start, end in spans)
    kept = shortened(spans)
    lost = worked - sum(end - start for start, end in kept)
    assert lost == (60 if 60 < worked < 24 * 60 else 0)
    if lost:
        minutes = [minute for start, end in spans for minute in range(start, end)]
        assert [minute for start, end in kept for minute in range(start, end)] == minutes[:-60]
