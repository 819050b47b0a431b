"""The nights on which the clocks are put forward and back."""

from datetime import date, timedelta

import pytest

from bot.calendar import Calendar
from tests.calendar.readable import at, hours


class TestClocksPutForward:
    """Berlin, 29 March 2026: 02:00 becomes 03:00. New York, 8 March 2026, likewise."""

    @pytest.mark.parametrize(("zone", "night"), [("Europe/Berlin", "2026-03-28"), ("America/New_York", "2026-03-07")])
    def test_the_night_is_an_hour_shorter(self, zone: str, night: str) -> None:
        calendar = Calendar(zone, "Mo-Su 22:00-06:00")
        shift = calendar.current_shift(at(f"{night} 23:00", zone))
        assert shift is not None
        assert shift.duration == timedelta(hours=7)
        assert f"{shift.end:%H:%M}" == "06:00"
        promise = calendar.add_business_time(at(f"{night} 23:00", zone), timedelta(hours=4))
        assert promise is not None
        assert f"{promise:%H:%M}" == "04:00"

    def test_a_shift_that_begins_in_the_missing_hour_begins_at_the_jump(self) -> None:
        assert hours(Calendar("Europe/Berlin", "02:30-10:00"), "2026-03-29") == "03:00-10:00"

    def test_a_shift_that_ends_in_the_missing_hour_ends_at_the_jump(self) -> None:
        shift = Calendar("Europe/Berlin", "00:00-02:30").plan(date(2026, 3, 29)).shifts[0]
        assert shift.duration == timedelta(hours=2)

    def test_a_shift_within_the_missing_hour_does_not_take_place(self) -> None:
        assert hours(Calendar("Europe/Berlin", "02:00-03:00"), "2026-03-29") == "closed"
        assert hours(Calendar("Europe/Berlin", "02:00-03:00"), "2026-03-30") == "02:00-03:00"

    def test_where_midnight_itself_is_missing(self) -> None:
        beirut = Calendar("Asia/Beirut", "Mo-Su 00:00-08:00")
        assert hours(beirut, "2026-03-29") == "01:00-08:00"


class TestClocksPutBack:
    """Berlin, 25 October 2026: 03:00 becomes 02:00. New York, 1 November 2026, likewise."""

    @pytest.mark.parametrize(
        ("zone", "night", "repeated_hour"),
        [("Europe/Berlin", "2026-10-24", "02:00"), ("America/New_York", "2026-10-31", "01:00")],
    )
    def test_the_night_is_an_hour_longer(self, zone: str, night: str, repeated_hour: str) -> None:
        calendar = Calendar(zone, "Mo-Su 22:00-06:00")
        shift = calendar.current_shift(at(f"{night} 23:00", zone))
        assert shift is not None
        assert shift.duration == timedelta(hours=9)
        before_the_change = calendar.add_business_time(shift.start, timedelta(hours=int(repeated_hour[:2]) + 2))
        promise = calendar.add_business_time(shift.start, timedelta(hours=int(repeated_hour[:2]) + 3))
        assert before_the_change is not None
        assert promise is not None
        assert (f"{before_the_change:%H:%M}", before_the_change.fold) == (repeated_hour, 0)
        assert (f"{promise:%H:%M}", promise.fold) == (repeated_hour, 1)

    def test_a_time_that_comes_twice_is_meant_the_first_time(self) -> None:
        calendar = Calendar("Europe/Berlin", "01:00-02:30")
        assert calendar.plan(date(2026, 10, 25)).shifts[0].duration == timedelta(minutes=90)
        assert calendar.is_open(at("2026-10-25 02:15", "Europe/Berlin", fold=0))
        assert not calendar.is_open(at("2026-10-25 02:15", "Europe/Berlin", fold=1))

    def test_a_break_in_the_repeated_hour_is_taken_once(self) -> None:
        shifts = Calendar("Europe/Berlin", "00:00-02:00,02:30-08:00").plan(date(2026, 10, 25)).shifts
        assert [shift.duration for shift in shifts] == [timedelta(hours=2), timedelta(hours=6, minutes=30)]
