"""23:40. A customer asks, and is answered, shown a choice, or handed over with a time."""

from bot.sandbox import photo
from tests.dialogs.night import Night, texts

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."
PREVIEW = f"Похоже, вы об этом: Сколько стоит доставка?\n\n{PRICE}"
NOT_THIS = "🙋 Позвать человека"


async def test_a_sure_answer_comes_at_once(night: Night) -> None:
    night.maria.writes("почём доставка")
    answer = await night.reply(night.maria)
    assert answer.text == PRICE
    assert answer.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    assert {"type": "bold", "offset": 12, "length": 5} in answer.entities
    oleg = night.sandbox.customer("Олег")
    oleg.writes("gjx`v ljcnfdrf")  # the wrong keyboard layout
    assert (await night.reply(oleg)).text == PRICE
    assert await night.news() == []


async def test_thumb_up_ends_it(night: Night) -> None:
    night.maria.writes("почём доставка")
    answer = await night.reply(night.maria)
    assert await night.press(night.maria, "👍 Помогло") == "Рады, что помогло"
    assert answer.buttons == []
    assert await night.replies(night.maria) == []


async def test_the_button_calls_a_person_and_keeps_what_was_said(night: Night) -> None:
    night.maria.writes("почём доставка")
    answer = await night.reply(night.maria)
    await night.press(night.maria, "🙋 Позвать человека")
    assert answer.buttons == []
    told = await night.reply(night.maria)
    assert "Сейчас мы закрыты, откроемся завтра в 10:00 (МСК). Заявка №1 принята. Ответим завтра до 10:30." in told.text
    card = night.card().text
    assert "почём доставка" in card
    assert "ответил: «Сколько стоит доставка?»" in card


async def test_unsure_at_night_means_a_number_and_a_time_from_the_calendar(night: Night) -> None:
    night.maria.writes("У меня сломался чайник")
    assert await night.replies(night.maria) == []
    await night.pause()
    told = await night.reply(night.maria)
    assert told.text.startswith(
        "Сейчас мы закрыты, откроемся завтра в 10:00 (МСК). Заявка №1 принята. Ответим завтра до"
    )
    assert "sendChatAction" in [call.method for call in night.sandbox.calls]


async def test_the_promise_knows_weekends_and_holidays(night: Night) -> None:
    opens = {
        "2026-11-21 23:40": "откроемся в понедельник в 09:00 (МСК)",
        "2026-12-31 23:40": "откроемся 9 января в 10:00 (МСК)",
    }
    for number, (moment, opening) in enumerate(opens.items(), start=1):
        await night.at(moment)
        customer = night.sandbox.customer("Олег")
        customer.writes("У меня сломался чайник")
        await night.pause()
        told = (await night.reply(customer)).text
        assert opening in told
        assert f"Заявка №{number} принята. Ответим " in told


async def test_unsure_in_hours_is_handed_to_the_staff_at_once(day: Night) -> None:
    day.maria.writes("У меня сломался чайник")
    await day.pause()
    told = await day.reply(day.maria)
    assert "Заявка №1 принята. Ответим до 12:30." in told.text
    assert "закрыты" not in told.text
    assert not told.silent
    assert not any(one.silent for one in await day.news())
    assert day.topic() == "🆕 У меня сломался чайник · №1 Мария"


async def test_a_probable_match_is_asked_about_and_never_stated(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    preview = await night.reply(night.maria)
    assert preview.text == PREVIEW
    yes, *others, person = [row[0] for row in preview.buttons]
    assert (yes, person) == ("Да, об этом", NOT_THIS)
    assert len(others) == 2
    assert "Сколько стоит доставка?" not in others
    assert await night.news() == []


async def test_saying_yes_gives_the_answer_in_its_place(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    preview = await night.reply(night.maria)
    await night.press(night.maria, "Да, об этом")
    assert await night.replies(night.maria) == []
    assert preview.text == PRICE
    assert preview.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []


async def test_not_this_means_a_ticket_that_tells_what_was_shown(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    assert await night.press(night.maria, NOT_THIS) == "Передаём вопрос коллегам"
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "показал начало ответа: «Сколько стоит доставка?»" in night.card().text
    assert night.topic() == "🆕 доставка · №1 Мария"


async def test_a_choice_that_nobody_makes_becomes_a_ticket_and_is_told(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    await night.later(minutes=9)
    assert await night.replies(night.maria) == []
    await night.later(minutes=2)
    told = (await night.reply(night.maria)).text
    assert told.startswith("Вы не выбрали, поэтому передал вопрос коллегам.")
    assert "Заявка №1 принята" in told
    await night.later(minutes=30)
    assert await night.replies(night.maria) == []


async def test_asking_again_while_choosing_hands_over_both_messages(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("нет, у меня чайник сломался")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 доставка нет, у меня чайник сломался · №1 Мария"


async def test_another_question_answered_meanwhile_does_not_lose_the_first(night: Night) -> None:
    """Every message is answered or in a ticket: the choice stays open."""
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("во сколько открываетесь")
    assert "Откроемся завтра в 10:00" in (await night.reply(night.maria)).text
    await night.later(minutes=11)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 доставка · №1 Мария"


async def test_the_same_question_put_better_settles_the_choice(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("почём доставка")
    assert (await night.reply(night.maria)).text == PRICE
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []


async def test_a_photo_alone_needs_a_person(night: Night) -> None:
    """A question under it is not answered from the FAQ: nobody knows what the picture asks."""
    oleg = night.sandbox.customer("Олег")
    oleg.sends(photo("почём доставка"))
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(oleg)).text
    night.maria.sends(photo())
    await night.pause()
    assert "Заявка №2 принята" in (await night.reply(night.maria)).text
    assert night.topic(2) == "🆕 фото · №2 Мария"
    assert [one.kind for one in await night.news()] == ["text", "photo"] * 2


async def test_an_urgent_matter_is_marked(night: Night) -> None:
    night.maria.writes("в квартире странный запах, сильный, и кот кашляет, приезжайте")
    await night.pause()
    await night.press(night.maria, NOT_THIS)
    assert night.topic().startswith("🆕🔥 ")
    assert "🔥 Срочный приоритет" in night.card().text


async def test_at_night_everything_is_silent(night: Night) -> None:
    night.maria.writes("почём доставка")
    night.maria.writes("У меня сломался чайник")
    await night.pause()
    assert [one.silent for one in await night.replies(night.maria)] == [True, True]
    assert all(one.silent for one in await night.news())


async def test_small_talk_is_small_talk(night: Night) -> None:
    night.maria.writes("Добрый вечер!")
    greeting = await night.reply(night.maria)
    assert greeting.text == "Здравствуйте! Спрашивайте."
    assert greeting.buttons == []
    night.maria.writes("спасибо")
    assert (await night.reply(night.maria)).text == "Рады помочь."
    night.maria.writes("ок, понятно")
    assert (await night.reply(night.maria)).text.startswith("Пожалуйста")
    await night.later(minutes=20)
    assert await night.replies(night.maria) == []
    assert texts(await night.news()) == []


async def test_what_was_asked_before_a_downtime_is_on_the_card_of_a_choice_that_nobody_picked(night: Night) -> None:
    night.maria.writes("доставка")
    await night.later(hours=9)  # the burst could not be decided earlier
    preview = await night.reply(night.maria)
    assert preview.text.startswith("Похоже, вы об этом")
    await night.later(hours=3)
    assert "Вы не выбрали" in (await night.reply(night.maria)).text
    assert "доставка\n🤖 показал начало ответа" in night.card().text
