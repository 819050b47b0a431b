"""After an answer: it helped or it did not, it is asked for again, and whoever calls a person brings it along."""

from pathlib import Path

import pytest

from bot.sandbox import Seen, sticker
from tests.dialogs.night import House, Night, a_night, texts
from tests.postgres import both_databases

PRICE = "По городу — 300 ₽, от 5 000 ₽ бесплатно."
ABOVE = "Я уже отвечал выше ↑ Если ответ не подошёл, позову коллегу."
HELPED = "SELECT helped FROM question ORDER BY id DESC LIMIT 1"


async def price(night: Night) -> Seen:
    night.maria.writes("почём доставка")
    return await night.reply(night.maria)


def helped(night: Night) -> object:
    [(said,)] = night.ask(HELPED)
    return None if said is None else bool(said)


async def test_the_thumbs_and_the_call_are_buttons_of_their_own(night: Night) -> None:
    assert (await price(night)).buttons == [["👍 Помогло", "👎 Не то"], ["🙋 Позвать человека"]]


@both_databases
async def test_thumb_down_offers_what_else_and_calls_nobody(night: Night) -> None:
    answer = await price(night)
    assert await night.press(night.maria, "👎 Не то") == "Посмотрим, что ещё подойдёт"
    assert answer.buttons == []
    told = await night.reply(night.maria)
    assert told.text.startswith("Понял, это не то.")
    assert told.buttons[-1] == ["🙋 Позвать человека"]
    assert helped(night) is False
    assert await night.news() == []
    await night.press(night.maria, "🙋 Позвать человека", on=told)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "почём доставка" in night.card().text
    assert "ответил: «Сколько стоит доставка?»" in night.card().text


async def test_another_choice_after_a_thumb_down_is_answered(night: Night) -> None:
    night.maria.writes("сколько стоит доставка за город")
    await night.pause()
    await night.replies(night.maria)
    night.maria.writes("почём доставка")
    await night.replies(night.maria)
    night.maria.writes("не то")
    told = await night.reply(night.maria)
    others = [row[0] for row in told.buttons[:-1]]
    assert "Сколько стоит доставка?" not in others
    for other in others[:1]:
        await night.press(night.maria, other, on=told)
        assert (await night.reply(night.maria)).text != PRICE
        assert night.ask("SELECT count(*) FROM question WHERE helped")[0][0] in (0, None)


@pytest.mark.parametrize("said", ["👍", "❤️", "спасибо, понял", "помогло!", "это помогло, спасибо"])
async def test_words_that_thank_count_as_helped(night: Night, said: str) -> None:
    await price(night)
    night.maria.writes(said)
    assert "Сообщение получил" not in (await night.reply(night.maria)).text
    assert helped(night) is True


@pytest.mark.parametrize("said", ["👎", "не то", "ничего из этого", "это не про меня", "спасибо, но это не то"])
async def test_words_that_refuse_count_as_not_helped(night: Night, said: str) -> None:
    await price(night)
    night.maria.writes(said)
    assert (await night.reply(night.maria)).text.startswith("Понял, это не то.")
    assert helped(night) is False
    assert await night.news() == []
    night.maria.writes(said)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


@pytest.mark.parametrize(("emoji", "is_good"), [("👍", True), ("❤", True), ("👎", False)])
async def test_reactions_and_stickers_say_the_same(night: Night, emoji: str, is_good: bool) -> None:
    answer = await price(night)
    night.maria.reacts(answer, emoji)
    told = await night.replies(night.maria)
    assert helped(night) is is_good
    assert len(told) == (0 if is_good else 1)
    oleg = night.sandbox.customer("Олег")
    oleg.writes("почём доставка")
    await night.replies(oleg)
    oleg.sends(sticker(emoji=emoji))
    await night.replies(oleg)
    assert helped(night) is is_good


async def test_a_reaction_to_anything_else_means_nothing(night: Night) -> None:
    told = await night.ticket_is_open()
    night.maria.reacts(told, "👎")
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_while_choosing_nothing_of_it_means_a_person(night: Night) -> None:
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("ничего из этого")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


@both_databases
async def test_the_second_time_the_bot_points_at_its_answer_and_then_a_person_comes(night: Night) -> None:
    answer = await price(night)
    night.maria.writes("цена доставки")
    again = await night.reply(night.maria)
    assert (again.text, again.reply_to) == (ABOVE, answer.id)
    assert again.buttons == [["🙋 Позвать человека"]]
    night.maria.writes("почём доставка???")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    card = night.card().text
    assert card.count("почём доставка") == 2
    assert "ответил: «Сколько стоит доставка?»" in card


