"""Complaints, threats, insults, calls back and languages that nobody here answers in: no choices, fitting words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.night import House, Night, a_night, texts

EN = Path(__file__).parent / "faq_in_two_languages" / "en"


@pytest.fixture(params=[True, False], ids=["topics", "cards"])
async def either(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(topics=request.param)) as night:
        yield night


@pytest.mark.parametrize(
    ("words", "told", "sign"),
    [
        ("курьер нахамил", "Мне жаль, что так вышло, извините.", "жалоба"),
        ("подам на вас в суд", "Понимаю, что дело серьёзное", "грозит судом или проверкой"),
        ("пишу в роспотребнадзор", "Понимаю, что дело серьёзное", "грозит судом или проверкой"),
        ("почём доставка, козлы", "Жаль, что так вышло. Дальше ответит человек.", "ругается"),
        ("перезвоните мне +7 912 345-67-89", "перезвонить на +7 912 345-67-89", "просит перезвонить: +7 912 345-67-89"),
        ("жду звонка", "Напишите сюда номер, по которому звонить.", "просит перезвонить"),
    ],
)
async def test_it_goes_to_a_person_at_once(either: Night, words: str, told: str, sign: str) -> None:
    either.maria.writes(words)
    accepted = await either.reply(either.maria)
    assert told in accepted.text
    assert "Заявка №1 принята. Ответим завтра до 10:30." in accepted.text
    assert accepted.buttons == [["Закрыть заявку", "Дополнить"]]
    assert f"⚠️ {sign}" in either.card().text
    assert words in either.card().text


async def test_what_was_asked_a_moment_before_goes_along(night: Night) -> None:
    night.maria.writes("У меня сломался чайник")
    night.maria.writes("и ваш курьер нахамил")
    assert "Мне жаль" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 У меня сломался чайник и ваш курьер нахамил · №1 Мария"


async def test_an_insult_while_choosing_gets_a_person_with_the_question(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    assert (await night.reply(night.maria)).buttons[0] == ["Да, об этом"]
    night.maria.writes("тупой бот")
    assert "Похоже, вы сердитесь, и помочь я не смог" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 доставка тупой бот · №1 Мария"


async def test_after_an_answer_an_insult_is_told_that_the_bot_did_not_help(night: Night) -> None:
    night.maria.writes("почём доставка")
    await night.reply(night.maria)
    night.maria.writes("тупой бот")
    assert "помочь я не смог" in (await night.reply(night.maria)).text


async def test_a_language_that_nobody_here_answers_in_is_told_so_in_it(either: Night) -> None:
    either.maria.writes("Менің тапсырысым қайда?")
    told = (await either.reply(either.maria)).text
    assert told.startswith("Өкінішке қарай, қазақша жауап бере алмаймын.")
    assert "өтінім №1, жауап мерзімі: 21.11 10:30 дейін." in told
    assert "Заявка №1 принята" in told
    assert "⚠️ пишет по-казахски" in either.card().text


async def test_an_english_desk_answers_so_too(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq=EN, language="en")) as night:
        james = night.sandbox.customer("James", language_code="en")
        for words, told, sign in (
            ("the courier was rude", "I'm sorry this happened.", "complaint"),
            ("I'll sue", "I understand that this is serious", "threatens with court or a regulator"),
            ("wtf is this", "I'm sorry you're having trouble. A person takes it from here.", "swears"),
            ("call me back on +44 20 7946 0018", "call back on +44 20 7946 0018", "asks for a call"),
            ("wo ist meine bestellung", "Auf Deutsch kann ich leider nicht antworten.", "writes in German"),
        ):
            james.writes(words)
            assert told in (await night.reply(james)).text
            assert f"⚠️ {sign}" in night.staff_sees()[-1].text
            await night.press(james, "Close request")
            assert "closed" in texts(await night.replies(james))[-1]
            await night.later(days=4)


async def test_a_question_about_complaints_is_a_question(night: Night) -> None:
    night.maria.writes("почём доставка")
    assert "300 ₽" in (await night.reply(night.maria)).text
    assert await night.news() == []
