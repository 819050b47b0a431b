"""What is promised is a time as people say it: rounded up to five minutes, within business hours."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.desk.promised_time import STEP, promised_time

WEEK = "Mo-Fr 09:00-13:00,14:00-17:58"


def at(text: str, zone: str = "Europe/Moscow") -> datetime:
    """A time on Monday, 23 November 2026, on the wall there."""
    return datetime.fromisoformat(f"2026-11-23 {text}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        ("09:30", "09:30"),
        ("09:31", "09:35"),
        ("09:34:59", "09:35"),
        ("09:35:59.999999", "09:35"),
        ("09:36", "09:40"),
        ("12:58", "13:00"),
        ("13:00", "13:00"),
        ("17:56", "17:58"),
        ("17:58", "17:58"),
        ("12:00:20", "12:00"),
        ("14:00:20", "14:05"),
        ("13:00:00", "13:00"),
    ],
)
def test_a_promise_is_rounded_up_to_five_minutes(exact: str, said: str) -> None:
    assert promised_time(Calendar("Europe/Moscow", WEEK), at(exact)) == at(said)


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Australia/Eucla", "America/St_Johns"])
def test_it_is_round_on_the_wall_of_every_zone(zone: str) -> None:
    said = promised_time(Calendar(zone, "Mo-Su 09:00-18:00"), at("11:11", zone))
    assert (said.hour, said.minute) == (11, 15)


@given(st.integers(0, 14 * 24 * 60 * 60))
def test_it_is_in_business_hours_and_at_most_a_step_later(second: int) -> None:
    calendar = Calendar("Europe/Moscow", WEEK)
    exact = calendar.add_business_time(at("00:00") + timedelta(seconds=second), timedelta(minutes=30))
    assert exact is not None
    said = promised_time(calendar, exact)
    assert timedelta(minutes=-1) < said - exact < STEP
    assert calendar.is_open(said - timedelta.resolution)


def test_an_hour_that_occurs_twice_is_not_taken_for_the_other() -> None:
    calendar = Calendar("Europe/Berlin", "Mo-Su 00:00-24:00")
    second = datetime(2026, 10, 25, 2, 31, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    assert promised_time(calendar, second).astimezone(UTC) == datetime(2026, 10, 25, 1, 35, tzinfo=UTC)
