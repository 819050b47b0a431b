"""Flood control: nothing is lost, the customer is told once, and the staff are not flooded."""

import re
from pathlib import Path

from bot.desk.conversation.flood_control import EDITS, MESSAGES, NEXT_LINE, REOPENINGS, SHOWN_AT_ONCE
from bot.desk.ticket.load_shedding import MANY_CARDS
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Author, Json, Message
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts

A_MINUTE, A_DAY = (cap.count for cap in MESSAGES)
LINE = "🌊 №1: Мария пишет очень часто"


async def test_a_flood_in_a_ticket_is_one_line(day: Night) -> None:
    await day.ticket_is_open()
    for number in range(A_MINUTE + 25):
        day.maria.writes(f"Ну что там? {number}")
    shown = "".join(texts(await day.news()))
    assert shown.count("Ну что там?") == A_MINUTE - 1  # the first one opened the ticket
    told = texts(await day.replies(day.maria))
    assert [text for text in told if "Сообщений пришло очень много" in text] == told
    assert len(told) == 1
    await day.later(seconds=21)
    [line] = await day.news()
    assert line.text.startswith(LINE)
    assert "Не показано сообщений: 26" in line.text
    assert line.topic == day.card().topic
    assert day.ask("SELECT count(*) FROM message WHERE ticket_id = 1 AND author = 'customer'") == [(A_MINUTE + 26,)]


async def test_the_staff_see_the_rest_when_they_ask(day: Night) -> None:
    await day.ticket_is_open()
    for number in range(A_MINUTE + 25):
        day.maria.writes(f"Ну что там? {number}.")
    await day.later(seconds=21)
    [*_, line] = await day.news()
    assert await day.press(day.anna, "📥 Показать ещё 20", on=line) == "Показаны ниже"
    rest = re.findall(r"там\? (\d+)\.", "".join(texts(await day.news())))
    assert len(rest) == SHOWN_AT_ONCE
    assert rest[0] == f"{A_MINUTE - 1}"
    await day.press(day.anna, "📥 Показать ещё 20", on=line)
    assert texts(await day.news())[-1].endswith(f"{A_MINUTE + 24}.")
    assert await day.press(day.anna, "📥 Показать ещё 20", on=line) == "Эта кнопка уже не действует"


async def test_who_goes_on_is_not_told_again_and_the_line_comes_seldom(day: Night) -> None:
    await day.ticket_is_open()
    for _ in range(3):
        for number in range(A_MINUTE + 5):
            day.maria.writes(f"Ау {number}")
        await day.later(seconds=30)
    told = texts(await day.replies(day.maria))
    assert len([text for text in told if "Сообщений пришло очень много" in text]) == 1
    lines = [text for text in texts(await day.news()) if text.startswith(LINE)]
    assert len(lines) == 1
    await day.later(seconds=NEXT_LINE.total_seconds())
    assert [text.startswith(LINE) for text in texts(await day.news())].count(True) == 1


async def test_a_minute_later_they_are_heard_again(day: Night) -> None:
    await day.ticket_is_open()
    for number in range(A_MINUTE + 1):
        day.maria.writes(f"Ау {number}")
    await day.later(minutes=2)
    await day.news()
    day.maria.writes("Спокойно: чайник синий")
    assert texts(await day.news()) == ["Мария:\nСпокойно: чайник синий"]


async def test_a_flood_of_questions_becomes_one_ticket(day: Night) -> None:
    for _ in range(A_MINUTE + 5):
        day.maria.writes("почём доставка?")
    await day.later(seconds=21)
    told = texts(await day.replies(day.maria))
    assert len([text for text in told if "300 ₽" in text]) == 1
    assert len([text for text in told if "Я уже отвечал" in text]) == 1
    assert len([text for text in told if "Заявка №1 принята" in text]) == 1
    assert len([text for text in told if "Сообщений пришло очень много" in text]) == 1
    assert day.ask("SELECT count(*) FROM ticket") == [(1,)]
    assert day.ask("SELECT count(*) FROM message WHERE author = 'customer' AND ticket_id IS NULL") == [(0,)]


async def test_so_it_does_after_a_solved_ticket(day: Night) -> None:
    await day.ticket_is_solved()
    for number in range(A_MINUTE + 5):
        day.maria.writes(f"почём доставка? {number}" if number < A_MINUTE - 1 else "Ау")
    await day.later(seconds=21)
    assert day.ask("SELECT count(*) FROM ticket") == [(1,)]
    news = texts(await day.news())
    assert len([text for text in news if text.startswith("Мария:")]) < A_MINUTE
    assert [text.startswith(LINE) for text in news].count(True) == 1
    assert day.ask("SELECT count(*) FROM message WHERE author = 'customer' AND ticket_id IS NULL") == [(0,)]


