"""Managers take, reply, hand the turn to the customer and solve; the customer hears of every change."""

import asyncio

from bot.sandbox import photo, sticker
from tests.dialogs.night import EVERY_KIND, Night, texts
from tests.postgres import both_databases

pytestmark = both_databases


async def test_taking_tells_the_customer_who(day: Night) -> None:
    await day.ticket_is_open()
    assert await day.press(day.anna, "🙋 Взять") == "Заявка ваша"
    assert "занимается Анна" in (await day.reply(day.maria)).text
    assert day.topic().startswith("🙋 ")
    assert "в работе · Анна" in day.card().text
    assert "🙋 Взять" not in day.card().buttons[0]


async def test_taking_is_atomic(day: Night) -> None:
    await day.ticket_is_open()
    presses = [somebody.presses("🙋 Взять", on=day.card()) for somebody in (day.anna, day.boris)]
    answers = await asyncio.gather(*(press.answered() for press in presses))
    assert answers[0].text == "Заявка ваша"
    assert answers[1].text is not None
    assert answers[1].text.startswith("Уже у")
    assert answers[1].text.endswith("Анна")
    assert answers[1].show_alert
    assert await day.forge(day.anna, "take:1", day.card()) == "Заявка уже у вас"
    told = texts(await day.replies(day.maria))
    assert len(told) == 1
    assert "Анна" in told[0]


async def test_a_reply_goes_to_the_customer_with_a_mark_that_it_was_delivered(day: Night) -> None:
    await day.ticket_is_open()
    hers = day.anna.writes("Здравствуйте! Принесите его нам.", topic="№1")
    got = await day.reply(day.maria)
    assert got.text == "Анна · №1\nЗдравствуйте! Принесите его нам."
    assert hers.reactions == ["👌"]
    assert "в работе · Анна" in day.card().text
    assert "Обещали" not in day.card().text


async def test_a_blocked_bot_is_said_where_the_reply_was_written(day: Night) -> None:
    await day.ticket_is_open()
    day.maria.blocks()
    await day.settled()
    assert "бот заблокирован" in day.card().text
    hers = day.anna.writes("Принесите его нам.", topic="№1")
    refusal = (await day.news())[-1]
    assert "не доставлено: клиент заблокировал бота" in refusal.text.lower()
    assert refusal.reply_to == hers.id
    assert hers.reactions == []
    day.maria.unblocks()
    await day.settled()
    assert "заблокирован" not in day.card().text
    hers = day.anna.writes("Принесите его нам.", topic="№1")
    assert "Принесите" in (await day.reply(day.maria)).text
    assert hers.reactions == ["👌"]


async def test_media_reach_the_customer(day: Night) -> None:
    await day.ticket_is_open()
    for attachment in EVERY_KIND:
        [hers] = day.anna.sends(attachment, topic="№1")
        got = await day.reply(day.maria)
        assert got.kind == attachment.kind
        assert attachment.caption in got.text
        assert hers.reactions == ["👌"]


async def test_lines_that_begin_with_two_slashes_stay_inside(day: Night) -> None:
    """A message with only such lines is an internal note, including its attachments."""
    await day.ticket_is_open()
    day.anna.writes("// звонила\n//дважды", topic="№1")
    day.anna.sends(photo("// чек для своих"), topic="№1")
    assert await day.replies(day.maria) == []
    assert day.card().text.startswith("№1 · 🆕 новая")
    bold = {"type": "bold", "offset": 34, "length": 7}
    day.anna.writes("Принесите\n  // опять она\nего 😀\nв магазин", topic="№1", entities=[bold])
    got = await day.reply(day.maria)
    assert got.text == "Анна · №1\nПринесите\nего 😀\nв магазин"
    start = len("Анна · №1\nПринесите\nего 😀\nв ".encode("utf-16-le")) // 2
    assert {"type": "bold", "offset": start, "length": 7} in got.entities


async def test_pending_is_told_and_lasts_until_the_customer_writes(day: Night) -> None:
    await day.ticket_is_open()
    await day.anna_takes()
    await day.press(day.anna, "⏳ Ждём клиента")
    assert "ждём вашего ответа" in (await day.reply(day.maria)).text
    assert day.topic().startswith("⏳ ")
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.reply(day.maria)
    assert day.topic().startswith("⏳ ")
    await day.later(minutes=40)
    day.maria.writes("хорошо")
    assert "Ответим до 13:" in (await day.reply(day.maria)).text
    assert day.topic().startswith("🙋 ")


async def test_pending_names_who_has_the_ticket_whoever_set_it(day: Night) -> None:
    await day.ticket_is_open()
    await day.press(day.boris, "🙋 Взять")
    await day.reply(day.maria)
    day.anna.writes("/wait", topic="№1")
    assert (await day.reply(day.maria)).text.endswith("Борис увидит.")


async def test_pending_names_colleagues_while_nobody_has_the_ticket(day: Night) -> None:
    await day.ticket_is_open()
    await day.press(day.anna, "⏳ Ждём клиента")
    assert (await day.reply(day.maria)).text.endswith("коллеги увидят.")


async def test_a_pending_ticket_can_be_taken_and_stays_pending(day: Night) -> None:
    await day.ticket_is_open()
    await day.press(day.anna, "⏳ Ждём клиента")
    await day.press(day.boris, "🙋 Взять")
    assert "ждём клиента · Борис" in day.card().text


