"""A message may ask several things, and go on from the one before."""

from pathlib import Path

from bot.sandbox import photo
from bot.sandbox.user_actions import Attachment
from tests.dialogs.night import House, Night, a_night, texts

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


Sent = str | Attachment
AFTER_PRICE, AFTER_REGION = "(после «Сколько стоит доставка?»)", "(после «Доставляете ли вы в область?»)"


async def test_a_topic_is_named_by_what_nobody_has_answered_yet(night: Night) -> None:
    asked: list[tuple[list[str], Sent, str]] = [
        (["сколько стоит доставка?"], "а на Луну доставите?", f"а на Луну доставите? {AFTER_PRICE}"),
        (["почём доставка", "возите в область"], "а на Луну доставите?", f"а на Луну доставите? {AFTER_REGION}"),
        (["почём доставка"], photo("а такой шкаф?"), f"а такой шкаф? {AFTER_PRICE}"),
        (["почём доставка"], photo(), f"фото {AFTER_PRICE}"),
        (["почём доставка"], "У меня с утра течёт новый холодильник", "У меня с утра течёт новый холодильник"),
    ]
    for number, (answered, last, about) in enumerate(asked, start=1):
        assert await topic_after(night, number, answered, last) == f"🆕 {about} · №{number} Клиент {number}"
        assert answered[0] in night.card(number).text


async def test_so_it_is_when_a_person_is_called_about_it(night: Night) -> None:
    called: list[tuple[str, str]] = [
        ("/operator а на Луну доставите?", f"а на Луну доставите? {AFTER_PRICE}"),
        ("а на Луну? позовите человека", f"а на Луну? позовите человека {AFTER_PRICE}"),
        ("позовите человека", "почём доставка позовите человека"),
    ]
    for number, (words, about) in enumerate(called, start=1):
        assert await topic_after(night, number, ["почём доставка"], words) == f"🆕 {about} · №{number} Клиент {number}"


async def topic_after(night: Night, number: int, answered: list[str], last: Sent) -> str:
    """The topic of a customer who gets answers at first, and then a person."""
    customer = night.sandbox.customer(f"Клиент {number}")
    for words in answered:
        customer.writes(words)
        assert "👍 Помогло" in str((await night.reply(customer)).buttons)
    customer.writes(last) if isinstance(last, str) else customer.sends(last)
    await night.pause()
    assert f"Заявка №{number} принята" in (await night.reply(customer)).text
    return night.topic(number)


async def test_so_it_is_when_what_was_offered_does_not_fit(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    await night.later(minutes=2)
    night.maria.writes("а загород?")
    await night.pause()
    offered = await night.reply(night.maria)
    assert "Доставляете ли вы в область?" in offered.text
    assert ["Сколько стоит доставка?"] not in offered.buttons
    await night.later(minutes=11)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 а загород? (после «Сколько стоит доставка?») · №1 Мария"


async def test_a_follow_up_is_learnt_with_what_it_follows_up(night: Night) -> None:
    """«а загород?» alone would be taken for delivery after any other answer."""
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    night.maria.writes("а загород?")
    await night.pause()
    await night.reply(night.maria)
    await night.press(night.maria, "Да, об этом")
    assert night.ask("SELECT question, entry_id FROM questionlabel") == [
        ("почём доставка\nа загород?", "delivery-region")
    ]


async def test_lists_lead_with_it_too_where_there_are_no_topics(tmp_path: Path) -> None:
    faq = Path(__file__).parent / "faq_in_two_languages" / "en"
    async with a_night(tmp_path, House(forum=False, language="en", faq=faq)) as room:
        room.maria.writes("how much is delivery")
        await room.reply(room.maria)
        room.maria.writes("and to the Moon?")
        await room.pause()
        assert "Your request is #1" in (await room.reply(room.maria)).text
        await room.news()
        room.anna.writes("/open")
        [queue] = await room.news()
        assert "and to the Moon? (after “How much is delivery?”)" in queue.text


async def test_authors_are_told_of_the_follow_up(night: Night) -> None:
    for name in ("Олег", "Ира"):
        customer = night.sandbox.customer(name)
        customer.writes("почём доставка")
        await night.replies(customer)
        customer.writes("а на Луну доставите?")
        await night.pause()
    assert night.ask("SELECT text FROM question WHERE entry_id IS NULL") == [("а на Луну доставите?",)] * 2
    await night.at("2026-11-21 10:00")
    [digest] = [one.text for one in await night.news() if "Доброе утро" in one.text]
    assert "а на Луну доставите?" in digest
    assert "почём доставка" not in digest
    night.anna.writes("/faq")
    await night.settled()
    await night.parts.authoring.look()
    [group] = [one.text for one in await night.news() if "Луну" in one.text]
    assert "почём" not in group


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
