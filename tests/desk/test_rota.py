"""Whose turn it is, who is called next, and what number to ring where."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.on_call.emergency_numbers import emergency_numbers
from bot.desk.on_call.rota import called_in, is_call_to_all, turn_end, turn_order

MOSCOW = ZoneInfo("Europe/Moscow")
PEOPLE = (1, 2, 3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def test_a_week_is_one_persons_from_monday_morning() -> None:
    week = [turn_order(PEOPLE, "weekly", at(f"2026-11-{day} 12:00"), MOSCOW)[0] for day in range(23, 30)]
    assert len(set(week)) == 1
    monday_night, monday = at("2026-11-30 08:59"), at("2026-11-30 09:00")
    assert turn_order(PEOPLE, "weekly", monday_night, MOSCOW)[0] == week[0]
    assert turn_order(PEOPLE, "weekly", monday, MOSCOW)[0] == week[0] % 3 + 1
    assert turn_end("weekly", monday_night, MOSCOW) == monday
    assert turn_end("weekly", monday, MOSCOW) == at("2026-12-07 09:00")


def test_days_change_in_the_morning_not_at_midnight() -> None:
    evening, night, morning = at("2026-11-25 23:00"), at("2026-11-26 03:00"), at("2026-11-26 09:00")
    assert turn_order(PEOPLE, "daily", evening, MOSCOW) == turn_order(PEOPLE, "daily", night, MOSCOW)
    assert turn_order(PEOPLE, "daily", night, MOSCOW)[1] == turn_order(PEOPLE, "daily", morning, MOSCOW)[0]
    assert turn_end("daily", night, MOSCOW) == morning


def test_all_have_no_order() -> None:
    assert turn_order(PEOPLE, "all", at("2026-11-25 23:00"), MOSCOW) == PEOPLE
    assert turn_order((), "weekly", at("2026-11-25 23:00"), MOSCOW) == ()


def test_a_night_of_the_clock_change_is_one_turn() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    before, after = (datetime(2026, 10, 25, hour, tzinfo=berlin) for hour in (1, 8))
    assert turn_order(PEOPLE, "daily", before, berlin) == turn_order(PEOPLE, "daily", after, berlin)
    assert turn_end("daily", before, berlin) == datetime(2026, 10, 25, 9, tzinfo=berlin)


@pytest.mark.parametrize(
    ("order", "kind", "rounds", "first_to_all"),
    [
        ((1, 2, 3), "weekly", [(1,), (2,), (1, 2, 3), (1, 2, 3)], 2),
        ((1, 2), "daily", [(1,), (2,), (1, 2)], 2),
        ((1,), "weekly", [(1,), (1,), (1,)], 1),
        ((1, 2, 3), "all", [(1, 2, 3), (1, 2, 3)], 1),
    ],
)
def test_the_next_then_all_again_and_again(
    order: tuple[int, ...], kind: str, rounds: list[tuple[int, ...]], first_to_all: int
) -> None:
    assert [called_in(order, kind, number) for number in range(len(rounds))] == rounds  # type: ignore[arg-type]  # of the table
    found = [is_call_to_all(order, kind, number) for number in range(4)]  # type: ignore[arg-type]  # of the table
    assert found.index(True) == first_to_all


@pytest.mark.parametrize(
    ("holidays", "zone", "general"),
    [
        ("RU", "Europe/Moscow", "112"),
        (None, "Asia/Yekaterinburg", "112"),
        (None, "America/New_York", "911"),
        ("US-CA", "Europe/Moscow", "911"),
        (None, "US/Eastern", "911"),
        (None, "Europe/London", "999"),
        (None, "Europe/Berlin", "112"),
        (None, "Australia/Sydney", "000"),
        (None, "Pacific/Auckland", "111"),
        ("de", "Europe/Moscow", "112"),
    ],
)
def test_the_number_to_ring(holidays: str | None, zone: str, general: str) -> None:
    assert emergency_numbers(holidays, zone).general == general


def test_gas_has_its_own_number() -> None:
    assert emergency_numbers("RU", "").gas == "104"
    assert emergency_numbers(None, "Europe/London").gas == "0800 111 999"
    assert emergency_numbers("FR", "").gas == ""
