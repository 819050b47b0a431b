"""«Оператор», from any state, means a person: a ticket with what was said so far, told with number and time."""

from tests.dialogs.night import Night, texts


async def test_the_words(night: Night) -> None:
    words = ("оператор", "Человек", "менеджер", "operator", "jgthfnjh", "позовите живого человека!")
    for number, word in enumerate(words, start=1):
        customer = night.sandbox.customer(f"Клиент {number}")
        customer.writes(word)
        assert f"{number}" in (await night.reply(customer)).text
        assert word.replace("jgthfnjh", "оператор") in night.topic(number)


async def test_while_choosing(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("оператор")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "доставка" in night.card().text
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []


async def test_while_gathering(night: Night) -> None:
    night.maria.writes("У меня сломался чайник")
    night.maria.writes("оператор")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 У меня сломался чайник оператор · №1 Мария"
    await night.pause()
    assert await night.replies(night.maria) == []
    await night.press(night.anna, "✅ Решено")
    await night.later(days=4)
    night.maria.writes("А теперь сломался утюг")
    await night.pause()
    assert night.topic(2) == "🆕 А теперь сломался утюг · №2 Мария"


async def test_after_an_answer(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    night.maria.writes("позовите человека")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 почём доставка позовите человека · №1 Мария"


async def test_with_an_open_ticket_the_customer_hears_that_it_is_open(night: Night) -> None:
    await night.ticket_is_open()
    night.maria.writes("да позовите же оператора")
    told = await night.reply(night.maria)
    assert "Заявка №1 уже" in told.text
    assert "завтра до 10:30" in told.text
    assert texts(await night.news()) == ["Мария:\nда позовите же оператора"]


async def test_with_an_answered_ticket_the_staff_are_called_again(day: Night) -> None:
    await day.ticket_is_open()
    day.anna.writes("Принесите его нам", topic="№1")
    await day.replies(day.maria)
    await day.news()
    await day.later(hours=1)
    day.maria.writes("/operator")
    assert "Ответим до 13:30" in (await day.reply(day.maria)).text
    assert "№1 · Мария просит позвать оператора" in " ".join(texts(await day.news()))
    assert "до 13:30" in day.card().text


async def test_the_button_with_an_open_ticket_tells_the_staff_which_answer(day: Night) -> None:
    await day.ticket_is_open()
    day.maria.writes("/menu")
    await day.press(day.maria, "Доставка")
    await day.press(day.maria, "Сколько стоит доставка?")
    await day.press(day.maria, "🙋 Позвать человека")
    assert "Мария просит позвать оператора: «Сколько стоит доставка?»" in " ".join(texts(await day.news()))


async def test_a_second_call_about_the_same_disturbs_nobody(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    choice = await night.reply(night.maria)
    forgotten = choice.data_of("🙋 Позвать человека")
    assert forgotten is not None
    await night.press(night.maria, "🙋 Позвать человека")
    await night.replies(night.maria)
    await night.news()
    await night.forge(night.maria, forgotten, choice)
    assert "Заявка №1 уже открыта" in (await night.reply(night.maria)).text
    assert await night.news() == []


async def test_the_command_may_carry_the_question(night: Night) -> None:
    night.maria.writes("/operator где мой заказ 1207")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 где мой заказ 1207 · №1 Мария"
    night.maria.writes("/operator синий чайник")
    assert "Мария:\nсиний чайник" in texts(await night.news())


async def test_a_bare_command_says_that_a_person_is_asked_for(night: Night) -> None:
    night.maria.writes("/operator")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 Нужен человек · №1 Мария"


async def test_a_question_that_mentions_people_is_a_question(night: Night) -> None:
    night.maria.writes("вы человек?")
    assert (await night.reply(night.maria)).text == "Я бот. Позову человека, если нужно."
    night.maria.writes("сколько человек влезет в лодку")
    assert await night.replies(night.maria) == []
    await night.pause()
    assert len(await night.replies(night.maria)) == 1


async def test_after_a_solved_ticket_it_is_opened_again(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.writes("оператор")
    assert "№1 снова открыта" in (await night.reply(night.maria)).text
    assert "Мария:\nоператор" in texts(await night.news())


async def test_a_command_alone_after_a_solved_ticket_alerts_the_staff(night: Night) -> None:
    await night.ticket_is_solved()
    night.maria.writes("/operator")
    assert "№1 снова открыта" in (await night.reply(night.maria)).text
    assert len(await night.news()) == 1


async def test_the_button_under_start(night: Night) -> None:
    night.maria.writes("/start")
    await night.press(night.maria, "🙋 Позвать человека")
    assert "Заявка №1 принята" in (await night.replies(night.maria))[-1].text
