"""Real weeks and nights, read as a table: what the desk says at which moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendar import Calendar, Closure
from tests.calendar.readable import at, clock, hours

SHOP = "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00"
OFFICE = "Mo-Fr 09:00-18:00"
NIGHTS = "Mo-Fr 20:00-04:00"


@pytest.mark.parametrize(
    ("moment", "is_open", "opening", "half_an_hour_on"),
    [
        # 2026-04-13 is a Monday
        ("2026-04-13 08:59", False, "2026-04-13 09:00", "2026-04-13 09:30"),
        ("2026-04-13 09:00", True, "2026-04-13 14:00", "2026-04-13 09:30"),
        ("2026-04-13 12:30", True, "2026-04-13 14:00", "2026-04-13 13:00"),
        ("2026-04-13 12:45", True, "2026-04-13 14:00", "2026-04-13 14:15"),
        ("2026-04-13 13:00", False, "2026-04-13 14:00", "2026-04-13 14:30"),
        ("2026-04-13 17:50", True, "2026-04-14 09:00", "2026-04-14 09:20"),
        ("2026-04-17 23:40", False, "2026-04-18 10:00", "2026-04-18 10:30"),
        ("2026-04-18 16:00", False, "2026-04-20 09:00", "2026-04-20 09:30"),
    ],
)
def test_a_shop_with_a_lunch_break(moment: str, is_open: bool, opening: str, half_an_hour_on: str) -> None:
    shop = Calendar("Europe/Moscow", SHOP)
    assert shop.is_open(at(moment)) is is_open
    assert clock(shop.next_opening(at(moment))) == opening
    assert clock(shop.add_business_time(at(moment), timedelta(minutes=30))) == half_an_hour_on


def test_answers_are_in_the_zone_of_the_calendar_whatever_the_zone_of_the_question() -> None:
    kaliningrad = Calendar("Europe/Kaliningrad", OFFICE)
    asked = datetime(2026, 4, 13, 6, 30, tzinfo=UTC)  # 08:30 in Kaliningrad, 09:30 in Moscow
    assert not kaliningrad.is_open(asked)
    assert Calendar("Europe/Moscow", OFFICE).is_open(asked)
    opening = kaliningrad.next_opening(asked)
    assert opening is not None
    assert opening.isoformat() == "2026-04-13T09:00:00+02:00"
    assert opening.tzinfo == ZoneInfo("Europe/Kaliningrad")


def test_a_duration_of_nothing_is_now_or_the_next_opening() -> None:
    shop = Calendar("Europe/Moscow", SHOP)
    assert clock(shop.add_business_time(at("2026-04-13 10:00"), timedelta())) == "2026-04-13 10:00"
    assert clock(shop.add_business_time(at("2026-04-13 13:00"), timedelta())) == "2026-04-13 14:00"


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        Calendar("Europe/Moscow", SHOP).add_business_time(at("2026-04-13 10:00"), timedelta(seconds=-1))


class TestNightShifts:
    def test_it_is_one_shift_over_midnight(self) -> None:
        nights = Calendar("Europe/Moscow", NIGHTS)
        shift = nights.current_shift(at("2026-04-14 01:00"))
        assert shift is not None
        assert (clock(shift.start), clock(shift.end)) == ("2026-04-13 20:00", "2026-04-14 04:00")
        assert nights.add_business_time(at("2026-04-13 23:00"), timedelta(hours=2)) == at("2026-04-14 01:00")

    def test_friday_night_goes_on_when_saturday_has_hours_of_its_own(self) -> None:
        nights = Calendar("Europe/Moscow", f"{NIGHTS}; Sa 22:00-02:00")
        assert nights.is_open(at("2026-04-18 03:00"))
        assert not nights.is_open(at("2026-04-18 04:00"))
        assert clock(nights.next_opening(at("2026-04-18 04:00"))) == "2026-04-18 22:00"

    def test_the_night_into_a_holiday_is_worked_to_its_end(self) -> None:
        nights = Calendar("Europe/Moscow", NIGHTS, "RU", short_days=False)
        assert nights.is_open(at("2026-06-12 03:59"))  # Russia Day, a Friday
        assert clock(nights.next_opening(at("2026-06-12 03:59"))) == "2026-06-15 20:00"

    def test_the_night_that_begins_on_a_holiday_is_not_worked_at_all(self) -> None:
        nights = Calendar("Europe/Moscow", NIGHTS, "RU")
        assert not nights.is_open(at("2026-06-12 20:00"))
        assert not nights.is_open(at("2026-06-13 03:00"))

    def test_a_night_joins_the_morning_that_follows_it(self) -> None:
        calendar = Calendar("Europe/Moscow", "Mo 20:00-04:00; Tu 04:00-12:00")
        shift = calendar.current_shift(at("2026-04-14 05:00"))
        assert shift is not None
        assert (clock(shift.start), clock(shift.end)) == ("2026-04-13 20:00", "2026-04-14 12:00")
        assert hours(calendar, "2026-04-14") == "04:00-12:00"

    def test_over_new_year(self) -> None:
        nights = Calendar("Europe/Moscow", "Mo-Su 20:00-04:00")
        shift = nights.current_shift(at("2027-01-01 00:00"))
        assert shift is not None
        assert (clock(shift.start), clock(shift.end)) == ("2026-12-31 20:00", "2027-01-01 04:00")
        week = (at("2026-12-30 12:00"), at("2027-01-06 12:00"))
        assert nights.business_time_between(*week) == timedelta(hours=7 * 8)
        assert [f"{shift.start:%d}" for shift in nights.shifts(*week)] == ["30", "31", "01", "02", "03", "04", "05"]


class TestWeekSyntax:
    @pytest.mark.parametrize(
        ("week", "monday", "saturday"),
        [
            ("Mo-Fr 09:00-18:00; Mo-Fr 13:00-14:00 off", "09:00-13:00, 14:00-18:00", "closed"),
            ("Mo-Fr 09:00-12:00, Mo 15:00-18:00", "09:00-12:00, 15:00-18:00", "closed"),
            ("Mo-Su 09:00-18:00; Sa off", "09:00-18:00", "closed"),
            ("09:00-18:00", "09:00-18:00", "09:00-18:00"),
            ("Mo 09:00-09:00", "09:00-09:00", "closed"),
            ("Mo-Fr 09:00-26:00", "09:00-02:00", "closed"),
            ("Mo-Fr 09:00-13:00,12:00-18:00", "09:00-18:00", "closed"),
            ("Mo-Fr 10:00-18:00; Apr Mo-Fr 09:00-17:00", "09:00-17:00", "closed"),
            ("Sa[3] 10:00-12:00", "closed", "10:00-12:00"),
            ("24/7", "00:00-00:00", "00:00-00:00"),
            ("Mo-Fr", "00:00-00:00", "closed"),
        ],
    )
    def test_the_hours_of_a_day(self, week: str, monday: str, saturday: str) -> None:
        calendar = Calendar("UTC", week)
        assert (hours(calendar, "2026-04-13"), hours(calendar, "2026-04-18")) == (monday, saturday)

    @pytest.mark.parametrize(
        ("rule", "expected"),
        [("PH 10:00-14:00", "10:00-14:00"), ("Su,PH 11:00-13:00", "11:00-13:00"), ("PH off", "closed")],
    )
    def test_the_week_may_rule_public_holidays(self, rule: str, expected: str) -> None:
        calendar = Calendar("Europe/Moscow", f"{OFFICE}; {rule}", "RU")
        assert hours(calendar, "2026-06-12") == expected  # Russia Day, a Friday
        assert hours(calendar, "2026-06-19") == "09:00-18:00"


def test_around_the_clock_never_opens_and_never_closes() -> None:
    calendar = Calendar("Europe/Moscow", "24/7")
    now = at("2026-04-13 10:00")
    shift = calendar.current_shift(now)
    assert calendar.next_opening(now) is None
    assert shift is not None
    assert shift.end - now > timedelta(days=366)
    assert calendar.add_business_time(now, timedelta(days=10)) == now + timedelta(days=10)
    assert [shift.duration for shift in calendar.shifts(now, now + timedelta(days=1500))] == [timedelta(days=1500)]


def test_a_desk_that_never_opens_promises_nothing() -> None:
    calendar = Calendar("Europe/Moscow", "off")
    now = at("2026-04-13 10:00")
    assert not calendar.is_open(now)
    assert calendar.next_opening(now) is None
    assert calendar.add_business_time(now, timedelta()) is None
    assert list(calendar.shifts(now, now + timedelta(days=800))) == []


def test_what_is_more_than_a_year_ahead_is_never() -> None:
    calendar = Calendar("UTC", "2028 Jun 01 09:00-18:00")
    asked = datetime(2027, 5, 31, 9, tzinfo=UTC)
    assert calendar.next_opening(asked) is None
    assert calendar.add_business_time(asked, timedelta()) is None
    assert clock(calendar.next_opening(asked + timedelta(days=1))) == "2028-06-01 09:00"


class TestClosures:
    SHOP = Calendar("Europe/Moscow", SHOP)

    def test_a_closure_cuts_the_shift(self) -> None:
        closed = self.SHOP.with_closures([Closure(at("2026-04-13 10:00"), at("2026-04-13 11:00"))])
        assert hours(closed, "2026-04-13") == "09:00-10:00, 11:00-13:00, 14:00-18:00"
        assert closed.plan(date(2026, 4, 13)).is_cut
        assert not closed.plan(date(2026, 4, 14)).is_cut
        assert not closed.is_open(at("2026-04-13 10:30"))
        assert clock(closed.next_opening(at("2026-04-13 10:30"))) == "2026-04-13 11:00"
        assert clock(closed.add_business_time(at("2026-04-13 09:45"), timedelta(minutes=30))) == "2026-04-13 11:15"

    def test_until_it_is_lifted_nothing_is_promised(self) -> None:
        closed = self.SHOP.with_closures([Closure(at("2026-04-13 10:00"))])
        assert closed.is_open(at("2026-04-13 09:59"))
        assert closed.next_opening(at("2026-04-13 10:30")) is None
        assert closed.add_business_time(at("2026-04-13 09:45"), timedelta(minutes=30)) is None
        assert clock(closed.add_business_time(at("2026-04-13 09:45"), timedelta(minutes=15))) == "2026-04-13 10:00"
        assert self.SHOP.is_open(at("2026-04-13 10:30"))
        assert closed.with_closures([]) == self.SHOP

    def test_a_closure_that_was_lifted_before_it_began_closes_nothing(self) -> None:
        moment = at("2026-04-13 10:00")
        assert self.SHOP.with_closures([Closure(moment, moment)]).is_open(moment)

    def test_a_closure_can_not_end_before_it_starts(self) -> None:
        with pytest.raises(ValueError, match="before it starts"):
            Closure(at("2026-04-13 10:00"), at("2026-04-13 09:00"))


NAIVE = datetime(2026, 4, 13, 10)  # noqa: DTZ001
AWARE = datetime(2026, 4, 13, 10, tzinfo=UTC)
CALENDAR = Calendar("Europe/Moscow", SHOP)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.is_open(NAIVE),
        lambda: CALENDAR.next_opening(NAIVE),
        lambda: CALENDAR.current_shift(NAIVE),
        lambda: CALENDAR.shifts(NAIVE, AWARE),
        lambda: CALENDAR.shifts(AWARE, NAIVE),
        lambda: CALENDAR.add_business_time(NAIVE, timedelta(hours=1)),
        lambda: CALENDAR.business_time_between(NAIVE, AWARE),
        lambda: CALENDAR.business_time_between(AWARE, NAIVE),
        lambda: Closure(AWARE).covers(NAIVE),
        lambda: Closure(NAIVE),
        lambda: Closure(AWARE, NAIVE),
    ],
)
def test_a_naive_datetime_is_refused(ask: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="naive"):
        ask()
