"""A customer in Vladivostok reads the times of a desk in Moscow on the own clock."""

from pathlib import Path

from bot.sandbox import Seen
from bot.wording import utf16_slice
from tests.dialogs.night import House, Night, a_night, moscow
from tests.postgres import both_databases


def moments(seen: Seen) -> dict[str, tuple[int, str]]:
    """The marked times by their words: Unix time, format."""
    return {
        utf16_slice(seen.text, one["offset"], one["length"]): (one["unix_time"], one["date_time_format"])
        for one in seen.entities
        if one["type"] == "date_time"
    }


def unix(text: str) -> int:
    return int(moscow(text).timestamp())


@both_databases
async def test_the_acceptance_of_a_ticket(night: Night) -> None:
    told = await night.ticket_is_open()
    assert moments(told)["10:00 (МСК)"] == (unix("2026-11-21 10:00"), "t")
    assert moments(told)["10:30"] == (unix("2026-11-21 10:30"), "t")
    assert moments(told)["завтра"][1] == "D"
    assert "завтра в 10:00 (МСК)" in told.text


async def test_in_english(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(language="en")) as night:
        night.maria.writes("My kettle is broken")
        await night.pause()
        told = await night.reply(night.maria)
        assert moments(told)["10:00 (MSK)"] == (unix("2026-11-21 10:00"), "t")
        assert moments(told)["tomorrow"][1] == "D"


async def test_the_card_of_colleagues_is_edited_with_them(night: Night) -> None:
    await night.ticket_is_open()
    await night.anna_takes()
    assert moments(night.card())["10:30"] == (unix("2026-11-21 10:30"), "t")
    assert moments(night.card())["21 ноября"] == (unix("2026-11-21 10:30"), "D")
