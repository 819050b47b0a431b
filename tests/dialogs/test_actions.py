"""What colleagues do to a ticket: by buttons on its card, by commands in its topic, or as a reply to its card."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Seen
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts
from tests.postgres import both_databases

pytestmark = both_databases


@pytest.fixture(params=["topics", "cards"])
async def day(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    """Monday 12:00, open; in a forum, or in a group without topics."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=request.param == "topics"), database_url) as day:
        yield day


@pytest.fixture
async def english(tmp_path: Path, database_url: str) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(at=MONDAY_NOON, language="en"), database_url) as day:
        yield day


async def commanded(day: Night, words: str, number: int = 1) -> Seen:
    """Anna gives a command as a reply to the card; returns what she is answered."""
    hers = day.anna.writes(words, reply_to=day.card(number))
    return [one for one in await day.news() if one.reply_to == hers.id][-1]


async def said(day: Night, words: str, number: int = 1) -> str:
    return (await commanded(day, words, number)).text


async def boris_is_known(day: Night) -> None:
    """The bot knows who has written in the group."""
    day.boris.writes("Я на месте")
    await day.settled()


async def press(day: Night, *labels: str) -> str | None:
    """Anna presses one button after the other on the card; returns the last response."""
    answer = None
    for label in labels:
        answer = await day.press(day.anna, label, on=day.card())
    return answer


def buttons(day: Night) -> list[str]:
    return [label for row in day.card().buttons for label in row]


async def test_more_opens_and_closes(day: Night) -> None:
    await day.ticket_is_open()
    before = day.card().buttons
    assert before == [["🙋 Взять", "⏳ Ждём клиента", "✅ Решено"], ["⋯ Ещё"]]
    assert not await press(day, "⋯ Ещё")
    assert day.card().buttons == [["👉 Передать"], ["💤 Отложить", "Приоритет: Обычный"], ["🚫 Спам", "← Назад"]]
    await press(day, "← Назад")
    assert day.card().buttons == before


async def test_a_card_that_was_asked_for_shows_each_press_the_ticket_as_it_is(day: Night) -> None:
    """Boris looks at an old card: its text keeps up with its buttons, and with what he does."""
    await day.ticket_is_open()
    ids = [day.card().id, (await commanded(day, "/t 1")).id]

    def card() -> Seen:
        return next(one for one in day.staff_sees() if one.id == ids[0])

    def copy() -> Seen:
        return next(one for one in day.staff_sees() if one.id == ids[1])

    await day.press(day.anna, "🙋 Взять", on=card())
    assert "🆕 новая" in copy().text
    assert not await day.press(day.boris, "⋯ Ещё", on=copy())
    assert "в работе · Анна" in copy().text
    assert "🤝 Освободить" in copy().buttons[0]
    await day.press(day.boris, "← Назад", on=copy())
    assert copy().text == card().text
    assert copy().buttons == card().buttons
    assert await day.press(day.boris, "⏳ Ждём клиента", on=copy()) == "Ждём клиента"
    assert "⏳ ждём клиента" in copy().text
    await day.press(day.boris, "✅ Решено", on=copy())
    assert copy().text == card().text
    assert copy().buttons == [["↩️ Открыть снова"]]


async def test_giving_a_ticket_by_buttons(day: Night) -> None:
    await boris_is_known(day)
    await day.ticket_is_open()
    await day.anna_takes()
    assert await press(day, "⋯ Ещё", "👉 Передать", "Борис") == "Передано: Борис"
    assert "в работе · Борис" in day.card().text
    assert "⋯ Ещё" in buttons(day)
    assert "занимается Борис" in (await day.reply(day.maria)).text
    note = next(one for one in await day.news() if "Анна передаёт" in one.text)
    assert [one["user"]["id"] for one in note.entities if one["type"] == "text_mention"] == [day.boris.id]


async def test_giving_by_name(day: Night) -> None:
    await boris_is_known(day)
    await day.ticket_is_open()
    assert await said(day, "/give Борису") == "№1. Передано: Борис"
    assert await said(day, "/give борис") == "№1. Уже у коллеги: Борис"
    assert await said(day, "/give мне") == "№1. Уже у коллеги: Борис"
    assert await said(day, "/give Анна") == "№1. Заявка ваша"
    asked = await commanded(day, "/give Вася")
    assert "Не нашёл коллегу «Вася»" in asked.text
    assert await day.press(day.anna, "Борис", on=asked) == "Передано: Борис"
    assert "в работе · Борис" in day.card().text


