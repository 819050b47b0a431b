"""The clock changes while the shop opens: one digest for each shift, and promises that hold."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.dialogs.night import House, Night, a_night, texts


def digests(night: Night) -> int:
    return sum(text.startswith(("☀️", "🌙")) for text in texts(night.staff_sees()))


async def moves(night: Night, moment: datetime) -> None:
    await night.settled()
    night.sandbox.clock.set(moment)
    await night.later(seconds=0)


@pytest.mark.parametrize(
    ("evening", "opening"),
    [
        ("2026-03-28 22:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),  # 02:30 is missing: at 03:00
        ("2026-10-24 21:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice: the first one
    ],
    ids=["forward", "back"],
)
async def test_the_clocks_are_put(tmp_path: Path, evening: str, opening: datetime) -> None:
    async with a_night(tmp_path, House(evening, week="Mo-Su 02:30-18:00", timezone="Europe/Berlin")) as night:
        await night.ticket_is_open()
        [[promised]] = night.ask("SELECT promised_at FROM ticket")
        assert str(promised)[:16] == f"{opening + timedelta(minutes=30):%Y-%m-%d %H:%M}"
        await moves(night, opening - timedelta(seconds=1))
        assert digests(night) == 0
        await moves(night, opening)
        assert digests(night) == 1
        for _ in range(4):  # also when the clocks show the time of opening again
            await night.later(minutes=30)
        assert digests(night) == 1


async def test_the_system_clock_jumps_to_and_fro(tmp_path: Path) -> None:
    opening = datetime(2026, 11, 21, 7, tzinfo=UTC)  # 10:00 in Moscow
    async with a_night(tmp_path) as night:
        await night.ticket_is_open()
        for seconds in (1, -1, 2, -3600, 3, -1, 600):
            await moves(night, opening + timedelta(seconds=seconds))
        assert digests(night) == 1


async def test_a_clock_that_was_wrong_at_the_start(tmp_path: Path) -> None:
    """A machine without a battery starts in the past and is set when the network is there."""
    async with a_night(tmp_path, House(at="2020-01-01 00:00")) as night:
        night.maria.writes("У меня сломался чайник")
        await night.pause()
        await moves(night, datetime(2026, 11, 21, 6, 59, tzinfo=UTC))
        await moves(night, datetime(2026, 11, 21, 7, tzinfo=UTC))
        assert digests(night) == 1
        assert "сломался чайник" in night.topic()
