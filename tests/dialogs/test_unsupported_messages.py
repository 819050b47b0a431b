"""What the bot can't show is kept, with its words, for a person: rich messages, gifts, kinds of a later Bot API."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.api_json import Json
from tests.dialogs.night import House, Night, a_night
from tests.dialogs.test_bad_input import in_private

RICH = {"rich_message": {"blocks": [{"type": "paragraph", "text": "Мне привезли не тот шкаф"}]}}
SURE = {
    "rich_message": {
        "blocks": [{"type": "paragraph", "text": ["Сколько стоит ", {"type": "bold", "text": "доставка?"}]}]
    }
}
PAID = {"paid_media": {"star_count": 5, "paid_media": [{"type": "preview"}]}, "caption": "Скол на дверце"}
HOLOGRAM = {"hologram": {"id": "77", "scenes": [{"phrase": "Трещина на дверце"}, {"phrase": "и на полке"}]}}
POLL = {"poll": {"id": "1", "question": "Когда удобно?", "options": [{"text": "Утром"}, {"text": "Днём"}]}}
QUIET: Json = {"write_access_allowed": {"from_request": True}}


@pytest.fixture
async def cards(tmp_path: Path) -> AsyncIterator[Night]:
    """A group without topics."""
    async with a_night(tmp_path, House(forum=False)) as cards:
        yield cards


async def sent(night: Night, content: Json, message_id: int = 900) -> None:
    night.tell_bot_unspecified("message", in_private(night, message_id, content))
    await night.pause()


async def test_a_rich_message_is_a_request_like_any_other(night: Night) -> None:
    await sent(night, RICH)
    told = await night.reply(night.maria)
    assert await night.press(night.maria, told.buttons[-1][0]) == "Передаём вопрос коллегам"
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    assert "Мне привезли не тот шкаф" in night.card().text
    assert "не умеет показать" not in "".join(seen.text for seen in night.staff_sees())


async def test_a_rich_message_that_asks_what_the_faq_knows_is_answered(night: Night) -> None:
    await sent(night, SURE)
    assert "300 ₽" in (await night.reply(night.maria)).text
    assert await night.news() == []


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (PAID, "платное медиа", "Скол на дверце"),
        (HOLOGRAM, "вложение неизвестного вида", "Трещина на дверце\nи на полке"),
        ({"gift": {"gift": {"id": "1"}, "text": "Спасибо вам"}}, "подарок", "Спасибо вам"),
        ({}, "вложение неизвестного вида", ""),
    ],
)
async def test_what_can_not_be_shown_opens_a_ticket_with_its_words(
    night: Night, content: dict[str, Any], kind: str, words: str
) -> None:
    await sent(night, content)
    assert "Заявка №1 принята" in (await night.reply(night.maria)).text
    shown = [seen.text for seen in night.staff_sees("№1") if "показать не умеет" in seen.text]
    line = f"⚠️ Такое сообщение бот показать не умеет ({kind}). "
    rest = f"Текст из него:\n{words}" if words else "Текста в нём нет: спросите, о чём речь."
    assert shown == [f"Мария:\n{line}{rest}"]
    assert words in night.card().text


async def test_it_joins_the_open_ticket(night: Night) -> None:
    await night.ticket_is_open()
    await sent(night, HOLOGRAM)
    [seen] = await night.news()
    assert seen.text.endswith("Текст из него:\nТрещина на дверце\nи на полке")
    assert night.ask("SELECT kind, ticket_id FROM message ORDER BY id DESC LIMIT 1") == [("unknown", 1)]


async def test_without_topics_it_stands_below_the_card(cards: Night) -> None:
    await cards.ticket_is_open()
    await sent(cards, HOLOGRAM)
    [seen] = await cards.news()
    assert "Трещина на дверце" in seen.text
    assert seen.reply_to == cards.card().id


async def test_service_messages_stay_silent(night: Night) -> None:
    await night.ticket_is_open()
    for content in (QUIET, {"chat_background_set": {"type": {"type": "fill"}}}, {"boost_added": {"boost_count": 1}}):
        await sent(night, content)
    assert await night.replies(night.maria) == []
    assert await night.news() == []


async def test_a_colleague_hears_in_place_what_can_not_be_passed_on(night: Night) -> None:
    await night.ticket_is_open()
    said = night.anna.writes("Одну минуту", topic="№1")
    await night.later(seconds=61)  # out of hours a reply waits a minute
    await night.replies(night.maria)
    await night.news()
    night.tell_bot_unspecified("message", said.api | {"message_id": 990, "text": None, **HOLOGRAM})
    [told] = await night.news()
    assert told.text == (
        "Такое сообщение бот передать не может: клиенту ничего не отправлено. Пришлите то же текстом или файлом."
    )
    assert told.topic == said.topic
    assert await night.replies(night.maria) == []


async def test_a_colleagues_rich_message_reaches_the_customer_as_text(night: Night) -> None:
    await night.ticket_is_open()
    said = night.anna.writes("Одну минуту", topic="№1")
    await night.later(seconds=61)  # out of hours a reply waits a minute
    await night.replies(night.maria)
    night.tell_bot_unspecified("message", said.api | {"message_id": 990, "text": None, **RICH})
    assert (await night.reply(night.maria)).text == "Анна · №1\nМне привезли не тот шкаф"


async def test_a_poll_that_the_library_would_refuse_holds_nobody(night: Night) -> None:
    """Its options have no persistent_id. It can't be copied in the sandbox, but what comes behind it is not held."""
    await night.ticket_is_open()
    await sent(night, POLL)
    assert [row[0] for row in night.ask("SELECT text FROM message WHERE kind = 'poll'")] == [
        "Когда удобно?\nУтром\nДнём"
    ]
    assert night.ask("SELECT count(*) FROM inbox WHERE handled_at IS NULL") == [(0,)]


