"""A reply written out of hours to somebody who is not in a talk: asked when to send, held for a minute."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Seen, photo
from tests.dialogs.night import House, Night, a_night
from tests.postgres import both_databases

pytestmark = both_databases


@pytest.fixture(params=["topics", "cards"])
async def night(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Friday 23:40, closed; the next opening is Saturday at 10:00."""
    async with a_night(tmp_path, House(forum=request.param == "topics"), database_url) as night:
        yield night


async def replied(night: Night, words: str = "Принесите его нам") -> Seen:
    """Anna replies to the ticket; returns the question below her reply."""
    await night.ticket_is_open()
    hers = night.anna.writes(words, reply_to=night.card())
    [asked] = [one for one in await night.news() if one.reply_to == hers.id]
    return asked


def now(night: Night, message: Seen) -> Seen:
    """The message as it is now."""
    [found] = [one for one in night.staff_sees() if one.id == message.id]
    return found


async def test_it_asks_and_goes_after_a_minute_without_a_sound(night: Night) -> None:
    asked = await replied(night)
    assert asked.buttons == [["Сейчас", "В 10:00"], ["Не отправлять"]]
    await night.later(seconds=55)
    assert await night.replies(night.maria) == []
    await night.later(seconds=10)
    got = await night.reply(night.maria)
    assert got.text == "Анна · №1\nПринесите его нам"
    assert got.silent
    assert now(night, asked).text == "✉️ Ответ ушёл."
    assert now(night, asked).buttons == []
    assert await night.press(night.anna, "Сейчас", on=asked) == "Ответ уже ушёл или отозван" if asked.buttons else True


async def test_now(night: Night) -> None:
    asked = await replied(night)
    assert await night.press(night.boris, "Сейчас", on=asked) == "Отправляем сейчас"
    got = await night.reply(night.maria)
    assert got.text == "Анна · №1\nПринесите его нам"
    assert not got.silent
    assert now(night, asked).buttons == []
    assert await night.forge(night.anna, "send_now:1", asked) == "Ответ уже ушёл или отозван"
    await night.later(minutes=2)
    assert await night.replies(night.maria) == []


async def test_at_the_opening(night: Night) -> None:
    asked = await replied(night)
    assert await night.press(night.anna, "В 10:00", on=asked) == "Уйдёт завтра в 10:00"
    assert now(night, asked).buttons == [["Сейчас"], ["Не отправлять"]]
    await night.later(minutes=5)
    night.maria.writes("Сколько стоит доставка?")
    await night.settled()
    assert [one.text for one in await night.replies(night.maria) if "Принесите" in one.text] == []
    await night.at("2026-11-21 10:00")
    got = [one for one in await night.replies(night.maria) if "Принесите" in one.text]
    assert [one.silent for one in got] == [False]


async def test_taking_it_back(night: Night) -> None:
    asked = await replied(night)
    assert "Обещали" not in night.card().text
    assert await night.press(night.anna, "Не отправлять", on=asked) == "Клиенту не отправлено"
    await night.later(minutes=5)
    assert await night.replies(night.maria) == []
    assert "Обещали ответить 21 ноября до 10:30" in night.card().text
    assert now(night, asked).text.startswith("↩️ Ответ отозван")


async def test_an_edit_before_it_goes(night: Night) -> None:
    await night.ticket_is_open()
    hers = night.anna.writes("Принесите его нам", reply_to=night.card())
    await night.settled()
    night.anna.edits(hers, "Принесите его нам в понедельник")
    await night.later(seconds=65)
    assert (await night.reply(night.maria)).text == "Анна · №1\nПринесите его нам в понедельник"


async def test_an_edit_into_a_note_takes_it_back(night: Night) -> None:
    await night.ticket_is_open()
    hers = night.anna.writes("Принесите его нам", reply_to=night.card())
    await night.settled()
    night.anna.edits(hers, "// принесёт сама")
    await night.later(seconds=65)
    assert await night.replies(night.maria) == []
    assert "Обещали ответить" in night.card().text


async def test_further_replies_keep_their_order_and_are_not_asked_about(night: Night) -> None:
    await replied(night)
    night.anna.writes("Или мы заедем", reply_to=night.card())
    night.boris.sends(photo("вот адрес"), reply_to=night.card())
    assert not any("Когда отправить" in one.text for one in await night.news())
    assert await night.replies(night.maria) == []
    await night.later(seconds=65)
    got = [one.text.partition("\n")[2] for one in await night.replies(night.maria)]
    assert got == ["Принесите его нам", "Или мы заедем", "вот адрес"]


async def test_in_a_talk_nothing_is_asked(night: Night) -> None:
    asked = await replied(night)
    await night.press(night.anna, "Сейчас", on=asked)
    await night.reply(night.maria)
    night.maria.writes("А когда можно?")
    await night.news()
    night.anna.writes("В любое время", reply_to=night.card())
    assert "В любое время" in (await night.reply(night.maria)).text
    await night.later(minutes=20)
    await night.news()
    night.anna.writes("И чек возьмите", reply_to=night.card())
    assert any("Когда отправить" in one.text for one in await night.news())


async def test_in_hours_nothing_is_asked(night: Night) -> None:
    await night.ticket_is_open()
    await night.at("2026-11-21 10:05")
    await night.replies(night.maria)
    night.anna.writes("Принесите его нам", reply_to=night.card())
    assert "Принесите" in (await night.reply(night.maria)).text