async def test_asked_twice_at_once_the_second_points_at_the_first(night: Night) -> None:
    night.maria.writes("почём доставка")
    night.maria.writes("почём доставка")
    answer, again = await night.replies(night.maria)
    assert (again.text, again.reply_to) == (ABOVE, answer.id)


async def test_no_answer_is_pointed_at_beside_a_hand_off_or_for_another_question(night: Night) -> None:
    """The open choice carries on the answered question; what is written then is read with both of them."""
    night.maria.writes("часы работы?")
    await night.reply(night.maria)
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("скидку дайте")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_an_answer_that_is_asked_for_again_while_choosing_is_pointed_at(night: Night) -> None:
    night.maria.writes("часы работы?")
    answer = await night.reply(night.maria)
    night.maria.writes("доставка")
    await night.pause()
    await night.reply(night.maria)
    night.maria.writes("какие часы работы?")
    again = await night.reply(night.maria)
    assert (again.text, again.reply_to) == (ABOVE, answer.id)


async def test_somebody_else_and_another_day_get_the_answer_again(night: Night) -> None:
    await price(night)
    oleg = night.sandbox.customer("Олег")
    oleg.writes("почём доставка")
    assert (await night.reply(oleg)).text == PRICE
    await night.later(hours=25)
    assert (await price(night)).text == PRICE


async def test_an_answer_that_says_something_new_is_given_again(night: Night) -> None:
    night.maria.writes("во сколько открываетесь")
    assert "Откроемся завтра в 10:00" in (await night.reply(night.maria)).text
    await night.later(minutes=30)  # past midnight
    night.maria.writes("во сколько открываетесь")
    assert "Откроемся сегодня в 10:00" in (await night.reply(night.maria)).text


async def test_after_a_thumb_down_the_same_question_means_a_person(night: Night) -> None:
    await price(night)
    await night.press(night.maria, "👎 Не то")
    await night.replies(night.maria)
    night.maria.writes("почём доставка")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_the_menu_shows_an_answer_as_often_as_one_likes(night: Night) -> None:
    for _ in range(3):
        night.maria.writes("/menu")
        await night.press(night.maria, "Доставка")
        await night.press(night.maria, "Сколько стоит доставка?")
        assert (await night.replies(night.maria))[-1].text == PRICE


@both_databases
async def test_a_call_brings_along_the_last_exchange_however_old(night: Night) -> None:
    await price(night)
    await night.later(days=9)
    night.maria.writes("позовите человека")
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert night.topic() == "🆕 позовите человека · №1 Мария"
    card = night.card().text
    assert "20 ноября, 23:40:\nпочём доставка\n🤖 ответил: «Сколько стоит доставка?»" in card


async def test_the_button_under_an_old_answer_brings_it_along(night: Night) -> None:
    await price(night)
    await night.later(days=9)
    await night.press(night.maria, "🙋 Позвать человека")
    assert "почём доставка" in night.topic()
    assert "🤖 ответил: «Сколько стоит доставка?»" in night.card().text


async def test_the_call_under_an_answer_of_an_earlier_version_still_works(night: Night) -> None:
    answer = await price(night)
    assert await night.forge(night.maria, "not_helped:1", answer) == "Передаём вопрос коллегам"
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text


async def test_a_reopened_ticket_gets_the_exchange_too(night: Night) -> None:
    await night.ticket_is_solved()
    await price(night)
    await night.news()
    night.maria.writes("позовите человека")
    assert "№1 снова открыта" in (await night.reply(night.maria)).text
    assert "🤖 бот ответил: «Сколько стоит доставка?»" in texts(await night.news())


async def test_in_english(tmp_path: Path) -> None:
    house = House(language="en", faq=Path(__file__).parent / "faq_in_two_languages" / "en", forum=False)
    async with a_night(tmp_path, house) as night:
        james = night.sandbox.customer("James", language_code="en")
        james.writes("How much is delivery?")
        answer = await night.reply(james)
        assert answer.buttons == [["👍 That helped", "👎 Not that"], ["🙋 Talk to a person"]]
        james.writes("what does shipping cost")
        again = await night.reply(james)
        assert again.text.startswith("I've already answered that above ↑")
        assert again.reply_to == answer.id
        james.writes("that's not it")
        assert (await night.reply(james)).text.startswith("I see, that's not it.")
        james.writes("none of these")
        assert "Your request is #1" in (await night.reply(james)).text
        assert any("answered: “How much is delivery?”" in one.text for one in night.staff_sees())
