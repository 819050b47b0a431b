"""Greetings, "may I ask?", hours and address: answered at once, without an entry and without a request."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogs.night import House, Night, a_night, texts

BARE = "# Доставка\n\n## Сколько стоит доставка?\n\nТакже спрашивают:\n- почём доставка\n\n300 ₽.\n"
BARE_ENGLISH = "# Delivery\n\n## How much is delivery?\n\nAlso asked:\n- delivery price\n\n300 ₽.\n"


def faq(folder: Path, text: str) -> Path:
    (folder / "faq").mkdir()
    (folder / "faq" / "delivery.md").write_text(text, "utf-8")
    return folder / "faq"


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Night]:
    """A night with an FAQ that has no small talk and no hours."""
    async with a_night(tmp_path, House(faq=faq(tmp_path, BARE))) as night:
        yield night


@pytest.fixture
async def english(tmp_path: Path) -> AsyncIterator[Night]:
    house = House(faq=faq(tmp_path, BARE_ENGLISH), language="en", topics=False)
    async with a_night(tmp_path, house) as night:
        yield night


@pytest.mark.parametrize("words", ["Можно вопрос?", "подскажите", "девушка, здравствуйте", "алло", "есть кто?"])
async def test_who_asks_nothing_yet_is_listened_to(bare: Night, words: str) -> None:
    bare.maria.writes(words)
    told = await bare.reply(bare.maria)
    assert told.text.startswith("Слушаю вас.")
    assert told.buttons == []
    await bare.later(minutes=11)
    assert await bare.replies(bare.maria) == []
    assert await bare.news() == []


async def test_the_question_that_follows_is_taken_by_itself(bare: Night) -> None:
    bare.maria.writes("Здравствуйте, можно вопрос?")
    await bare.reply(bare.maria)
    bare.maria.writes("почём доставка")
    assert (await bare.reply(bare.maria)).text == "300 ₽."
    await bare.later(minutes=1)
    bare.maria.writes("подскажите пожалуйста")
    await bare.reply(bare.maria)
    bare.maria.writes("12345 67890 где коробка")
    await bare.pause()
    if "Заявка" not in (told := await bare.reply(bare.maria)).text:
        await bare.press(bare.maria, "Ничего не подходит")
        told = await bare.reply(bare.maria)
    assert "Заявка №1 принята" in told.text
    assert bare.topic() == "🆕 12345 67890 где коробка · №1 Мария"


async def test_greetings_goodbyes_and_robots_need_no_entry(bare: Night) -> None:
    for words, told in (
        ("добрый вечер", "Здравствуйте, Мария."),
        ("до свидания", "До свидания."),
        ("вы робот?", "Я бот"),
        ("спасибо!", "Пожалуйста."),
    ):
        bare.maria.writes(words)
        assert (await bare.reply(bare.maria)).text.startswith(told)
    assert await bare.news() == []


async def test_who_would_rather_talk_to_a_person_can_press_for_one(bare: Night) -> None:
    bare.maria.writes("ты бот?")
    await bare.reply(bare.maria)
    await bare.press(bare.maria, "🙋 Позвать человека")
    assert "Заявка №1 принята" in (await bare.reply(bare.maria)).text


async def test_the_author_s_own_words_win(night: Night) -> None:
    night.maria.writes("добрый вечер")
    assert (await night.reply(night.maria)).text == "Здравствуйте! Спрашивайте."
    night.maria.writes("вы робот?")
    assert (await night.reply(night.maria)).text == "Я бот. Позову человека, если нужно."
    night.maria.writes("во сколько открываетесь")
    assert (await night.reply(night.maria)).text.startswith("Сегодня: ")


async def test_hours_address_and_phone_come_from_the_settings(bare: Night) -> None:
    bare.maria.writes("вы открыты?")
    told = (await bare.reply(bare.maria)).text
    assert told.startswith("Сейчас мы закрыты, откроемся завтра в 10:00 (МСК). Сегодня: 09:00–18:00, завтра: ")
    assert "пн–пт 09:00–18:00; сб 10:00–16:00; вс выходной" in told
    bare.maria.writes("где вы находитесь")
    assert (await bare.reply(bare.maria)).text == "Наш адрес: Тихий переулок, 1."
    bare.maria.writes("какой у вас номер телефона")
    assert (await bare.reply(bare.maria)).text == "Наш телефон: +7 495 000-00-00."
    await bare.pause()
    assert await bare.news() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("в это воскресенье работаете?", "Воскресенье, 22 ноября: выходной."),
        ("на рождество работаете?", "Четверг, 7 января (Рождество Христово): выходной."),
        ("31.12 работаете?", "Четверг, 31 декабря: выходной."),
        (
            "в праздники как работаете?",
            "Пятница, 1 января (Новогодние каникулы): выходной.\nЧетверг, 7 января (Рождество Христово): выходной.",
        ),
    ],
)
async def test_the_hours_of_the_day_that_is_asked_about(bare: Night, words: str, told: str) -> None:
    bare.maria.writes(words)
    answer = (await bare.reply(bare.maria)).text
    assert answer.startswith(told)
    assert "Сейчас мы закрыты" in answer


async def test_a_british_shop_on_its_holidays(tmp_path: Path) -> None:
    house = House(faq=faq(tmp_path, BARE_ENGLISH), language="en", holidays="GB-ENG", timezone="Europe/London")
    async with a_night(tmp_path, house) as shop:
        for words, days in (
            ("are you open on Christmas Day?", ["Friday, December 25 (Christmas Day): closed."]),
            ("are you open on boxing day", ["Saturday, December 26 (Boxing Day): closed."]),
            ("are you open on christmas eve", ["Thursday, December 24: 09:00–18:00."]),
            (
                "open at easter?",
                ["Friday, March 26 (Good Friday): closed.", "Monday, March 29 (Easter Monday): closed."],
            ),
        ):
            shop.maria.writes(words)
            *told, _, week = (await shop.reply(shop.maria)).text.split("\n")
            assert told == days
            assert week.startswith("Weekly hours: ")


async def test_a_holiday_that_the_calendar_does_not_know_is_for_a_person(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq=faq(tmp_path, BARE), holidays=None)) as shop:
        shop.maria.writes("на рождество работаете?")
        await shop.pause()
        assert "Заявка №1 принята" in (await shop.reply(shop.maria)).text


async def test_a_shop_that_never_closes_says_so(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(faq=faq(tmp_path, BARE), week="24/7", holidays=None)) as shop:
        shop.maria.writes("когда вы работаете?")
        assert (await shop.reply(shop.maria)).text == "Мы работаем круглосуточно."
        james = shop.sandbox.customer("James", language_code="en")
        james.writes("when are you open?")
        assert (await shop.reply(james)).text == "We're open around the clock."


async def test_a_day_around_the_clock_is_told_in_words(tmp_path: Path) -> None:
    house = House(faq=faq(tmp_path, BARE), week="Mo-Fr 24/7", at="2026-11-19 15:00", holidays=None)
    async with a_night(tmp_path, house) as shop:
        shop.maria.writes("когда вы работаете?")
        assert (await shop.reply(shop.maria)).text == (
            "Сейчас мы открыты. Сегодня: круглосуточно, завтра: круглосуточно.\n"
            "По неделе: пн–пт круглосуточно; сб–вс выходной."
        )


async def test_a_fact_in_a_burst_is_told_and_the_rest_reaches_a_person(night: Night) -> None:
    night.maria.writes("У меня сломался чайник")
    night.maria.writes("какой у вас номер телефона?")
    await night.pause()
    phone, accepted = texts(await night.replies(night.maria))
    assert phone == "Наш телефон: +7 495 000-00-00."
    assert "Заявка №1 принята" in accepted
    assert night.topic() == "🆕 У меня сломался чайник · №1 Мария"


async def test_the_same_in_english_on_cards(english: Night) -> None:
    james = english.sandbox.customer("James", language_code="en")
    for words, told in (
        ("hello, anyone?", "I'm listening."),
        ("good evening", "Hello, James. How can I help?"),
        ("are you open?", "We're closed right now and will open tomorrow at 10:00 (MSK). Today: 09:00"),
        ("where are you located?", "Our address: Тихий переулок, 1."),
        ("are you a robot", "I'm a bot"),
        ("bye", "Goodbye."),
    ):
        james.writes(words)
        assert (await english.reply(james)).text.startswith(told)
    assert await english.news() == []


async def test_a_greeting_in_another_language_is_answered_in_it(bare: Night) -> None:
    bare.maria.writes("Сәлеметсіз бе")
    assert (await bare.reply(bare.maria)).text.startswith("Сәлеметсіз бе.")
    assert await bare.news() == []
