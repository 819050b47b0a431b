"""The customer's commands and their buttons."""

from tests.dialogs.night import Night, texts


async def test_start_greets_by_name_and_says_whether_somebody_is_there(night: Night) -> None:
    night.maria.writes("/start")
    hello = await night.reply(night.maria)
    assert "Мария" in hello.text
    assert "Северный дом" in hello.text
    assert "откроемся завтра в 10:00 (МСК)" in hello.text
    assert hello.buttons == [["📖 Частые вопросы", "🗂 Мои заявки"], ["🙋 Позвать человека"]]
    await night.press(night.maria, "🗂 Мои заявки")
    assert "Заявок пока нет" in (await night.reply(night.maria)).text
    await night.press(night.maria, "📖 Частые вопросы")
    assert hello.buttons[0] == ["Доставка", "Магазин"]
    await night.at("2026-11-23 12:00")
    night.maria.writes("/start from_site")
    assert "закрыты" not in (await night.reply(night.maria)).text


async def test_help_names_every_command(night: Night) -> None:
    night.maria.writes("/help")
    text = (await night.reply(night.maria)).text
    assert all(command in text for command in ("/menu", "/my", "/operator", "/language"))


async def test_browsing_there_and_back(night: Night) -> None:
    night.maria.writes("/menu")
    menu = await night.reply(night.maria)
    assert menu.buttons == [["Доставка", "Магазин"], ["🙋 Позвать человека"]]
    await night.press(night.maria, "Доставка")
    assert menu.text == "Доставка"
    assert menu.buttons[0] == ["Сколько стоит доставка?"]
    await night.press(night.maria, "Сколько стоит доставка?")
    answer = await night.reply(night.maria)
    assert "300 ₽" in answer.text
    assert answer.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    await night.press(night.maria, "← Все темы")
    assert menu.buttons[0] == ["Доставка", "Магазин"]
    await night.press(night.maria, "Магазин")
    assert menu.text == "Магазин"


async def test_browsing_does_not_forget_a_choice_that_is_open(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    night.maria.writes("/menu")
    await night.press(night.maria, "Магазин")
    await night.press(night.maria, "Как пройти в магазин?")
    await night.replies(night.maria)
    await night.later(minutes=11)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 доставка · №1 Мария"


async def test_browsing_does_not_lose_a_burst(night: Night) -> None:
    night.maria.writes("/menu")
    night.maria.writes("У меня сломался чайник")
    await night.press(night.maria, "Магазин")
    await night.press(night.maria, "Как пройти в магазин?")
    await night.replies(night.maria)
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "чайник" in night.topic()


async def test_my_requests_when_there_are_none(night: Night) -> None:
    night.maria.writes("/my")
    mine = await night.reply(night.maria)
    assert "Заявок пока нет" in mine.text
    assert mine.buttons == []


async def test_my_requests_with_number_state_and_promise(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.writes("/my")
    mine = await night.reply(night.maria)
    assert "№1 · принята" in mine.text
    assert "завтра до 10:30" in mine.text
    assert "У меня сломался чайник" in mine.text
    assert mine.buttons == [["✅ Закрыть №1"]]


async def test_closing_and_reopening_ones_own(day: Night) -> None:
    await day.ticket_is_open()
    await day.anna_takes()
    day.maria.writes("/my")
    mine = await day.reply(day.maria)
    assert "в работе, занимается Анна" in mine.text
    await day.press(day.maria, "✅ Закрыть №1")
    assert "закрыл заявку №1" in (await day.reply(day.maria)).text
    assert "№1 · решена" in mine.text
    assert mine.buttons == [["↩️ Открыть №1 снова"]]
    assert any("клиент закрыл заявку" in text for text in texts(await day.news()))
    assert day.topic().startswith("✅")
    await day.press(day.maria, "↩️ Открыть №1 снова")
    assert "№1 снова открыта" in (await day.reply(day.maria)).text
    assert len(await day.news()) == 1
    assert mine.buttons == [["✅ Закрыть №1"]]


async def test_the_newest_five_are_shown(night: Night) -> None:
    for number in range(1, 7):
        night.maria.writes(f"/operator вопрос {number}")
        await night.settled()
        await night.press(night.anna, "✅ Решено", on=night.card(number))
        await night.later(days=4)
    await night.replies(night.maria)
    night.maria.writes("/my")
    mine = (await night.reply(night.maria)).text
    assert "№6" in mine
    assert "№2" in mine
    assert "№1 " not in mine
    assert "закрыта" in mine
