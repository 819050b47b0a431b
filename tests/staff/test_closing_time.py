"""Reading `/away`: what people write, on the wall in Moscow on Friday, 20 November 2026, 14:00."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.staff.closing_time import LIFTED, ClosingTimeError, parse_closure

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 20, 14, 0, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("text", "until", "reason"),
    [
        ("до 18:00 авария", "2026-11-20 18:00", "авария"),
        ("18:00", "2026-11-20 18:00", ""),
        ("сегодня до 18:00, авария", "2026-11-20 18:00", "авария"),
        ("в 18:00", "2026-11-20 18:00", ""),
        ("9:00", "2026-11-21 09:00", ""),
        ("14:00", "2026-11-21 14:00", ""),
        ("2h", "2026-11-20 16:00", ""),
        ("2ч30м учения", "2026-11-20 16:30", "учения"),
        ("на 1 час 30 минут: учения", "2026-11-20 15:30", "учения"),
        ("for 45 min", "2026-11-20 14:45", ""),
        ("2 дня", "2026-11-22 14:00", ""),
        ("31.12 18:00 — корпоратив", "2026-12-31 18:00", "корпоратив"),
        ("31.12", "2026-12-31 23:59", ""),
        ("01.02.2027 10:00", "2027-02-01 10:00", ""),
        ("01.02", "2027-02-01 23:59", ""),
        ("2026-12-01 12:00 переезд", "2026-12-01 12:00", "переезд"),
        ("до завтра", "2026-11-21 00:00", ""),
        ("завтра 12:00", "2026-11-21 12:00", ""),
        ("until tomorrow at 12:00", "2026-11-21 12:00", ""),
        ("до послезавтра", "2026-11-22 00:00", ""),
        ("until 18:00 tomorrow flood", "2026-11-21 18:00", "flood"),
        ("until 6pm tomorrow we have a flood", "2026-11-21 18:00", "we have a flood"),
        ("until 6 on Monday: stocktaking", "2026-11-23 06:00", "stocktaking"),
        ("until 10am on 3 Dec", "2026-12-03 10:00", ""),
        ("до 18:00 завтра потоп", "2026-11-21 18:00", "потоп"),
        ("до 18 в пятницу ремонт", "2026-11-27 18:00", "ремонт"),
        ("до 9:30 31.12, корпоратив", "2026-12-31 09:30", "корпоратив"),
        ("до 18:00 сегодня авария", "2026-11-20 18:00", "авария"),
        ("до 18:00, завтра откроемся", "2026-11-20 18:00", "завтра откроемся"),
        ("до 18:00 на 2 этаже потоп", "2026-11-20 18:00", "на 2 этаже потоп"),
    ],
)
def test_until_when(text: str, until: str, reason: str) -> None:
    wanted = parse_closure(text, NOW, MOSCOW)
    assert wanted is not None
    assert wanted.until == datetime.fromisoformat(until).replace(tzinfo=MOSCOW)
    assert wanted.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("авария на складе", "авария на складе"),
        ("5 человек заболели", "5 человек заболели"),
        ("до отмены: переезд", "переезд"),
    ],
)
def test_without_an_end(text: str, reason: str) -> None:
    wanted = parse_closure(text, NOW, MOSCOW)
    assert wanted is not None
    assert (wanted.until, wanted.reason) == (None, reason)


@pytest.mark.parametrize("text", ["", "  ", "до обеда", "до 25:00", "31.02", "2020-01-01", "0м", "until whenever"])
def test_what_can_not_be_read(text: str) -> None:
    with pytest.raises(ClosingTimeError):
        parse_closure(text, NOW, MOSCOW)


@pytest.mark.parametrize("text", [*sorted(LIFTED), "OFF", " Отмена "])
def test_lifting(text: str) -> None:
    assert parse_closure(text, NOW, MOSCOW) is None


@given(st.text(max_size=40))
def test_whatever_is_typed_the_end_lies_ahead(text: str) -> None:
    try:
        wanted = parse_closure(text, NOW, MOSCOW)
    except ClosingTimeError:
        return
    assert wanted is None or wanted.until is None or wanted.until > NOW


@given(st.integers(0, 30), st.integers(0, 23), st.integers(0, 59))
def test_a_span_is_added(days: int, hours: int, minutes: int) -> None:
    span = timedelta(days=days, hours=hours, minutes=minutes)
    if span:
        wanted = parse_closure(f"{days}d {hours}h {minutes}m", NOW, MOSCOW)
        assert wanted is not None
        assert wanted.until == NOW + span
