"""Moments as colleagues write them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.staff.human_dates import DateError, parse_until

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 25, 20, 40, tzinfo=MOSCOW)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("до пн", "2026-11-30 09:00"),
        ("до понедельника", "2026-11-30 09:00"),
        ("до ср", "2026-12-02 09:00"),
        ("до пт 18:00", "2026-11-27 18:00"),
        ("до пятницы в 18", "2026-11-27 18:00"),
        ("до воскресенья, 12.30", "2026-11-29 12:30"),
        ("до завтра", "2026-11-26 09:00"),
        ("до завтра 7:30", "2026-11-26 07:30"),
        ("до послезавтра", "2026-11-27 09:00"),
        ("до 23:00", "2026-11-25 23:00"),
        ("до 8:00", "2026-11-26 08:00"),
        ("до 31.12", "2026-12-31 09:00"),
        ("до 1.1 18:00", "2027-01-01 18:00"),
        ("до 31.12.2026 18:00", "2026-12-31 18:00"),
        ("до 3 декабря", "2026-12-03 09:00"),
        ("до 2026-12-31", "2026-12-31 09:00"),
        ("на 2 дня", "2026-11-27 20:40"),
        ("на неделю", "2026-12-02 20:40"),
        ("на 3 часа", "2026-11-25 23:40"),
        ("until Mon", "2026-11-30 09:00"),
        ("until Monday 18:00", "2026-11-30 18:00"),
        ("till tomorrow at 7:30", "2026-11-26 07:30"),
        ("by December 3", "2026-12-03 09:00"),
        ("until 3 Dec 18:00", "2026-12-03 18:00"),
        ("for 2 days", "2026-11-27 20:40"),
        ("for week", "2026-12-02 20:40"),
        ("до пн вечера", "2026-11-30 18:00"),
        ("завтра утром", "2026-11-26 09:00"),
        ("2ч", "2026-11-25 22:40"),
        ("1 час 30 минут", "2026-11-25 22:10"),
        ("через полчаса", "2026-11-25 21:10"),
        ("in an hour", "2026-11-25 21:40"),
        ("tomorrow 3pm", "2026-11-26 15:00"),
        ("до 23", "2026-11-25 23:00"),
        ("на следующей неделе", "2026-11-30 09:00"),
        ("next week", "2026-11-30 09:00"),
    ],
)
def test_people_write_it_in_many_ways(text: str, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=MOSCOW)
    assert parse_until(text, NOW, MOSCOW, time(9)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "до рассвета",
        "до пн обеда",
        "до 32.12",
        "до 25:00",
        "на пару дней",
        "до 2020-01-01",
        "до 31.02",
        "на 0 дней",
        "13",
        "завтра 15 коробок",
    ],
)
def test_what_can_not_be_read_is_an_error(text: str) -> None:
    with pytest.raises(DateError):
        parse_until(text, NOW, MOSCOW, time(9))