async def test_solving_is_told(day: Night) -> None:
    await day.ticket_is_open()
    await day.press(day.anna, "✅ Решено")
    told = await day.reply(day.maria)
    assert "Заявка №1 решена" in told.text
    assert told.buttons == [["↩️ Открыть снова"]]
    assert day.topic().startswith("✅ ")
    assert day.card().buttons == [["↩️ Открыть снова"]]


async def test_a_colleague_reopens(day: Night) -> None:
    await day.ticket_is_solved()
    await day.press(day.boris, "↩️ Открыть снова", on=day.card())
    assert "№1 снова открыта. Ответим до 12:30" in (await day.reply(day.maria)).text


async def test_spam_is_closed_without_a_word(day: Night) -> None:
    await day.ticket_is_open("Купите у меня гараж, недорого")
    await day.press(day.anna, "⋯ Ещё", on=day.card())
    await day.press(day.anna, "🚫 Спам")
    assert await day.replies(day.maria) == []
    [topic] = day.sandbox.staff_group.topics
    assert topic.closed
    assert topic.name.startswith("🚫")


async def test_a_priority_press_counts_once(day: Night) -> None:
    """Two colleagues who press the same button at once change the ticket once."""
    await day.ticket_is_open()
    await day.press(day.anna, "⋯ Ещё", on=day.card())
    await day.press(day.anna, "Приоритет: Обычный", on=day.card())
    presses = [somebody.presses("🔥 Срочный", on=day.card()) for somebody in (day.anna, day.boris)]
    answers = [(await press.answered()).text for press in presses]
    assert answers == ["Приоритет изменён: 🔥 Срочный", "Приоритет уже такой: 🔥 Срочный"]
    await day.settled()
    assert day.topic().startswith("🆕🔥 ")
    assert await day.replies(day.maria) == []


async def test_buttons_that_are_out_of_date_say_so(day: Night) -> None:
    await day.ticket_is_open()
    card = day.card()
    day.anna.writes("/t 1")
    [shown] = await day.news()
    await day.press(day.anna, "🙋 Взять", on=card)
    await day.press(day.anna, "✅ Решено", on=card)
    await day.replies(day.maria)
    for name in ("take", "pending", "solve", "more"):  # as an app that has not heard of the change yet sends them
        assert await day.forge(day.boris, f"{name}:1", shown) == "Эта кнопка уже не действует"
    assert next(one for one in day.staff_sees() if one.id == shown.id).buttons == [["↩️ Открыть снова"]]
    assert await day.replies(day.maria) == []


async def test_while_people_talk_the_bot_keeps_quiet(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.reply(day.maria)
    day.maria.writes("почём доставка")
    day.maria.writes("и когда вы открыты")
    assert await day.replies(day.maria) == []
    assert "Обещали ответить 23 ноября до 12:30" in day.card().text


async def test_a_colleague_who_works_at_night_is_not_interrupted_by_closed_hours(night: Night) -> None:
    await night.ticket_is_open()
    night.anna.writes("Не сплю. Какого он цвета?", topic="№1")
    await night.later(seconds=61)  # out of hours a reply waits a minute
    await night.reply(night.maria)
    night.maria.writes("синий")
    assert await night.replies(night.maria) == []


async def test_a_reply_after_closing_hears_when_there_will_be_somebody(day: Night) -> None:
    await day.ticket_is_open()
    await day.at("2026-11-23 17:55")
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.replies(day.maria)
    await day.at("2026-11-23 18:03")
    day.maria.writes("синий")
    assert "завтра до 09:30" in (await day.reply(day.maria)).text


async def test_much_later_what_is_added_gets_a_time(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Какого он цвета?", topic="№1")
    await day.reply(day.maria)
    await day.later(minutes=50)
    day.maria.writes("синий")
    assert "Ответим до 13:20" in (await day.reply(day.maria)).text
    day.maria.writes("с крышкой")
    assert await day.replies(day.maria) == []


async def test_thanks_and_thumbs_start_no_clock(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Принесите его нам", topic="№1")
    await day.reply(day.maria)
    await day.later(minutes=50)
    await day.news()
    day.maria.writes("спасибо большое!")
    day.maria.writes("👍")
    day.maria.sends(sticker())
    assert len(await day.news()) == 3
    assert await day.replies(day.maria) == []
    assert "Обещали" not in day.card().text
    day.maria.writes("???")
    assert "Ответим до 13:20" in (await day.reply(day.maria)).text


async def test_a_reply_of_another_colleague_leaves_the_ticket_where_it_is(day: Night) -> None:
    await day.ticket_is_open()
    await day.anna_takes()
    day.boris.writes("Помогу, пока Анна обедает", topic="№1")
    assert (await day.reply(day.maria)).text.startswith("Борис · №1")
    assert "в работе · Анна" in day.card().text


async def test_a_reply_to_a_solved_ticket_arrives_and_reopens_nothing(day: Night) -> None:
    await day.ticket_is_solved()
    day.anna.writes("Кстати, гарантия продлена", topic="№1")
    assert "гарантия продлена" in (await day.reply(day.maria)).text
    assert day.topic().startswith("✅ ")
