"""After it is solved: thanks reopen nothing, news within the window do, later ones are a new matter."""

from bot.sandbox import photo, sticker
from tests.dialogs.night import Night, texts
from tests.postgres import both_databases

pytestmark = both_databases


async def test_thanks_reopen_nothing(night: Night) -> None:
    await night.ticket_is_solved()
    for words in ("Спасибо", "спасибо большое!", "ок, понял", "хорошо, спс", "👍", "🙏🙏"):
        night.maria.writes(words)
        assert "слов тут нет" not in (await night.reply(night.maria)).text
    await night.later(minutes=20)
    assert night.topic().startswith("✅ ")
    assert await night.news() == []
    assert await night.replies(night.maria) == []


async def test_a_sticker_reopens_nothing(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.sends(sticker())
    assert len(await night.replies(night.maria)) == 1
    await night.pause()
    assert night.topic().startswith("✅ ")


async def test_a_real_message_within_the_window_reopens(night: Night) -> None:
    await night.ticket_is_solved()
    await night.later(days=2)
    await night.news()
    night.maria.writes("опять не включается, а вчера работал")
    await night.pause()
    told = await night.reply(night.maria)
    assert "Заявка №1 снова открыта. Ответим завтра до 09:30" in told.text
    assert "Мария:\nопять не включается, а вчера работал" in texts(await night.news())
    assert night.topic().startswith("🙋 ")


async def test_a_photo_reopens_too(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.sends(photo("вот"))
    await night.pause()
    assert "№1 снова открыта" in (await night.reply(night.maria)).text
    assert [one.kind for one in await night.news()] == ["photo"]


async def test_what_the_faq_may_mean_is_not_offered_to_who_comes_back(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.writes("доставка")
    await night.pause()
    assert "№1 снова открыта" in (await night.reply(night.maria)).text


async def test_a_sure_answer_is_given_and_nothing_reopened(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.writes("почём доставка")
    assert "300 ₽" in (await night.reply(night.maria)).text
    await night.pause()
    assert night.topic().startswith("✅ ")


async def test_later_messages_open_a_new_ticket(night: Night) -> None:
    await night.ticket_is_solved()
    await night.later(days=3, minutes=1)
    night.maria.writes("опять не включается")
    await night.pause()
    assert "Заявка №2 принята" in (await night.reply(night.maria)).text


async def test_after_the_window_the_ticket_is_closed_with_its_topic(night: Night) -> None:
    await night.ticket_is_solved()
    [topic] = night.sandbox.staff_group.topics
    await night.later(days=2, hours=23)
    assert not topic.closed
    await night.later(hours=2)
    assert topic.closed
    assert topic.name.startswith("🔒 ")
    assert await night.replies(night.maria) == []
    assert "закрыта" in night.card().text


async def test_the_button_reopens_and_alerts_the_staff(day: Night) -> None:
    await day.ticket_is_solved()
    await day.press(day.maria, "↩️ Открыть снова")
    assert "№1 снова открыта. Ответим до 12:30" in (await day.reply(day.maria)).text
    [alert] = await day.news()
    assert alert.topic == day.card().topic
    assert "Мария" in alert.text


async def test_an_old_button_says_that_it_is_out_of_date(night: Night) -> None:
    await night.ticket_is_solved()
    solved = night.maria.sees[-1]
    await night.later(days=4)
    assert await night.press(night.maria, "↩️ Открыть снова", on=solved) == "Эта кнопка уже не действует"
    assert await night.replies(night.maria) == []


async def test_a_button_while_another_ticket_is_open(night: Night) -> None:
    await night.ticket_is_solved()
    solved = night.maria.sees[-1]
    await night.press(night.anna, "↩️ Открыть снова", on=night.card())
    await night.press(night.anna, "⋯ Ещё", on=night.card())
    await night.press(night.anna, "🚫 Спам", on=night.card())
    night.maria.writes("оператор")
    await night.replies(night.maria)
    assert await night.press(night.maria, "↩️ Открыть снова", on=solved) == "Эта кнопка уже не действует"


async def test_an_edit_of_a_solved_tickets_message_is_shown(night: Night) -> None:
    await night.ticket_is_open()
    first = night.maria.writes("он синий")
    await night.settled()
    await night.press(night.anna, "✅ Решено", on=night.card())
    await night.news()
    night.maria.edits(first, "он красный")
    [shown] = await night.news()
    assert shown.text.endswith("он красный")
    assert night.topic().startswith("✅ ")
