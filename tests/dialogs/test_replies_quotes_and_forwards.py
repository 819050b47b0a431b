"""What a message points at goes with it: replies, quotes, posts of channels, and whose words were forwarded."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox import photo, sticker
from bot.sandbox.api_json import Json
from tests.dialogs.night import MONDAY_NOON, House, Night, a_night
from tests.dialogs.test_bad_input import in_private

CHANNEL: Json = {"id": -1008000000001, "type": "channel", "title": "Северный дом: новинки"}
POST: Json = {
    "external_reply": {"origin": {"type": "channel", "chat": CHANNEL, "message_id": 4, "date": 1}},
    "quote": {"text": "Шкаф Вега, артикул 4411", "position": 0},
}
FORWARD: Json = {"forward_origin": {"type": "hidden_user", "sender_user_name": "Служба доставки", "date": 1}}


@pytest.fixture
async def cards(tmp_path: Path) -> AsyncIterator[Night]:
    """A group without topics, at noon."""
    async with a_night(tmp_path, House(at=MONDAY_NOON, forum=False)) as cards:
        yield cards


def writes(night: Night, content: Json, message_id: int = 9000) -> None:
    night.tell_bot("message", in_private(night, message_id, content))


async def test_a_quote_of_the_bots_words_stands_above_the_customers(night: Night) -> None:
    await night.ticket_is_open()
    writes(
        night,
        {
            "text": "а вот это точно?",
            "reply_to_message": night.maria.sees[-1].api,
            "quote": {"text": "Заявка №1 принята", "position": 0},
        },
    )
    [seen] = await night.news()
    assert seen.text == "Мария:\n↩️ в ответ на слова:\nЗаявка №1 принята\nа вот это точно?"
    assert {"type": "blockquote", "offset": 28, "length": 17} in seen.entities


async def test_a_question_about_a_post_of_a_channel_is_understood(night: Night) -> None:
    writes(night, {"text": "а такой в белом цвете бывает?", **POST})
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    about = (
        "↩️ в ответ на пост в канале (Северный дом: новинки):\nШкаф Вега, артикул 4411\nа такой в белом цвете бывает?"
    )
    assert about in night.card().text
    [(subject,)] = night.ask("SELECT subject FROM ticket")
    assert subject == "а такой в белом цвете бывает? («Шкаф Вега, артикул 4411»)"


async def test_the_morning_digest_tells_what_a_question_was_about(night: Night) -> None:
    writes(night, {"text": "а такой в белом цвете бывает?", **POST})
    await night.pause()
    await night.news()
    await night.at("2026-11-21 10:00")
    digest, faq = await night.news()
    assert "№1 Мария: а такой в белом цвете бывает? («Шкаф" in digest.text
    assert "а такой в белом цвете бывает? («Шкаф Вега, артикул 4411»)" in faq.text


async def test_forwarded_words_are_not_the_customers_own(night: Night) -> None:
    writes(night, {"text": "Ваш заказ 4411 отменён продавцом", **FORWARD})
    await night.pause()
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "↪️ переслано от: Служба доставки\nВаш заказ 4411 отменён продавцом" in night.card().text
    [(subject,)] = night.ask("SELECT subject FROM ticket")
    assert subject == "переслано от: Служба доставки — Ваш заказ 4411 отменён продавцом"


async def test_what_the_faq_would_answer_is_only_offered_for_forwarded_words(night: Night) -> None:
    """Somebody else asked it, of somebody else perhaps; the customer's press says that it is their question, too."""
    writes(night, {"text": "почём доставка", **FORWARD})
    await night.pause()
    offered = await night.reply(night.maria)
    assert offered.buttons[0] == ["Сколько стоит доставка?"]
    await night.press(night.maria, "Сколько стоит доставка?", on=offered)
    assert "300 ₽" in (await night.reply(night.maria)).text


