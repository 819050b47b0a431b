"""A staff group without topics: a card for each ticket, and replying to it is replying to the customer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Night]:
    """A basic group, as Telegram creates it by default."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False)) as room:
        yield room


async def test_topics_that_the_desk_shall_not_use(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(at=MONDAY_NOON, topics=False)) as room:
        await room.ticket_is_open()
        assert room.sandbox.staff_group.topics == []
        room.anna.writes("Принесите его нам", reply_to=room.card())
        assert (await room.reply(room.maria)).text == "Анна · №1\nПринесите его нам"


async def test_a_ticket_is_a_card(room: Night) -> None:
    await room.ticket_is_open()
    assert room.card().topic is None
    assert room.sandbox.staff_group.topics == []
    await room.anna_takes()
    assert "в работе · Анна" in room.card().text


async def test_a_reply_to_the_card_goes_to_the_customer(room: Night) -> None:
    await room.ticket_is_open()
    hers = room.anna.writes("Принесите его нам", reply_to=room.card())
    assert (await room.reply(room.maria)).text == "Анна · №1\nПринесите его нам"
    assert hers.reactions == ["👌"]


async def test_what_the_customer_adds_replies_to_the_card_and_can_be_replied_to(room: Night) -> None:
    await room.ticket_is_open()
    card = room.card()
    room.maria.writes("он синий")
    [shown] = await room.news()
    assert shown.reply_to == card.id
    room.boris.writes("А крышка?", reply_to=shown)
    assert (await room.reply(room.maria)).text == "Борис · №1\nА крышка?"


async def test_talk_that_replies_to_nothing_stays_among_colleagues(room: Night) -> None:
    await room.ticket_is_open()
    hello = room.anna.writes("Кто сегодня на складе?")
    room.boris.writes("Я", reply_to=hello)
    assert await room.replies(room.maria) == []
    assert hello.reactions == []


async def test_a_refusal_replies_to_the_refused_message(room: Night) -> None:
    await room.ticket_is_open()
    room.maria.blocks()
    hers = room.anna.writes("Принесите его нам", reply_to=room.card())
    refusal = (await room.news())[-1]
    assert "клиент заблокировал бота" in refusal.text
    assert refusal.reply_to == hers.id


async def test_a_reminder_is_said_once(room: Night) -> None:
    """Without topics, the ticket's thread is the main chat."""
    await room.ticket_is_open()
    await room.at("2026-11-23 12:16")
    [reminder] = await room.news()
    assert reminder.reply_to == room.card().id
    await room.at("2026-11-23 12:29:30")
    assert len(texts(await room.news())) == 1


async def test_a_shown_card_can_be_replied_to(room: Night) -> None:
    await room.ticket_is_open()
    room.anna.writes("/t 1")
    [shown] = await room.news()
    room.anna.writes("Принесите его нам", reply_to=shown)
    assert (await room.reply(room.maria)).text == "Анна · №1\nПринесите его нам"


async def test_commands_may_reply_to_a_card(room: Night) -> None:
    await room.ticket_is_open()
    room.anna.writes("/slove", reply_to=room.card())
    assert "Клиенту ничего не отправлено" in (await room.news())[-1].text
    room.anna.writes("/ban", reply_to=room.card())
    assert "не принима" in (await room.news())[-1].text
    assert await room.replies(room.maria) == []
