"""A night and a morning as the log tells it: numbers and times, and no word or name of anybody."""

import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.runtime.logs import OURS
from tests.dialogs.night import FAQ, House, Night, a_night
from tests.docs.log_lines import is_documented

SECONDS = 60.0  # on a busy machine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FAQ, tmp_path / "faq"))


@pytest.fixture
async def night(tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[Night]:
    for name in OURS:
        caplog.set_level(logging.INFO, name)
    async with a_night(tmp_path, House(faq=folder)) as night:
        await night.settled()
        yield night


async def test_what_an_operator_sees_and_what_nobody_sees(
    night: Night, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    night.maria.writes("У меня заискрил торшер, мой номер +7 916 123-45-67")
    await night.pause()
    await night.at("2026-11-21 10:00")
    await night.press(night.anna, "🙋 Взять", on=night.card())
    night.anna.writes("Принесите его, пожалуйста.", topic="№1")
    await night.settled()
    await night.press(night.anna, "✅ Решено", on=night.card())
    await night.settled()
    night.maria.writes("Он опять не горит")
    await night.pause()

    prices = folder / "delivery.md"
    prices.write_text(prices.read_text(encoding="utf-8").replace("300 ₽", "350 ₽"), encoding="utf-8")
    await night.sandbox.until(lambda: "reloaded" in caplog.text, SECONDS)
    prices.write_text("# Доставка\n\n## Сколько стоит доставка?\n", encoding="utf-8")
    await night.sandbox.until(lambda: "is not used" in caplog.text, SECONDS)
    await night.learns()

    said = logged(caplog)
    assert [line for line in said if line.startswith(("Ticket", "Digest"))] == [
        "Ticket 1 opened: priority urgent, promised by 2026-11-21T10:30+03:00",
        "Ticket 1 is an emergency, whoever is on call is called",
        "Digest posted: tickets opened 1, waiting 1",
        "Ticket 1 answered by a colleague",
        "Ticket 1 solved by a colleague",
        "Ticket 1 reopened",
    ]
    assert any(line.startswith("The FAQ was reloaded: entries ru ") for line in said)
    assert any("delivery.md" in line for line in said)
    assert [line for line in said if not is_documented(line)] == []
    for words in ("торшер", "916", "Принесите", "не горит", "Мария", "Анна", "Борис", night.sandbox.token):
        assert words not in caplog.text


async def test_a_dead_letter_and_an_outage(night: Night, caplog: pytest.LogCaptureFixture) -> None:
    night.sandbox.faults.add("502", method="getUpdates")
    for words in ("Почём доставка?", "А самовывоз?"):  # the poll after the first one fails
        night.maria.writes(words)
        await night.settled()
    private = {"id": night.maria.id, "type": "private"}
    night.tell_bot_unspecified("message", {"message_id": 77, "chat": private, "text": "Без даты"})
    await night.settled()
    said = logged(caplog)
    assert "Telegram can be reached again" in said
    assert any("is a dead letter; `nightdesk inbox show" in line for line in said)
    assert [line for line in said if not is_documented(line)] == []
    for words in ("доставка", "самовывоз", "Без даты"):
        assert words not in caplog.text


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith(OURS)]
