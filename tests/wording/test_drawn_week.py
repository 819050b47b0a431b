"""A week of business hours, drawn."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calendar import Calendar
from bot.wording.drawn_week import drawn_week

DAY = date(2026, 11, 4)


def test_a_shop_with_a_lunch_break_a_night_and_holidays() -> None:
    calendar = Calendar("Europe/Moscow", "пн-пт 9:30-18 перерыв 13-14, сб 20-04, в праздники 10-14", "RU")
    assert drawn_week(calendar, DAY, "ru") == (
        "           0     6     12    18    24\n"
        "пн         ·········▒███·████······  09:30–13:00, 14:00–18:00\n"
        "вт         ·········▒███·████······  09:30–13:00, 14:00–18:00\n"
        "ср         ·········▒███·████······  09:30–13:00, 14:00–18:00\n"
        "чт         ·········▒███·████······  09:30–13:00, 14:00–18:00\n"
        "пт         ·········▒███·████······  09:30–13:00, 14:00–18:00\n"
        "сб         ····················████  20:00–04:00\n"
        "вс         ████····················  закрыто\n"
        "праздники  ··········████··········  10:00–14:00"
    )


def test_in_english_and_over_the_end_of_the_week() -> None:
    lines = drawn_week(Calendar("Europe/London", "Sun 10pm-2am, Wed 24/7"), DAY, "en").splitlines()
    assert lines[1] == "Mon  ██······················  closed"
    assert lines[3] == "Wed  ████████████████████████  around the clock"
    assert lines[7] == "Sun  ······················██  22:00–02:00"


def test_it_does_not_depend_on_the_day_of_the_week() -> None:
    calendar = Calendar("Europe/Moscow", "пн-пт 9-18", "RU")
    assert {drawn_week(calendar, date(2026, 11, day), "ru") for day in range(2, 9)} == {drawn_week(calendar, DAY, "ru")}


@settings(deadline=None)
@given(st.integers(0, 23), st.integers(1, 24))
def test_a_cell_is_full_for_each_hour_that_is_open(since: int, length: int) -> None:
    until = (since + length) % 24
    bar = drawn_week(Calendar("UTC", f"Mo-Su {since:02}:00-{until:02}:00"), DAY, "en").splitlines()[3].split()[1]
    assert [position for position, cell in enumerate(bar) if cell == "█"] == sorted(
        {(since + hour) % 24 for hour in range(length)}
    )