async def test_a_list_of_colleagues_that_is_out_of_date(day: Night) -> None:
    """Two colleagues give the ticket away at once: the second one hears who has it."""
    await boris_is_known(day)
    await day.ticket_is_open()
    asked = await commanded(day, "/give")
    assert "/give Анна" in asked.text
    assert await day.press(day.boris, "🙋 Взять", on=day.card()) == "Заявка ваша"
    assert await day.press(day.anna, "Анна", on=asked) == "Уже у коллеги: Борис"
    assert "в работе · Борис" in day.card().text


async def test_releasing(day: Night) -> None:
    await day.ticket_is_open()
    assert await said(day, "/release") == "№1. Эту заявку никто не брал"
    await day.anna_takes()
    assert await press(day, "⋯ Ещё", "🤝 Освободить") == "Заявка снова свободна"
    assert "🆕 новая" in day.card().text
    assert "🙋 Взять" in buttons(day)
    await press(day, "⏳ Ждём клиента")
    await press(day, "🙋 Взять")
    assert await said(day, "/release") == "№1. Заявка снова свободна"
    assert day.card().text.startswith("№1 · ⏳ ждём клиента\n")


async def test_priorities(day: Night) -> None:
    await day.ticket_is_open()
    assert await press(day, "⋯ Ещё", "Приоритет: Обычный", "🔼 Высокий") == "Приоритет изменён: 🔼 Высокий"
    assert "🔼 Высокий" in day.card().text
    assert await said(day, "/high") == "№1. Приоритет уже такой: 🔼 Высокий"
    assert await said(day, "/urgent") == "№1. Приоритет изменён: 🔥 Срочный"
    assert "🔥 Срочный" in day.card().text
    await said(day, "/low")
    assert "🔽 Низкий" in day.card().text
    await said(day, "/normal")
    assert "Низкий" not in day.card().text
    assert await day.replies(day.maria) == []


async def test_commands_do_what_the_buttons_do(day: Night) -> None:
    await day.ticket_is_open()
    assert await said(day, "/take") == "№1. Заявка ваша"
    assert "занимается Анна" in (await day.reply(day.maria)).text
    assert await said(day, "/take") == "№1. Заявка уже у вас"
    assert await said(day, "/wait") == "№1. Ждём клиента"
    assert "ждём вашего ответа" in (await day.reply(day.maria)).text
    assert "и так ждёт клиента" in await said(day, "/wait")
    assert await said(day, "/solve") == "№1. Решено. Клиенту сообщаем"
    assert "решена" in (await day.reply(day.maria)).text
    for words in ("/solve", "/take", "/wait", "/give Анна", "/release", "/snooze завтра", "/urgent", "/spam"):
        assert await said(day, words) == "№1 уже решена, менять нечего. Карточка с кнопками: /t_1"
    assert await day.replies(day.maria) == []


async def test_commands_with_a_number(day: Night) -> None:
    await day.ticket_is_open()
    await boris_is_known(day)
    for words, answer in (
        ("/take_1", "№1. Заявка ваша"),
        ("/take 1", "№1. Заявка уже у вас"),
        ("/give №1 Борис", "№1. Передано: Борис"),
        ("/give_1 Анна", "№1. Заявка ваша"),
        ("/snooze 1 2ч", "№1. Отложена до 14:00. Клиенту сообщаем новое время ответа"),
        ("/solve #1", "№1. Решено. Клиенту сообщаем"),
    ):
        day.anna.writes(words)
        assert answer in texts(await day.news()), words
    day.anna.writes("/t_1")
    assert (await day.news())[-1].text.startswith("№1 · ✅ решена")


async def test_a_number_that_is_not_there_means_no_other_ticket(day: Night) -> None:
    await day.ticket_is_open()
    for words in ("/take 99", "/t 99", "/solve_99", "/ban №99", "/give 99 Анна", "/snooze 99 завтра"):
        assert await said(day, words) == "Заявки №99 нет. Вся очередь: /open", words
    assert day.card().text.startswith("№1 · 🆕 новая")
    day.anna.writes("/take")
    assert (await day.news())[-1].text.startswith("Какую заявку? Напишите номер, например: /take 142")
    day.anna.writes("/snooze 2 часа")
    assert (await day.news())[-1].text.startswith("Какую заявку?")


async def test_spam_under_more(day: Night) -> None:
    await day.ticket_is_open()
    assert await press(day, "⋯ Ещё", "🚫 Спам") == "Закрыто как спам"
    assert day.card().buttons == [["↩️ Открыть снова"]]