async def test_forwarded_words_neither_thank_nor_call_a_person(night: Night) -> None:
    for number, words in enumerate(("спасибо", "позовите оператора"), start=1):
        person = night.sandbox.customer(f"Клиент {number}")
        person.writes("/start")
        await night.replies(person)
        chat = night.sandbox.world.chat_object(person.chat)
        said = {"message_id": 9000 + number, "date": 1, "chat": chat, "from": person.person.user, "text": words}
        night.tell_bot("message", said | FORWARD)
        await night.pause()
        assert f"№{number} принята" in (await night.reply(person)).text
        assert f"переслано от: Служба доставки\n{words}" in night.card(number).text


async def test_own_words_beside_a_forward_are_answered(night: Night) -> None:
    writes(night, {"text": "Ваш заказ 4411 собран", **FORWARD})
    writes(night, {"text": "сколько стоит доставка?"}, 9001)
    await night.pause()
    assert "300 ₽" in (await night.reply(night.maria)).text


async def test_a_forwarded_picture_and_sticker_say_whose_they_are(night: Night) -> None:
    await night.ticket_is_open()
    [picture] = night.maria.sends(photo("Скол"))
    await night.news()
    writes(night, {"photo": picture.api["photo"], "caption": "Скол", **FORWARD})
    [seen] = await night.news()
    assert seen.text == "Мария:\n↪️ переслано от: Служба доставки\nСкол"
    [own] = night.maria.sends(sticker())
    await night.news()
    writes(night, {"sticker": own.api["sticker"], **FORWARD}, 9001)
    told, passed = await night.news()
    assert told.text == "Мария:\n↪️ переслано от: Служба доставки"
    assert passed.kind == "sticker"


async def test_a_reply_to_a_colleagues_words_is_a_reply_in_the_topic(day: Night) -> None:
    await day.ticket_is_open()
    said = day.anna.writes("Приедем завтра", topic="№1")
    day.anna.writes("Или послезавтра", topic="№1")
    first, _ = [seen for seen in await day.replies(day.maria) if "Анна" in seen.text]
    await day.news()
    day.maria.writes("Точно?", reply_to=first)
    [seen] = await day.news()
    assert (seen.text, seen.reply_to) == ("Мария:\nТочно?", said.id)


async def test_a_reply_to_ones_own_words_is_a_reply_in_the_topic(day: Night) -> None:
    await day.ticket_is_open()
    first = day.maria.writes("Привезли белый")
    [copy] = await day.news()
    day.maria.writes("Вот этот", reply_to=first)
    [seen] = await day.news()
    assert (seen.text, seen.reply_to) == ("Мария:\nВот этот", copy.id)


async def test_an_album_replies_too(day: Night) -> None:
    await day.ticket_is_open()
    first = day.maria.writes("Привезли белый")
    [copy] = await day.news()
    day.maria.sends(photo("Вот"), photo(""), reply_to=first)
    await day.pause()
    assert [seen.reply_to for seen in await day.news() if seen.kind == "photo"] == [copy.id, copy.id]


async def test_a_colleagues_reply_to_a_message_is_a_reply_for_the_customer(day: Night) -> None:
    await day.ticket_is_open()
    asked = day.maria.writes("Когда привезёте?")
    [copy] = await day.news()
    day.maria.writes("И сколько это стоит вместе со сборкой?")
    await day.news()
    said = day.anna.writes("Завтра", topic="№1", reply_to=copy)
    [seen] = [seen for seen in await day.replies(day.maria) if "Завтра" in seen.text]
    assert (seen.text, seen.reply_to) == ("Анна · №1\nЗавтра", asked.id)
    day.anna.writes("После обеда", topic="№1", reply_to=said)
    [more] = await day.replies(day.maria)
    assert (more.text, more.reply_to) == ("Анна · №1\nПосле обеда", seen.id)


async def test_without_topics_replies_work_both_ways(cards: Night) -> None:
    await cards.ticket_is_open()
    asked = cards.maria.writes("Когда привезёте?")
    [copy] = await cards.news()
    said = cards.anna.writes("Завтра", reply_to=copy)
    [seen] = [seen for seen in await cards.replies(cards.maria) if "Завтра" in seen.text]
    assert seen.reply_to == asked.id
    await cards.news()
    cards.maria.writes("Точно?", reply_to=seen)
    [answer] = await cards.news()
    assert (answer.text, answer.reply_to) == ("Мария:\nТочно?", said.id)
    cards.boris.writes("Да", reply_to=cards.card())
    [more] = await cards.replies(cards.maria)
    assert (more.text, more.reply_to) == ("Борис · №1\nДа", None)


