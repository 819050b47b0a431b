"""The day before a public holiday: the company closes an hour earlier, and customers read and are promised that."""

from pathlib import Path

import pytest

from tests.dialogs.night import House, a_night

EVE = "2026-11-03"  # a Tuesday; the 4th is Unity Day


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_today_until_is_the_hour_at_which_nobody_is_there_any_more(
    tmp_path: Path, database_url: str, language: str
) -> None:
    async with a_night(tmp_path, House(at=f"{EVE} 12:00"), database_url) as day:
        customer = day.sandbox.customer("Ольга", language_code=language)
        customer.writes("Как вы работаете?" if language == "ru" else "What are your opening hours?")
        told = (await day.reply(customer)).text
    assert "09:00–17:00" in told
    week = "пн–пт 09:00–18:00" if language == "ru" else "Mon–Fri 09:00–18:00"
    assert week in told


async def test_a_promise_of_the_last_hour_goes_over_the_holiday(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(at=f"{EVE} 17:10"), database_url) as night:
        night.maria.writes("оператор")
        told = (await night.reply(night.maria)).text
    assert "Сейчас мы закрыты, откроемся в четверг в 09:00 (МСК)" in told
    assert "Ответим в четверг до 09:30" in told


async def test_an_hour_earlier_somebody_is_there(tmp_path: Path, database_url: str) -> None:
    async with a_night(tmp_path, House(at=f"{EVE} 16:10"), database_url) as day:
        day.maria.writes("оператор")
        assert "закрыты" not in (await day.reply(day.maria)).text


async def test_hours_for_holidays_in_the_week_do_not_break_the_answer(tmp_path: Path, database_url: str) -> None:
    house = House(at=f"{EVE} 12:00", week="пн-пт 9-18, сб 10-16, в праздники 10-14")
    async with a_night(tmp_path, house, database_url) as day:
        day.maria.writes("Как вы работаете?")
        told = (await day.reply(day.maria)).text
    assert "09:00–18:00" in told
    assert "сб 10:00–16:00" in told