async def test_a_menu_that_was_open_when_the_ticket_was_solved(day: Night) -> None:
    await boris_is_known(day)
    await day.ticket_is_open()
    card = day.card()
    shown = await commanded(day, "/t")
    await day.press(day.anna, "⋯ Ещё", on=shown)
    assert await day.press(day.anna, "✅ Решено", on=card) == "Решено. Клиенту сообщаем"
    assert await day.press(day.boris, "🚫 Спам", on=shown) == "Эта кнопка уже не действует"
    assert [one.buttons for one in day.staff_sees() if one.id in (card.id, shown.id)] == [[["↩️ Открыть снова"]]] * 2


async def test_forged_choices_do_nothing(day: Night) -> None:
    await day.ticket_is_open()
    for data in (
        "give_to:1:4242:0",
        "give_to:1",
        "snooze_to:1:never",
        "set_priority:1:huge",
        "more:77",
        "give_to:1:x:y",
    ):
        assert await day.forge(day.anna, data, day.card()) == "Эта кнопка уже не действует", data
    assert day.card().text.startswith("№1 · 🆕 новая")
    assert day.card().buttons[-1] == ["⋯ Ещё"]


async def test_who_is_no_member_can_do_nothing(day: Night) -> None:
    await day.ticket_is_open()
    assert await day.forge(day.maria, "more:1", day.card()) == "Эта кнопка для сотрудников"
    assert day.card().buttons[-1] == ["⋯ Ещё"]


async def test_snoozing_tells_who_waits_a_true_time(day: Night) -> None:
    await day.ticket_is_open()
    assert await press(day, "⋯ Ещё", "💤 Отложить", "До завтра") == (
        "Отложена до 09:00 завтра. Клиенту сообщаем новое время ответа"
    )
    assert "завтра до 09:30" in (await day.reply(day.maria)).text
    assert "💤 отложена до 24 ноября, 09:00" in day.card().text
    await day.news()
    day.anna.writes("/open")
    assert texts(await day.news()) == ["💤 Отложены:\n/t_1 до 09:00 завтра · У меня сломался чайник"]
    await day.at("2026-11-24 09:00")
    news = texts(await day.news())
    assert any("№1 была отложена до этого времени и снова в очереди" in text for text in news)
    assert "отложена" not in day.card().text
    assert any("Ждут ответа: 1" in text for text in news)
    assert await day.replies(day.maria) == []


async def test_a_snooze_ends_when_the_customer_writes(day: Night) -> None:
    await day.ticket_is_open()
    await said(day, "/wait")
    await day.replies(day.maria)
    assert await said(day, "/snooze до пн") == "№1. Отложена до 09:00 30 ноября"
    assert await day.replies(day.maria) == []
    assert await said(day, "/snooze пн") == "№1. Уже отложена до 09:00 30 ноября"
    day.maria.writes("Вот номер чека")
    await day.replies(day.maria)
    assert "отложена" not in day.card().text


async def test_a_snoozed_ticket_holds_up_nobody(day: Night) -> None:
    """Neither while it is snoozed, nor when its customer has written and it is in the queue again."""
    await day.ticket_is_open()
    assert "Клиенту сообщаем новое время ответа" in await said(day, "/snooze до пн")
    assert "Ответим 30 ноября до 09:30" in (await day.reply(day.maria)).text
    oleg, irina = day.sandbox.customer("Олег"), day.sandbox.customer("Ирина")
    oleg.writes("/operator У меня сломался стол")
    assert "Ответим до 12:30" in (await day.reply(oleg)).text
    day.maria.writes("Вот номер чека")
    await day.settled()
    irina.writes("/operator У меня сломался утюг")
    assert "Ответим до 12:40" in (await day.reply(irina)).text


async def test_a_closure_leaves_a_snoozed_ticket_its_time(day: Night) -> None:
    await day.ticket_is_open()
    await said(day, "/snooze до чт")
    await day.replies(day.maria)
    day.anna.writes("/away до 26.11 12:00 авария")
    assert "Ответим в четверг до 12:30" in (await day.reply(day.maria)).text
    day.anna.writes("/away off")
    assert "в четверг до 09:30" in (await day.reply(day.maria)).text


async def test_a_promise_behind_the_snooze_stays(day: Night) -> None:
    await day.ticket_is_open()
    assert await said(day, "/snooze 10 минут") == "№1. Отложена до 12:10"
    assert await day.replies(day.maria) == []
    await day.later(minutes=11)
    assert any("снова в очереди" in text for text in texts(await day.news()))