async def test_a_day_has_a_cap_too(day: Night) -> None:
    await day.ticket_is_open()
    await day.parts.transactions.run(lambda uow: has_written(uow, A_DAY - 2))
    await day.later(minutes=2)
    for words in ("Это можно", "А это уже много"):
        day.maria.writes(words)
    assert texts(await day.news()) == ["Мария:\nЭто можно"]
    await day.later(minutes=1)
    assert [text.startswith(LINE) for text in texts(await day.news())] == [True]


async def test_a_message_that_changes_all_the_time(day: Night) -> None:
    await day.ticket_is_open()
    hers = day.maria.writes("Чайник")
    await day.news()
    for number in range(EDITS.count + 5):
        day.maria.edits(hers, f"Чайник {number}")
        await day.settled()
    assert len(await day.news()) == EDITS.count
    await day.later(seconds=21)
    [line] = await day.news()
    await day.press(day.anna, "📥 Показать ещё 20", on=line)
    assert texts(await day.news()) == [f"Мария:\nЧайник {EDITS.count + 4}"]


async def test_closing_and_opening_again_and_again(day: Night) -> None:
    await day.ticket_is_open()
    card = day.maria.sees[-1]
    said = []
    for _ in range(REOPENINGS.count + 2):
        said += [await day.forge(day.maria, action, card) for action in ("my_close:1", "my_reopen:1")]
    assert said.count("Слишком часто. Попробуйте позже") > 0
    assert day.ask("SELECT state FROM ticket") == [("new",)]
    assert len(await day.news()) == 2 * REOPENINGS.count
    await day.later(hours=2)
    assert await day.forge(day.maria, "my_close:1", card) is None


async def test_presses_faster_than_a_hand(day: Night) -> None:
    day.maria.writes("/start")
    hello = await day.reply(day.maria)
    said = [await day.forge(day.maria, "menu", hello) for _ in range(62)]
    assert said.count("Слишком часто. Попробуйте позже") == 3
    day.maria.writes("/help")
    assert await day.replies(day.maria) == []
    day.maria.writes("оператор")
    assert "принята" in (await day.reply(day.maria)).text  # words are never passed over
    await day.later(minutes=1)
    day.maria.writes("/help")
    assert "/operator" in (await day.reply(day.maria)).text


async def test_many_new_customers_at_once(day: Night) -> None:
    """The group can't be reached for a while, as with Telegram's limit of 20 messages a minute."""
    day.sandbox.staff_group.makes_bot("kicked")
    people = [day.sandbox.customer(f"Покупатель {number}") for number in range(MANY_CARDS + 12)]
    for person in people:
        person.writes("оператор")
    await day.sandbox.until(lambda: all(person.sees for person in people), timeout=30)
    day.sandbox.staff_group.makes_bot("administrator")
    await day.later(minutes=1)
    await day.later(seconds=NEXT_LINE.total_seconds())
    came = await day.news()
    lines = [one.text for one in came if one.text.startswith("🌊 Пришло сразу много заявок")]
    assert len(lines) == 1
    assert MANY_CARDS <= int(re.findall(r"\d+", lines[0])[0]) <= len(people)
    assert len(day.cards()) == len(people)
    assert [one.silent for one in came if one.text.startswith("№")].count(True) == 12


def has_written(uow: UnitOfWork, count: int) -> None:
    """Maria has written so many messages by now."""
    said: Json = {"customer_id": 1, "ticket_id": 1, "author": Author.CUSTOMER, "at": uow.now}
    uow.session.add_all([Message(text="Ау", **said) for _ in range(count)])


async def test_many_reminders_at_once(tmp_path: Path) -> None:
    """Of a desk so quick that all are promised the same time."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, an_hour=600)) as day:
        people = [day.sandbox.customer(f"Покупатель {number}") for number in range(9)]
        for person in people:
            person.writes("оператор")
        await day.news()
        day.sandbox.staff_group.makes_bot("kicked")
        day.sandbox.clock.advance(16 * 60)
        await day.parts.scheduler.look()
        day.sandbox.staff_group.makes_bot("administrator")
        await day.later(minutes=1)
        to_all = "\n".join(one.text for one in await day.news() if one.topic is None)
    told, [more] = to_all.count("обещали ответить до"), re.findall(r"И ещё (\d+) напомина", to_all)
    assert told + int(more) == len(people)
    assert told < len(people) - 1