async def test_words_quoted_from_the_card_are_a_reply_to_the_message_they_come_from(day: Night) -> None:
    await day.ticket_is_open("У меня сломался чайник")
    said = day.anna.writes("Который?", topic="№1", reply_to=day.card())
    await day.replies(day.maria)
    quote = {"quote": {"text": "сломался чайник", "position": 30, "is_manual": True}}
    day.tell_bot("message", said.api | {"message_id": 9000, "text": "Какой?", **quote})
    [seen] = await day.replies(day.maria)
    assert seen.text == "Анна · №1\n↩️ в ответ на слова:\nсломался чайник\nКакой?"
    assert seen.reply_to is not None
    assert day.maria.chat.messages[seen.reply_to].api["text"] == "У меня сломался чайник"


async def test_what_only_the_staff_may_read_is_never_quoted_to_a_customer(day: Night) -> None:
    await day.ticket_is_open()
    note = day.anna.writes("// он скандалист", topic="№1")
    mixed = day.anna.writes("Проверим\n// если не забудем", topic="№1")
    await day.replies(day.maria)
    said = day.anna.writes("Добрый день", topic="№1", reply_to=note)
    [seen] = await day.replies(day.maria)
    assert (seen.text, seen.reply_to) == ("Анна · №1\nДобрый день", None)
    quoted = {"quote": {"text": "если не забудем", "position": 12}, "reply_to_message": mixed.api}
    day.tell_bot("message", said.api | {"message_id": 9000, "text": "Не забудем", **quoted})
    [more] = await day.replies(day.maria)
    assert more.text == "Анна · №1\nНе забудем"
    other = {"external_reply": {"origin": {"type": "user", "sender_user": said.api["from"]}, "chat": said.api["chat"]}}
    words = {"text": "Ждём", **other, "quote": {"text": "чужая тайна", "position": 0}, "reply_to_message": None}
    day.tell_bot_unspecified("message", said.api | {"message_id": 9001, **words})
    [last] = await day.replies(day.maria)
    assert last.text == "Анна · №1\nЖдём"


async def test_a_colleague_forwards_a_notice_to_the_customer(day: Night) -> None:
    await day.ticket_is_open()
    said = day.anna.writes("Сейчас", topic="№1")
    await day.replies(day.maria)
    day.tell_bot("message", said.api | {"message_id": 9000, "text": "Заказ 4411 в пути", **FORWARD})
    assert (await day.reply(day.maria)).text == "Анна · №1\n↪️ переслано от: Служба доставки\nЗаказ 4411 в пути"


async def test_a_reply_to_what_was_deleted_goes_out_without_it(day: Night) -> None:
    await day.ticket_is_open()
    asked = day.maria.writes("Когда привезёте?")
    [copy] = await day.news()
    asked.stored.deleted = True
    day.anna.writes("Завтра", topic="№1", reply_to=copy)
    [seen] = [seen for seen in await day.replies(day.maria) if "Завтра" in seen.text]
    assert seen.reply_to is None


async def test_in_english(tmp_path: Path) -> None:
    async with a_night(tmp_path, House(language="en")) as night:
        writes(night, {"text": "Is it available in white wood veneer?", **POST})
        await night.pause()
        card = night.staff_sees()[-1].text
        assert "↩️ in reply to a channel post (Северный дом: новинки):\nШкаф Вега, артикул 4411" in card


async def test_what_a_message_pointed_at_is_erased_with_its_words(night: Night) -> None:
    writes(night, {"text": "а такой в белом цвете бывает?", **POST})
    await night.pause()
    night.maria.writes("/forget_me")
    await night.replies(night.maria)
    await night.press(night.maria, "Удалить мои данные")
    assert night.ask("SELECT count(*) FROM message WHERE points_at IS NOT NULL") == [(0,)]