async def test_a_rich_message_longer_than_a_text_goes_to_a_person_in_pieces(night: Night) -> None:
    words = "\n".join(f"{number}. Не хватает болта номер {number}" for number in range(300))
    assert len(words) > 8192
    await night.ticket_is_open()
    await sent(night, {"rich_message": {"blocks": [{"type": "paragraph", "text": words}]}})
    shown = [seen.text for seen in await night.news()]
    assert all(len(text) <= 4096 for text in shown)
    assert "\n".join(shown) == f"Мария:\n{words}"


async def test_updates_that_nobody_asked_for_are_ignored(night: Night) -> None:
    """Also those of a later Bot API, if nobody says anything in them."""
    message = in_private(night, 900, {"text": "оператор"})
    for kind in ("business_message", "guest_message", "channel_post"):
        night.tell_bot_unspecified(kind, message)
    night.tell_bot_unspecified(
        "message_reaction", {"chat": message["chat"], "message_id": 1, "date": 1, "new_reaction": []}
    )
    night.tell_bot_unspecified("hologram_seen", {"chat": {"id": night.maria.id, "type": "private"}, "id": 4})
    await night.pause()
    assert await night.replies(night.maria) == []
    assert night.ask("SELECT count(*) FROM inbox WHERE handled_at IS NULL") == [(0,)]


async def test_words_in_an_update_of_a_later_bot_api_reach_a_person(night: Night) -> None:
    night.tell_bot_unspecified("whispered_message", in_private(night, 900, {"text": "Где мой шкаф?"}))
    await night.pause()
    told = [seen.text for seen in await night.replies(night.maria)]
    assert "Его посмотрит коллега" in told[0]
    assert "Заявка №1 принята" in told[1]
    assert any("nightdesk inbox show" in seen.text for seen in night.staff_sees("№1"))
    assert night.ask("SELECT attempts FROM inbox WHERE set_aside_at IS NOT NULL") == [(1,)]
