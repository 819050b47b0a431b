"""Colleagues write as themselves, as the group or its channel, reply to each other, and have topics of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import photo
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases


@pytest.fixture
async def room(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """A group without topics."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False), database_url) as room:
        yield room


@both_databases
async def test_an_anonymous_administrator_is_called_by_their_title(day: Night) -> None:
    await day.ticket_is_open()
    chief = day.anna.behind_the_group("Старший смены")
    hers = chief.writes("Мастер приедет завтра", topic="№1")
    got = await day.reply(day.maria)
    assert got.text == "Старший смены · №1\nМастер приедет завтра"
    assert hers.reactions == ["👌"]
    assert "в работе · Старший смены" in day.card().text
    chief.edits(hers, "Мастер приедет в среду")
    await day.settled()
    assert got.text == "Старший смены · №1\nМастер приедет в среду"
    day.boris.behind_the_group("Склад").writes("Крышка у нас", topic="№1")
    assert (await day.reply(day.maria)).text == "Склад · №1\nКрышка у нас"
    assert "в работе · Старший смены" in day.card().text
    await day.at("2026-11-23 12:01")
    chief.writes("/t 1")
    assert "№1" in (await day.news())[-1].text


async def test_an_anonymous_administrator_without_a_title_is_called_as_the_company_is(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.behind_the_group().writes("Мастер приедет завтра", topic="№1")
    assert (await day.reply(day.maria)).text == "Северный дом · №1\nМастер приедет завтра"
    assert "в работе · Северный дом" in day.card().text


@both_databases
async def test_the_linked_channel_is_a_colleague(day: Night) -> None:
    await day.ticket_is_open()
    channel = day.sandbox.channel("Северный дом · новости", is_linked=True)
    channel.voice("Ольга").writes("Мастер приедет завтра", topic="№1")
    assert (await day.reply(day.maria)).text == "Ольга · №1\nМастер приедет завтра"
    channel.voice().writes("И привезёт крышку", topic="№1")
    assert (await day.reply(day.maria)).text == "Северный дом · новости · №1\nИ привезёт крышку"
    assert await day.news() == []


async def test_another_channel_is_told_in_place_why_it_can_not_reply(day: Night) -> None:
    await day.ticket_is_open()
    day.sandbox.channel("Северный дом · новости", is_linked=True)
    hers = day.sandbox.channel("Мой дневник").voice("Анна").writes("Приедем завтра", topic="№1")
    [told] = await day.news()
    assert "Клиенту ничего не отправлено: от имени этого канала" in told.text
    assert (told.topic, told.reply_to) == (day.card().topic, hers.id)
    assert await day.replies(day.maria) == []
    assert hers.reactions == []
    day.sandbox.channel("Мой дневник").voice().writes("Всем доброе утро")
    assert await day.news() == []


async def test_a_channel_is_told_so_below_a_card_too(room: Night) -> None:
    await room.ticket_is_open()
    hers = room.sandbox.channel("Мой дневник").voice().writes("Приедем завтра", reply_to=room.card())
    [told] = await room.news()
    assert "от имени этого канала" in told.text
    assert told.reply_to == hers.id
    assert await room.replies(room.maria) == []


async def test_a_channel_that_is_no_longer_linked_is_refused_soon(day: Night) -> None:
    await day.ticket_is_open()
    channel = day.sandbox.channel("Северный дом · новости", is_linked=True)
    channel.voice().writes("Мастер приедет завтра", topic="№1")
    await day.reply(day.maria)
    day.sandbox.staff_group.chat.linked_chat_id = None
    await day.later(minutes=1)
    channel.voice().writes("А нет, не приедет", topic="№1")
    assert "от имени этого канала" in (await day.news())[-1].text
    assert await day.replies(day.maria) == []


async def test_posts_that_telegram_copies_from_the_channel_are_nobodys_words(room: Night) -> None:
    await room.ticket_is_open()
    channel = room.sandbox.channel("Северный дом · новости", is_linked=True)
    post = channel.posts("Скидки до пятницы")
    channel.posts("/open")
    room.anna.writes("Какие скидки?", reply_to=post)
    assert await room.replies(room.maria) == await room.news() == []


@both_databases
async def test_replying_to_a_delivered_reply_goes_on_to_the_same_customer(room: Night) -> None:
    await room.ticket_is_open()
    hers = room.anna.writes("Принесите его нам", reply_to=room.card())
    assert (await room.reply(room.maria)).text == "Анна · №1\nПринесите его нам"
    room.anna.writes("И захватите чек", reply_to=hers)
    assert (await room.reply(room.maria)).text == "Анна · №1\nИ захватите чек"
    [plan] = room.anna.sends(photo("Вот схема проезда"), reply_to=hers)
    assert (await room.reply(room.maria)).text == "Анна · №1\nВот схема проезда"
    room.anna.writes("Вход со двора", reply_to=plan)
    assert (await room.reply(room.maria)).text == "Анна · №1\nВход со двора"
    assert plan.reactions == ["👌"]


async def test_replies_to_replies_find_their_own_customer(room: Night) -> None:
    await room.ticket_is_open()
    oleg = room.sandbox.customer("Олег")
    oleg.writes("У меня сломался утюг")
    await room.pause()
    await room.replies(oleg)
    about_kettle = room.anna.writes("Чайник готов", reply_to=room.card(1))
    about_iron = room.anna.writes("Утюг готов", reply_to=room.card(2))
    await room.replies(room.maria)
    await room.replies(oleg)
    room.anna.writes("Ждём до семи", reply_to=about_iron)
    assert (await room.reply(oleg)).text == "Анна · №2\nЖдём до семи"
    room.anna.writes("/ban", reply_to=about_kettle)
    assert (await room.news())[-1].text.startswith("Мария: сообщения больше не принимаем")
    assert await room.replies(room.maria) == []


async def test_talk_about_a_note_stays_among_colleagues(room: Night) -> None:
    await room.ticket_is_open()
    note = room.anna.writes("// клиент скандальный", reply_to=room.card())
    room.boris.writes("Это который в прошлый раз кричал?", reply_to=note)
    assert await room.replies(room.maria) == []


@both_databases
async def test_a_topic_made_by_hand_gets_one_hint(day: Night) -> None:
    await day.ticket_is_open()
    tea = day.sandbox.staff_group.makes("Чайная")
    first = day.anna.writes("Кто купит сахар?", topic=tea)
    [hint] = await day.news()
    assert hint.text.startswith("Эта тема не относится к заявке")
    assert (hint.topic, hint.reply_to) == (tea, first.id)
    day.boris.writes("Я", topic=tea)
    day.boris.sends(photo(), topic=tea)
    assert await day.news() == []
    day.anna.writes("/t 1", topic=tea)
    [shown] = await day.news()
    assert shown.topic == tea
    day.anna.writes("Чайник готов", topic=tea, reply_to=shown)
    assert (await day.reply(day.maria)).text == "Анна · №1\nЧайник готов"
    smoke = day.sandbox.staff_group.makes("Курилка")
    day.boris.writes("Тут тоже тихо?", topic=smoke)
    assert [one.topic for one in await day.news()] == [smoke]
    day.boris.writes("А в общем чате?")
    assert await day.news() == []
    assert await day.replies(day.maria) == []


@both_databases
async def test_a_name_given_by_hand_stays(day: Night) -> None:
    await day.ticket_is_open()
    day.sandbox.staff_group.renames("№1", "№1 Ждём поставщика")
    await day.anna_takes()
    await day.press(day.anna, "✅ Решено", on=day.card())
    await day.replies(day.maria)
    assert day.topic() == "№1 Ждём поставщика"
    day.maria.writes("а чек?")
    await day.pause()
    assert day.topic() == "№1 Ждём поставщика"
    assert "🙋 в работе" in day.card().text
    day.anna.writes("Вот", topic="№1")
    assert "Вот" in (await day.replies(day.maria))[-1].text


async def test_the_desks_own_name_given_back_goes_on_showing_the_state(day: Night) -> None:
    await day.ticket_is_open()
    own = day.topic()
    day.sandbox.staff_group.renames("№1", "№1 ?")
    await day.settled()
    day.sandbox.staff_group.renames("№1", own)
    await day.anna_takes()
    assert day.topic() == own.replace("🆕", "🙋")


@both_databases
@pytest.mark.parametrize("closed_for_all", [True, False])
async def test_closing_a_topic_by_hand_asks_whether_the_ticket_is_solved(day: Night, closed_for_all: bool) -> None:
    """In the topic, which has to be open for it where not even administrators may write in a closed one."""
    day.sandbox.staff_group.chat.closed_for_all = closed_for_all
    await day.ticket_is_open()
    await day.anna_takes()
    await day.news()
    day.sandbox.staff_group.closes("№1")
    await day.later(seconds=10)
    [asked] = await day.news()
    [topic] = day.sandbox.staff_group.topics
    assert topic.closed is not closed_for_all
    assert asked.text == "🔒 Тему закрыли, а заявка №1 ещё открыта. Она решена?"
    assert asked.buttons == [["✅ Решено", "Ещё в работе"]]
    assert asked.topic == day.card().topic
    assert await day.press(day.anna, "✅ Решено", on=asked) == "Решено. Клиенту сообщаем"
    assert "решена" in (await day.reply(day.maria)).text
    assert topic.closed is not closed_for_all


async def test_a_topic_closed_by_hand_is_open_again_when_the_ticket_goes_on(day: Night) -> None:
    day.sandbox.staff_group.chat.closed_for_all = False
    await day.ticket_is_open()
    await day.anna_takes()
    day.sandbox.staff_group.closes("№1")
    [asked] = [one for one in await day.news() if one.buttons]
    assert await day.press(day.anna, "Ещё в работе", on=asked) == "Заявка остаётся в работе"
    [topic] = day.sandbox.staff_group.topics
    assert not topic.closed
    day.sandbox.staff_group.closes("№1")
    await day.settled()
    assert topic.closed
    day.maria.writes("он синий")
    await day.settled()
    assert not topic.closed
    await day.press(day.anna, "✅ Решено", on=day.card())
    assert await day.press(day.anna, "Ещё в работе", on=asked) == "Эта кнопка уже не действует"


async def test_a_solved_tickets_topic_may_be_closed_by_hand_and_stays_so(day: Night) -> None:
    day.sandbox.staff_group.chat.closed_for_all = False
    await day.ticket_is_solved()
    day.sandbox.staff_group.closes("№1")
    day.anna.writes("/t 1")
    assert len(await day.news()) == 1
    [topic] = day.sandbox.staff_group.topics
    assert topic.closed
    day.maria.writes("он опять сломался")
    await day.pause()
    assert not topic.closed
    assert "он опять сломался" in texts(day.staff_sees("№1"))[-1]


@both_databases
async def test_reopening_a_topic_by_hand_asks_for_the_ticket_too(day: Night) -> None:
    await day.ticket_is_solved()
    day.sandbox.staff_group.closes("№1")
    day.sandbox.staff_group.reopens("№1")
    [asked] = await day.news()
    assert asked.text.startswith("🔓 Тему открыли, а заявка №1 решена. Открыть снова и заявку?")
    assert await day.press(day.anna, "↩️ Открыть снова", on=asked) == "Заявка снова открыта"
    assert "№1 снова открыта" in (await day.reply(day.maria)).text


async def test_topics_of_nobody_may_be_renamed_and_closed(day: Night) -> None:
    await day.ticket_is_open()
    tea = day.sandbox.staff_group.makes("Чайная")
    day.sandbox.staff_group.renames(tea, "Кофейная")
    day.sandbox.staff_group.closes(tea)
    day.sandbox.staff_group.reopens(tea)
    assert await day.news() == []
