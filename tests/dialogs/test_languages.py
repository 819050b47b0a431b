"""Everybody is answered in their language: the chosen one, else the one they write, else that of their app."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import Customer
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night, texts

TWO_LANGUAGES = Path(__file__).parent / "faq_in_two_languages"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Night]:
    async with a_night(tmp_path, House(faq=TWO_LANGUAGES)) as shop:
        yield shop


@pytest.fixture
def james(shop: Night) -> Customer:
    return shop.sandbox.customer("James", language_code="en-GB")


async def test_an_english_customer_lives_in_english(shop: Night, james: Customer) -> None:
    james.writes("/start")
    assert "Hello, James" in (await shop.reply(james)).text
    james.writes("How much is delivery?")
    answer = await shop.reply(james)
    assert answer.text == "300 ₽ within the city."
    assert answer.buttons == [["👍 That helped", "👎 Not that"], ["🙋 Talk to a person"]]
    james.writes("My kettle is broken")
    await shop.pause()
    told = (await shop.reply(james)).text
    assert "tomorrow at 10:00 (MSK)" in told
    assert "by 10:30" in told
    assert "№1 · 🆕 новая" in shop.card().text
    await shop.press(shop.anna, "🙋 Взять")
    assert "Анна" in (await shop.reply(james)).text
    await shop.press(shop.anna, "✅ Решено")
    assert (await shop.reply(james)).buttons == [["↩️ Reopen"]]
    james.writes("/menu")
    assert (await shop.reply(james)).buttons[0] == ["How much is delivery?"]
    listed = [call.params for call in shop.sandbox.calls if call.method == "setMyCommands"]
    assert {"ru", "en"} <= {params.get("language_code") for params in listed}


async def test_a_russian_question_with_an_english_app_is_answered_in_russian(shop: Night, james: Customer) -> None:
    james.writes("почём доставка")
    answer = await shop.reply(james)
    assert answer.text == "По городу — 300 ₽."
    assert answer.buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]
    james.writes("/my")
    assert "Заявок пока нет" in (await shop.reply(james)).text


async def test_a_missing_translation_falls_back_and_says_so(shop: Night, james: Customer) -> None:
    james.writes("/language")
    await shop.reply(james)
    await shop.press(james, "English")
    james.writes("Доставляете ли вы в область?")
    note, answer = await shop.replies(james)
    assert "another language" in note.text
    assert answer.text == "Да, до 50 км от города."
    assert answer.buttons == [["👍 That helped", "👎 Not that"], ["🙋 Talk to a person"]]


async def test_an_english_question_to_a_russian_faq_is_understood_to_be_english(tmp_path: Path) -> None:
    async with a_night(tmp_path) as night:
        james = night.sandbox.customer("James", language_code="en")
        james.writes("My kettle is broken")
        await night.pause()
        assert "by 10:30" in (await night.reply(james)).text


async def test_the_chosen_language_wins(shop: Night) -> None:
    shop.maria.writes("/language")
    asked = await shop.reply(shop.maria)
    assert asked.buttons == [["Русский", "English"]]
    toast = await shop.press(shop.maria, "English")
    assert toast is not None
    assert "English" in toast
    assert asked.buttons == []
    shop.maria.writes("почём доставка")
    assert (await shop.reply(shop.maria)).text == "300 ₽ within the city."
    shop.maria.writes("у меня сломался чайник")
    await shop.pause()
    assert "by 10:30" in (await shop.reply(shop.maria)).text
    shop.maria.writes("/language")
    await shop.reply(shop.maria)
    assert "по-русски" in str(await shop.press(shop.maria, "Русский"))
    shop.maria.writes("/my")
    assert "принята" in (await shop.reply(shop.maria)).text


async def test_another_app_language_gets_the_company_s(shop: Night) -> None:
    jun = shop.sandbox.customer("Jun", language_code="ja")
    jun.writes("/start")
    assert "Здравствуйте, Jun" in (await shop.reply(jun)).text


async def test_an_english_company_speaks_english_to_its_staff(tmp_path: Path) -> None:
    house = House(at=MONDAY_NOON, faq=TWO_LANGUAGES / "en", language="en")
    async with a_night(tmp_path, house) as shop:
        shop.maria.writes("operator")
        await shop.replies(shop.maria)
        [card] = await shop.news()
        assert card.buttons[0][0] == "🙋 Take"
        shop.anna.writes("/help")
        assert "/open" in texts(await shop.news())[0]