async def test_times_to_snooze(day: Night) -> None:
    await day.ticket_is_open()
    await said(day, "/wait")
    for words, until in (
        ("2ч", "до 14:00"),
        ("2 часа", "до 14:00"),
        ("через час", "до 13:00"),
        ("полчаса", "до 12:30"),
        ("15:00", "до 15:00"),
        ("до 17", "до 17:00"),
        ("завтра", "до 09:00 завтра"),
        ("завтра в 15", "до 15:00 завтра"),
        ("вечером", "до 18:00"),
        ("до сб", "до 10:00 28 ноября"),
        ("в воскресенье", "до 09:00 30 ноября"),
        ("1 декабря", "до 09:00 1 декабря"),
        ("tomorrow 3pm", "до 15:00 завтра"),
        ("until Mon", "до 09:00 30 ноября"),
        ("in 2h", "до 14:00"),
    ):
        assert (await said(day, f"/snooze {words}")).endswith(f"тложена {until}"), words
    for words in ("", "до обеда", "вчера", "25:00", "31.02", "5 лет", "1000 дней"):
        asked = await commanded(day, f"/snooze {words}")
        assert "/snooze завтра" in asked.text, words
        assert asked.buttons[0] == ["1 час", "3 часа"]
    assert await day.press(day.anna, "3 часа", on=asked) == "Отложена до 15:00"


async def test_in_english(english: Night) -> None:
    english.maria.writes("My kettle is broken")
    await english.pause()
    await english.replies(english.maria)
    english.boris.writes("Hello all")
    await english.news()
    card = next(one for one in english.staff_sees() if one.text.startswith("#1 ·"))
    await english.press(english.anna, "⋯ More", on=card)
    await english.press(english.anna, "👉 Give to", on=card)
    assert await english.press(english.anna, "Борис", on=card) == "Given to Борис"
    await english.news()
    for words, answer in (
        ("/release", "#1: The ticket is free again"),
        ("/snooze until Mon", "#1: Snoozed until 09:00 on November 30. The customer is told a new reply time"),
        ("/snooze at lunch", "“at lunch” is no time that I can read"),
        ("/high", "#1: Priority changed: 🔼 High"),
        ("/spam", "#1: Closed as spam"),
    ):
        english.anna.writes(words, reply_to=card)
        assert any(one.text.startswith(answer) for one in await english.news()), words


async def test_unknown_commands_are_answered_everywhere(day: Night) -> None:
    await day.ticket_is_open()
    for words, nearest in (
        ("/slove", "/solve"),
        ("/решено", "/solve"),
        ("/ышдму", None),
        ("/ащшт", None),
        ("/щзут", "/open"),
        ("/snoze завтра", "/snooze"),
        ("/weather", None),
    ):
        hers = day.anna.writes(words)
        [told] = await day.news()
        assert told.reply_to == hers.id
        assert told.text.startswith("Такой команды нет."), words
        assert nearest is None or f"Может быть, {nearest}?" in told.text, words
    assert "Такой команды нет. Клиенту ничего не отправлено. Может быть, /take?" in await said(day, "/teke")
    for talk in ("/ 2 человека", "/", "и/или"):
        day.anna.writes(talk)
        assert await day.news() == []
    assert await day.replies(day.maria) == []


async def test_unknown_commands_in_private(day: Night) -> None:
    day.maria.writes("/menuu")
    assert "Такой команды нет. Может быть, /menu?" in (await day.reply(day.maria)).text
    day.maria.writes("/take")
    assert (await day.reply(day.maria)).text.startswith("Такой команды нет. Здесь есть: /menu")


async def test_absence_gives_the_tickets_back_to_the_shift(day: Night) -> None:
    await boris_is_known(day)
    await day.ticket_is_open()
    await day.anna_takes()
    await day.news()
    day.anna.writes("/off до пн")
    told = (await day.news())[-1].text
    assert told.startswith("Анна не на месте до 09:00 30 ноября")
    assert "Снова свободны: /t_1." in told
    assert "🆕 новая" in day.card().text
    assert await day.replies(day.maria) == []
    hers = day.boris.writes("/give Анна", reply_to=day.card())
    [answer] = [one for one in await day.news() if one.reply_to == hers.id]
    assert answer.text == "№1. Анна не на месте до 09:00 30 ноября"
    asked = await commanded(day, "/give")
    assert asked.buttons == [["Борис"]]
    day.anna.writes("/on")
    assert (await day.news())[-1].text == "Анна снова на месте."
    day.anna.writes("/off_off")
    assert "Вы и так на месте" in (await day.news())[-1].text
    for words in ("/off", "/off до обеда"):
        day.anna.writes(words)
        assert "/off до пн" in (await day.news())[-1].text


