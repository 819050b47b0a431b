"""Days that a question for the opening hours names."""

import pytest

from faq import AskedDay, asked_days
from faq.asked_days import DayOfYear, DaysAhead, Holiday, Weekday

ANY = Holiday()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Are you open this Sunday?", [Weekday(6)]),
        ("open sat and sun?", [Weekday(5), Weekday(6)]),
        ("open on the day after tomorrow?", [DaysAhead(2)]),
        ("open on the 25th of December?", [DayOfYear(12, 25)]),
        ("open dec 25?", [DayOfYear(12, 25)]),
        ("on New Year's Eve", [Holiday(usual=DayOfYear(12, 31))]),
        ("on New Year's Day", [Holiday(("New Year",), DayOfYear(1, 1))]),
        ("Boxing day?", [Holiday(("Boxing Day",), DayOfYear(12, 26))]),
        ("bank holidays", [ANY]),
        ("are you open tomorrow till 9.30?", []),
        ("9.30 open?", []),
        ("open on Sundays", []),
        ("в это воскресенье", [Weekday(6)]),
        ("послезавтра", [DaysAhead(2)]),
        ("8 марта открыты?", [DayOfYear(3, 8)]),
        ("8-го марта", [DayOfYear(3, 8)]),
        ("31.12 работаете?", [DayOfYear(12, 31)]),
        ("до 9.10 работаете?", []),
        ("на рождество", [Holiday(("Christmas",), DayOfYear(1, 7))]),
        ("в праздничные дни и в праздники", [ANY]),
        ("по воскресеньям", []),
    ],
)
def test_days_as_people_name_them(text: str, days: list[AskedDay]) -> None:
    assert list(asked_days(text)) == days
