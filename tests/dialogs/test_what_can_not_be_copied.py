"""Telegram refuses to copy some messages: their words travel without them, at once and in order."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Attachment, game, paid_media, poll
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

QUIZ = poll("Какой чайник мой?", "Синий", "Красный", is_quiz=True)
SECRET_GAME = game("Найди чайник", "Он где-то на складе", is_protected=True)


@pytest.fixture
async def room(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """A group without topics."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False), database_url) as room:
        yield room


async def test_what_can_be_copied_is(day: Night) -> None:
    await day.ticket_is_open()
    day.maria.sends(poll("Когда приехать?", "Утром", "Днём"))
    [shown] = await day.news()
    assert (shown.kind, shown.api["poll"]["question"]) == ("poll", "Когда приехать?")
    day.anna.sends(game("Найди чайник", "Он где-то на складе"), topic="№1")
    assert (await day.reply(day.maria)).kind == "game"
    assert await day.news() == []


@both_databases
@pytest.mark.parametrize(
    ("sent", "kind", "words"),
    [
        (QUIZ, "опрос", "Какой чайник мой?\nСиний\nКрасный"),
        (SECRET_GAME, "игра", "Найди чайник\nОн где-то на складе"),
    ],
    ids=["quiz", "protected"],
)
async def test_a_customers_words_reach_the_staff(day: Night, sent: Attachment, kind: str, words: str) -> None:
    await day.ticket_is_open()
    day.maria.sends(sent)
    day.maria.writes("вот такой вопрос")
    refused, following = await day.news()
    assert (
        refused.text
        == f"📎 №1 · Мария: {kind}. Telegram не разрешает боту это переслать. Вот что там написано:\n{words}"
    )
    assert refused.topic == day.card().topic
    assert following.text == "Мария:\nвот такой вопрос"
    day.anna.writes("Синий", reply_to=refused)
    assert (await day.reply(day.maria)).text == "Анна · №1\nСиний"


@both_databases
async def test_a_colleagues_words_reach_the_customer_and_the_colleague_is_told(day: Night) -> None:
    await day.ticket_is_open()
    [hers] = day.anna.sends(QUIZ, topic="№1")
    day.anna.writes("Выберите, пожалуйста", topic="№1")
    refused, following = await day.replies(day.maria)
    assert refused.text == (
        "Анна · №1. Вам отправили опрос, но Telegram не разрешает боту это переслать. Вот что там написано:\n"
        "Какой чайник мой?\nСиний\nКрасный"
    )
    assert following.text == "Анна · №1\nВыберите, пожалуйста"
    [told] = await day.news()
    assert told.text == "⚠️ №1 · Анна (опрос): Telegram не разрешает переслать это клиенту. Клиент получил только текст."
    assert told.reply_to == hers.id


async def test_the_same_below_cards(room: Night) -> None:
    await room.ticket_is_open()
    room.maria.sends(QUIZ)
    room.maria.writes("вот такой вопрос")
    refused, following = await room.news()
    assert refused.text.endswith("Какой чайник мой?\nСиний\nКрасный")
    assert following.text == "Мария:\nвот такой вопрос"
    [hers] = room.anna.sends(SECRET_GAME, reply_to=refused)
    assert (await room.reply(room.maria)).text.endswith("Найди чайник\nОн где-то на складе")
    [told] = await room.news()
    assert told.text.startswith("⚠️ №1 · Анна (игра)")
    assert told.reply_to == hers.id


async def test_what_opens_a_ticket_reaches_the_staff_too(night: Night) -> None:
    night.maria.sends(QUIZ)
    await night.pause()
    assert "№1 принята" in (await night.reply(night.maria)).text
    assert "📎 №1 · Мария: опрос. Telegram не разрешает боту это переслать" in "".join(texts(await night.news()))


async def test_what_has_no_words_is_not_delivered_and_the_notice_says_what_and_whose(day: Night) -> None:
    await day.ticket_is_open()
    die = Attachment("dice", about={"emoji": "🎲", "value": 4}, is_protected=True)
    [hers] = day.anna.sends(die, topic="№1")
    [told] = await day.news()
    assert told.text.startswith("⚠️ №1 · Анна (кубик). Сообщение не доставлено: ")
    assert told.reply_to == hers.id
    assert await day.replies(day.maria) == []
    day.maria.sends(die)
    [shown] = await day.news()
    assert shown.text.startswith("📎 №1 · Мария: кубик. Telegram не разрешает боту это переслать. Текста там нет")


async def test_a_colleagues_caption_travels_without_its_paid_media(day: Night) -> None:
    await day.ticket_is_open()
    [hers] = day.anna.sends(paid_media("Скол на дверце"), topic="№1")
    day.anna.writes("Видите?", topic="№1")
    refused, following = await day.replies(day.maria)
    assert refused.text == (
        "Анна · №1. Вам отправили вложение, но Telegram не разрешает боту это переслать. Вот что там написано:\n"
        "Скол на дверце"
    )
    assert following.text == "Анна · №1\nВидите?"
    [told] = await day.news()
    assert told.text.startswith("⚠️ №1 · Анна (платное медиа): Telegram не разрешает переслать это клиенту.")
    assert told.reply_to == hers.id


async def test_a_customers_caption_travels_without_its_paid_media(day: Night) -> None:
    await day.ticket_is_open()
    day.maria.sends(paid_media("Скол на дверце"))
    day.maria.writes("видите?")
    refused, following = await day.news()
    assert refused.text.startswith("Мария:")
    assert "платное медиа" in refused.text
    assert refused.text.endswith("Скол на дверце")
    assert following.text == "Мария:\nвидите?"