async def test_an_absence_ends_by_itself(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/off 1 час")
    await day.later(hours=2)
    await day.replies(day.maria)
    await day.news()
    hers = day.boris.writes("/give Анна", reply_to=day.card())
    assert [one.text for one in await day.news() if one.reply_to == hers.id] == ["№1. Передано: Анна"]


async def test_my_tickets(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("/my")
    assert texts(await day.news()) == ["За вами заявок нет. Вся очередь: /open"]
    await day.anna_takes()
    await day.news()
    day.anna.writes("/my")
    [mine] = await day.news()
    assert mine.text == "Ваши заявки: 1\n🙋 /t_1 Мария, 23 ноября · У меня сломался чайник, обещали до 12:30"
    assert any(one["type"] == "bot_command" for one in mine.entities)


async def test_finding(day: Night) -> None:
    await day.ticket_is_open("У меня сломался Чайник, жду ответа")
    oleg = day.sandbox.customer("Олег Ёжиков")
    oleg.writes("сколько стоит доставка")
    await day.replies(oleg)
    day.boris.writes("Привезите в сервис на Лесной", reply_to=day.card())
    await day.reply(day.maria)
    await day.news()
    for words in ("чайник", "ЧАЙНИК", "мария", "лесной", "чайник мария", "на лесной"):
        day.anna.writes(f"/find {words}")
        assert "/t_1 Мария · Борис, 23 ноября · У меня сломался Чайник" in (await day.news())[-1].text, words
    day.anna.writes("/find ежиков")
    assert "👤 Олег Ёжиков, без заявки, 23 ноября: «сколько стоит доставка»" in (await day.news())[-1].text
    day.anna.writes("/find стоит")
    assert "Олег Ёжиков" in (await day.news())[-1].text
    for words in ("гараж", "чайник олег", "50% [а]*", "%", "_", "*", "?"):
        day.anna.writes(f"/find {words}")
        assert "ничего не нашлось" in (await day.news())[-1].text, words
    day.anna.writes("/find №1")
    assert (await day.news())[-1].text.startswith("№1 · 🙋 в работе")
    day.anna.writes("/find")
    assert "/find возврат" in (await day.news())[-1].text


async def test_a_ban_takes_the_ticket_from_queue_digest_and_reminders(day: Night) -> None:
    await day.ticket_is_open("Купите у меня гараж, недорого")
    assert "убрана из очереди" in await said(day, "/ban")
    assert await day.replies(day.maria) == []
    assert "🔇 сообщения не принимаем" in day.card().text
    day.anna.writes("/open")
    assert texts(await day.news()) == ["Открытых заявок нет."]
    await day.at("2026-11-23 12:29:30")
    assert await day.news() == []
    assert await day.replies(day.maria) == []
    answer = await day.press(day.boris, "↩️ Открыть снова", on=day.card())
    assert answer == "Сообщения этого клиента не принимаем. Снять запрет: /ban_1"
    await day.at("2026-11-24 09:00")
    assert not any("Ждут ответа" in text for text in texts(await day.news()))
    day.anna.writes("/ban_1")
    await day.settled()
    await day.later(seconds=1)
    told = (await day.reply(day.maria)).text
    assert "не успели ответить вчера до 12:30, извините. Ответим" in told
    assert "🆕 новая" in day.card().text


async def test_who_was_never_told_of_a_ban_is_not_told_of_its_end(day: Night) -> None:
    """The promise that Maria knows still holds."""
    await day.ticket_is_open("Купите у меня гараж, недорого")
    before = day.card().text
    for _ in range(2):
        await said(day, "/ban")
    assert day.card().text == before
    await day.anna_takes()
    await day.replies(day.maria)
    await press(day, "⏳ Ждём клиента")
    await day.replies(day.maria)
    for _ in range(2):
        await said(day, "/ban")
    assert await day.replies(day.maria) == []
    assert day.card().text.startswith("№1 · ⏳ ждём клиента")


async def test_a_ban_after_the_end_reopens_nothing(day: Night) -> None:
    await day.ticket_is_solved()
    for _ in range(2):
        await said(day, "/ban")
    assert await day.replies(day.maria) == []
    assert day.card().text.startswith("№1 · ✅ решена")
