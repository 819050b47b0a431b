"""A message may ask several things, and go on from the one before."""

from tests.dialogs.night import Night, texts

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."
REGION = "Да, до 50 км от города."


async def test_two_questions_in_one_message_get_both_answers(night: Night) -> None:
    night.maria.writes("Добрый вечер! Почём доставка? А во сколько открываетесь?")
    price, hours = texts(await night.replies(night.maria))
    assert price == PRICE
    assert "Откроемся завтра в 10:00" in hours
    await night.pause()
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_what_is_sure_is_answered_at_once_and_the_rest_is_a_ticket(night: Night) -> None:
    night.maria.writes("Добрый вечер! Верните мне 4512 рублей за разбитое зеркало. Ещё вопрос: почём доставка?")
    assert (await night.reply(night.maria)).text == PRICE
    await night.pause()
    told = await night.reply(night.maria)
    if "Заявка" not in told.text:  # a choice or a preview is about the rest only
        assert all("Сколько стоит доставка?" not in row for row in told.buttons)
        await night.press(night.maria, told.buttons[-1][0])
        told = await night.reply(night.maria)
    assert "Заявка №1 принята" in told.text
    assert "зеркало" in night.topic()
    assert "почём доставка" in night.card().text


async def test_a_question_that_goes_on_from_an_answer_is_read_with_it(night: Night) -> None:
    night.maria.writes("почём доставка")
    assert (await night.reply(night.maria)).text == PRICE
    await night.later(minutes=2)
    night.maria.writes("а в область?")
    await night.pause()
    told = await night.reply(night.maria)
    if told.text != REGION:
        assert "Доставляете ли вы в область?" in (told.text + told.buttons[0][0])
        assert ["Сколько стоит доставка?"] not in told.buttons


async def test_a_follow_up_that_nothing_answers_takes_its_question_along(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.later(minutes=2)
    night.maria.writes("а вертолётом?")
    await night.pause()
    told = await night.reply(night.maria)
    if "Заявка" not in told.text:
        assert ["Сколько стоит доставка?"] not in told.buttons
        await night.press(night.maria, told.buttons[-1][0])
    assert night.topic() == "🆕 почём доставка а вертолётом? · №1 Мария"


async def test_hours_later_it_goes_on_from_nothing(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.later(hours=2)
    night.maria.writes("оператора")
    await night.settled()
    assert "почём доставка" not in night.topic()


async def test_a_choice_may_be_made_in_words(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    choice = await night.reply(night.maria)
    assert choice.text.startswith("Похоже, вы об этом: Сколько стоит доставка?")
    night.maria.writes("первое, пожалуйста")
    assert (await night.reply(night.maria)).text == PRICE
    await night.later(minutes=11)
    assert await night.replies(night.maria) == []


async def test_what_is_said_to_a_choice_is_read_with_its_question(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("цена")
    assert (await night.reply(night.maria)).text == PRICE


async def test_what_follows_a_thumb_down_belongs_to_the_ticket(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.press(night.maria, "🙋 Позвать человека")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    await night.news()
    night.maria.writes("во сколько открываетесь")
    assert "Откроемся завтра в 10:00" in (await night.reply(night.maria)).text
    assert "Мария:\nво сколько открываетесь" in texts(await night.news())
