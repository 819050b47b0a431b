"""The scheduler wakes for due jobs by itself: here its safety check is years away."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.background import scheduler
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, moscow, texts

SECONDS = 60.0  # on a busy machine
UNSURE, CHOICE = "доставка", "Похоже, вы об этом"


@pytest.fixture(autouse=True)
def no_safety_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "SAFETY_SECONDS", 1e9)


@pytest.fixture
async def day(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(at=MONDAY_NOON), database_url) as day:
        yield day


async def until_sees(night: Night, words: str) -> None:
    await night.sandbox.until(lambda: any(words in text for text in texts(night.maria.sees)), SECONDS)


async def until_staff_sees(night: Night, words: str) -> None:
    await night.sandbox.until(lambda: any(words in text for text in texts(night.staff_sees())), SECONDS)


async def test_a_burst_is_decided_when_it_ends(day: Night) -> None:
    day.maria.writes(UNSURE)
    await until_sees(day, CHOICE)


async def test_a_clock_that_jumps_brings_what_is_due_then(day: Night) -> None:
    await day.ticket_is_open()
    day.sandbox.clock.advance(timedelta(minutes=20))
    await until_staff_sees(day, "никто не взял")
    day.sandbox.clock.set(moscow("2026-11-23 12:31"))
    await until_sees(day, "не успели ответить до 12:30")


async def test_a_digest_comes_with_the_opening(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        await night.ticket_is_open()
        night.sandbox.clock.set(moscow("2026-11-21 09:59:58"))
        await until_staff_sees(night, "Доброе утро")


async def test_a_clock_that_is_moved_back_starts_over(day: Night) -> None:
    await day.ticket_is_open()
    day.sandbox.clock.set(moscow("2026-11-27 12:00"))
    await until_sees(day, "не успели")
    day.sandbox.clock.set(moscow("2026-11-23 12:40"))
    oleg = day.sandbox.customer("Олег")
    oleg.writes(UNSURE)
    await day.sandbox.until(lambda: any(CHOICE in text for text in texts(oleg.sees)), SECONDS)


async def test_what_another_replica_writes_is_found(tmp_path: Path, postgres_url: str) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON), postgres_url) as day:
        day.maria.writes(UNSURE)
        await until_sees(day, CHOICE)
        day.ask("UPDATE customer SET conversation_until = '2026-11-23 12:00:00+03'")  # past the desk's own commits
        await until_sees(day, "Заявка №1")
