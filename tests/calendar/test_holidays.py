"""Public holidays, days off moved by decree, and the dates that the operator sets."""

from datetime import date, timedelta

import pytest

from bot.calendar import Calendar, DecidedBy
from tests.calendar.readable import at, clock, hours

SHOP = "Mo-Fr 09:00-13:00,14:00-18:00; Sa 10:00-16:00"
OFFICE = "Mo-Fr 09:00-18:00"


class TestRussia:
    @pytest.mark.parametrize(
        ("evening", "opening"),
        [
            ("2024-12-28 19:00", "2025-01-09 09:00"),
            ("2025-12-30 19:00", "2026-01-12 09:00"),  # 31 December and 9 January are off by decree
            ("2026-12-30 19:00", "2027-01-11 09:00"),
            ("2026-02-20 19:00", "2026-02-24 09:00"),
            ("2026-03-06 19:00", "2026-03-10 09:00"),  # 8 March is a Sunday: Monday is off
            ("2025-05-07 19:00", "2025-05-12 09:00"),
            ("2026-11-03 19:00", "2026-11-05 09:00"),
        ],
    )
    def test_holidays_and_days_moved_by_decree(self, evening: str, opening: str) -> None:
        assert clock(Calendar("Europe/Moscow", OFFICE, "RU").next_opening(at(evening))) == opening

    @pytest.mark.parametrize("year", [2026, 2027])
    @pytest.mark.parametrize("day", range(1, 9))
    def test_the_first_eight_days_of_january_are_closed(self, year: int, day: int) -> None:
        context = Calendar("Europe/Moscow", "Mo-Su 09:00-18:00", "RU")
        plan = context.plan(date(year, 1, day))
        assert (plan.shifts, plan.decided_by) == ((), DecidedBy.HOLIDAY)
        assert context.holiday_name(date(year, 1, day), "ru") in {"Новогодние каникулы", "Рождество Христово"}

    @pytest.mark.parametrize(
        ("saturday", "hours_of_the_replaced_day"),
        [("2024-04-27", "10:00-17:00"), ("2024-12-28", "10:00-17:00"), ("2024-11-02", "09:00-18:00"),
         ("2025-11-01", "10:00-17:00"), ("2027-02-20", "10:00-17:00")],
    )  # fmt: skip
    def test_a_working_saturday_has_the_hours_of_the_day_it_stands_in_for(
        self, saturday: str, hours_of_the_replaced_day: str
    ) -> None:
        week = "Mo 10:00-17:00; Tu-Fr 09:00-18:00; Sa 11:00-15:00"
        context = Calendar("Europe/Moscow", week, "RU", short_days=False)
        assert hours(context, saturday) == hours_of_the_replaced_day
        assert context.plan(date.fromisoformat(saturday)).decided_by is DecidedBy.MOVED_WORKING_DAY
        assert hours(Calendar("Europe/Moscow", week), saturday) == "11:00-15:00"

    def test_a_working_saturday_stays_as_it_is_where_mondays_are_free_anyway(self) -> None:
        assert hours(Calendar("Europe/Moscow", "Tu-Sa 10:00-19:00", "RU"), "2025-11-01") == "10:00-19:00"

    def test_a_holiday_that_lends_its_day_off_stays_a_holiday(self) -> None:
        context = Calendar("Europe/Moscow", "Mo-Su 09:00-18:00", "RU")
        assert hours(context, "2026-01-04") == "closed"  # its day off was given to 31 December
        assert hours(context, "2026-12-31") == "closed"

    def test_names_in_both_languages(self) -> None:
        context = Calendar("Europe/Moscow", OFFICE, "RU")
        assert context.holiday_name(date(2026, 5, 9), "ru") == "День Победы"
        assert context.holiday_name(date(2026, 5, 9), "en") == "Victory Day"
        assert context.holiday_name(date(2026, 5, 12), "ru") is None
        assert Calendar("Europe/Moscow", OFFICE).holiday_name(date(2026, 5, 9), "ru") is None


@pytest.mark.parametrize(
    ("holidays", "day", "expected"),
    [
        ("DE", "2026-01-06", "09:00-18:00"),
        ("DE-BY", "2026-01-06", "closed"),  # Epiphany is a holiday in Bavaria
        ("de-BY", "2026-01-06", "closed"),
        ("KZ", "2026-03-23", "closed"),
        ("US", "2027-12-31", "closed"),  # New Year's Day 2028 is a Saturday
    ],
)
def test_holidays_of_other_places(holidays: str, day: str, expected: str) -> None:
    assert hours(Calendar("UTC", OFFICE, holidays), day) == expected


def test_a_holiday_without_a_translation_has_the_name_its_country_gives_it() -> None:
    assert Calendar("Europe/Berlin", OFFICE, "DE").holiday_name(date(2026, 10, 3), "ru") == "Tag der Deutschen Einheit"


class TestDates:
    CALENDAR = Calendar(
        "Europe/Moscow",
        SHOP,
        "RU",
        {
            date(2026, 4, 14): "09:00-15:00",
            date(2026, 4, 15): "closed",
            date(2026, 4, 16): "20:00-04:00",
            date(2026, 6, 12): "open",
            date(2026, 11, 4): "9:00 - 12:00, 14:00-16:00",
            date(2025, 11, 1): "closed",
        },
    )

    @pytest.mark.parametrize(
        ("day", "expected"),
        [
            ("2026-04-14", "09:00-15:00"),
            ("2026-04-15", "closed"),
            ("2026-04-16", "20:00-04:00"),
            ("2026-06-12", "09:00-13:00, 14:00-18:00"),
            ("2026-11-04", "09:00-12:00, 14:00-16:00"),
            ("2025-11-01", "closed"),
        ],
    )
    def test_dates_win_over_holidays_and_the_week(self, day: str, expected: str) -> None:
        assert hours(self.CALENDAR, day) == expected
        assert self.CALENDAR.plan(date.fromisoformat(day)).decided_by is DecidedBy.DATE

    def test_a_promise_on_a_short_day_goes_to_the_day_after_the_closed_one(self) -> None:
        promise = self.CALENDAR.add_business_time(at("2026-04-14 14:45"), timedelta(minutes=30))
        assert clock(promise) == "2026-04-16 20:15"

    def test_the_night_of_a_date_runs_into_the_next_day(self) -> None:
        assert self.CALENDAR.is_open(at("2026-04-17 03:59"))
        assert clock(self.CALENDAR.next_opening(at("2026-04-17 03:59"))) == "2026-04-17 09:00"
