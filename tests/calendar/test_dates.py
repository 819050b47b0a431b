"""[hours.dates]: days and ranges as people write them, and which entry counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar, CalendarError, DecidedBy
from bot.calendar.written import DateSpan, NotUnderstoodError, read_days
from tests.calendar.readable import at, clock, hours

OFFICE = "Mo-Fr 09:00-18:00"
NEW_YEAR = DateSpan(date(2026, 12, 24), date(2027, 1, 8))
LAST_DAY = DateSpan(date(2026, 12, 31), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("written", "days"),
    [
        *((day, LAST_DAY) for day in ("2026-12-31", "31.12.2026", "31 декабря 2026", "31 дек. 2026 г.")),
        *((day, LAST_DAY) for day in ("December 31, 2026", "31 December 2026", "Dec 31st 2026", " 2026-12-31 ")),
        *((days, NEW_YEAR) for days in ("2026-12-24/2027-01-08", "2026-12-24 / 2027-01-08", "2026-12-24..2027-01-08")),
        *((days, NEW_YEAR) for days in ("2026-12-24 – 2027-01-08", "24.12.2026-08.01.2027", "24.12.2026 — 8.1.2027")),
        *((days, NEW_YEAR) for days in ("с 24.12.2026 по 08.01.2027", "from 2026-12-24 to 2027-01-08")),
        *((days, NEW_YEAR) for days in ("24 декабря 2026 – 8 января 2027", "December 24, 2026 - January 8, 2027")),
    ],
)
def test_days_as_people_write_them(written: str, days: DateSpan) -> None:
    assert read_days(written) == days


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        *((days, "no_year") for days in ("31.12", "31.12.26", "31 декабря", "December 31", "24.12-08.01.2027")),
        *((days, "no_day") for days in ("2026-02-30", "31/12/2026", "Sunday", "", "2026-13-01", "20261231")),
        ("2027-01-08/2026-12-24", "reversed"),
        ("2026-01-01/2028-01-01", "too_many_days"),
    ],
)
def test_days_that_are_refused(written: str, problem: str) -> None:
    with pytest.raises(NotUnderstoodError) as refused:
        read_days(written)
    assert refused.value.problem == problem
    with pytest.raises(CalendarError, match=f"date_{problem}"):
        Calendar("Europe/Moscow", OFFICE, dates={written: "closed"})


@given(st.dates(date(1, 1, 1), date(9998, 1, 1)), st.integers(0, 365), st.sampled_from(["/", "..", " - ", " по "]))
def test_each_range_of_up_to_a_year_is_read(first: date, length: int, between: str) -> None:
    last = first + timedelta(days=length)
    span = read_days(f"{first.isoformat()}{between}{last.isoformat()}")
    assert (span.first, span.last, span.length) == (first, last, length + 1)
    assert len(list(span)) == length + 1


def test_a_range_closes_all_its_days_and_the_promise_comes_after_it() -> None:
    calendar = Calendar("Europe/Moscow", OFFICE, dates={"2026-12-24/2027-01-08": "closed"})
    assert hours(calendar, "2026-12-23") == "09:00-18:00"
    assert {hours(calendar, f"2026-12-{day}") for day in range(24, 32)} == {"closed"}
    assert clock(calendar.next_opening(at("2026-12-23 18:00"))) == "2027-01-11 09:00"
    assert calendar.plan(date(2026, 12, 24)).decided_by is DecidedBy.DATE


class TestWhichEntryCounts:
    @pytest.mark.parametrize("is_reversed", [False, True])
    def test_the_one_of_fewer_days_in_whatever_order_they_stand(self, is_reversed: bool) -> None:
        entries = [
            ("2026-12-01/2027-01-31", "10-16"),
            ("2026-12-24/2027-01-08", "closed"),
            ("2026-12-31", "с 10 до 14"),
            ("06.01.2027", "как обычно"),
        ]
        calendar = Calendar("Europe/Moscow", OFFICE, dates=dict(reversed(entries) if is_reversed else entries))
        days = ("2026-12-23", "2026-12-24", "2026-12-31", "2027-01-06", "2027-01-08", "2027-01-09")
        assert [hours(calendar, day) for day in days] == [
            *("10:00-16:00", "closed", "10:00-14:00", "09:00-18:00", "closed", "10:00-16:00")
        ]

    def test_two_of_the_same_length_must_agree_where_they_overlap(self) -> None:
        with pytest.raises(CalendarError) as refused:
            Calendar("UTC", OFFICE, dates={"2026-05-01/2026-05-03": "closed", "2026-05-03/2026-05-05": "10-16"})
        assert refused.value.problem == "date_twice"
        assert refused.value.details == {"other": "2026-05-01/2026-05-03", "day": "2026-05-03"}
        Calendar("UTC", OFFICE, dates={"2026-05-01/2026-05-03": "closed", "2026-05-03/2026-05-05": "выходной"})

    def test_one_day_in_two_spellings(self) -> None:
        with pytest.raises(CalendarError, match="date_twice"):
            Calendar("UTC", OFFICE, dates={"2026-12-31": "closed", "31.12.2026": "10-16"})


def test_usual_hours_of_a_range_are_those_of_each_weekday() -> None:
    calendar = Calendar("Europe/Moscow", OFFICE, "RU", {"2026-05-09/2026-05-12": "open"})
    assert [hours(calendar, f"2026-05-{day:02}") for day in range(9, 13)] == [
        *("closed", "closed", "09:00-18:00", "09:00-18:00")  # Saturday, Sunday, then a day off by decree
    ]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("10-16", "10:00-16:00"),
        ("10:00 – 13:00 и 14:00 – 16:00", "10:00-13:00, 14:00-16:00"),
        ("10-16, перерыв 13-14", "10:00-13:00, 14:00-16:00"),
        ("10am to 3pm", "10:00-15:00"),
        ("выходной", "closed"),
        ("Closed", "closed"),
        ("круглосуточно", "00:00-00:00"),
        ("00:00-23:59", "00:00-00:00"),
        ("00:00-24:00", "00:00-00:00"),
        ("00:00-00:00", "00:00-00:00"),
        ("12:00-23:59", "12:00-00:00"),
    ],
)
def test_the_hours_of_a_date_as_people_write_them(written: str, expected: str) -> None:
    assert hours(Calendar("Europe/Moscow", OFFICE, dates={"2026-12-31": written}), "2026-12-31") == expected


@pytest.mark.parametrize("week", ["Mo-Su 00:00-23:59", "00:00-24:00", "Mo-Su 00:00-00:00", "ежедневно 00:00-23:59"])
def test_a_day_to_its_end_leaves_no_minute_closed(week: str) -> None:
    calendar = Calendar("Europe/Moscow", week)
    assert calendar.is_open(at("2026-12-01 23:59").replace(second=30))
    assert calendar.next_opening(at("2026-12-01 12:00")) is None


@settings(deadline=None)
@given(st.integers(0, 23), st.integers(0, 58))
def test_only_the_last_minute_of_the_day_means_its_end(hour: int, minute: int) -> None:
    calendar = Calendar("UTC", f"Mo-Su 00:00-{hour:02}:{minute:02}") if hour or minute else Calendar("UTC", "24/7")
    assert hours(calendar, "2026-12-01") == f"00:00-{hour:02}:{minute:02}"
