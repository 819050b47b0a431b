"""What somebody said in a message, whatever kind it is of."""

import os
from typing import Any

import pytest

from bot.desk.ticket.history import Incoming
from bot.telegram.content import ENVELOPE, KNOWN, content_of
from bot.telegram.fields import UnreadableUpdateError
from bot.telegram.parsing import HANDLED, NOT_ASKED_FOR
from bot.telegram.service_messages import ACTS, SILENT
from tests.conformance import specified_types

PRIVATE = {"id": 7, "type": "private", "first_name": "Мария"}
FILE_ID = "AgACAgIAAxkBAAIBYmZ0pXcAAUVNmKQ4k8lL1b1N1v9zAALx2jEb"


def raw(**content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1, "chat": PRIVATE, **content}


def said(**content: Any) -> Incoming:
    found = content_of(raw(**content))
    assert found is not None
    return found


def rich(*blocks: Any) -> Incoming:
    return said(rich_message={"blocks": list(blocks)})


@pytest.mark.skipif("BOT_API_SPEC" not in os.environ, reason="needs the specification of the Bot API")
class TestSpecification:
    """The lists of fields and update kinds are complete for the version of the specification."""

    @staticmethod
    def fields(name: str) -> dict[str, str]:
        types = specified_types()
        assert types is not None
        return {field["name"]: field["description"] for field in types[name]["fields"]}

    def test_each_field_of_a_message_is_known(self) -> None:
        assert self.fields("Message").keys() == ENVELOPE | SILENT | ACTS | KNOWN
        assert sum(map(len, (ENVELOPE, SILENT, ACTS, KNOWN))) == len(ENVELOPE | SILENT | ACTS | KNOWN)

    def test_each_service_message_is_silent_or_somebodys_act(self) -> None:
        service = {name for name, about in self.fields("Message").items() if "Service message" in about}
        assert service <= SILENT | ACTS

    def test_each_kind_of_update_is_handled_or_not_asked_for(self) -> None:
        assert self.fields("Update").keys() - {"update_id"} == HANDLED | NOT_ASKED_FOR


@pytest.mark.parametrize("name", sorted(SILENT))
def test_service_messages_are_silent(name: str) -> None:
    assert content_of(raw(**{name: {}})) is None


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("gift", {"gift": {"id": "5170145012310081615", "star_count": 15}, "text": "С праздником"}, "С праздником"),
        (
            "users_shared",
            {"request_id": 1, "users": [{"user_id": 9, "first_name": "Иван", "last_name": "П"}]},
            "Иван П",
        ),
        ("chat_shared", {"request_id": 1, "chat_id": -5, "title": "Дом 5"}, "Дом 5"),
        ("web_app_data", {"data": "шкаф, 2 шт.", "button_text": "Заказать"}, "шкаф, 2 шт.\nЗаказать"),
        ("giveaway", {"chats": [], "winner_count": 1, "prize_description": "Стол"}, "Стол"),
        (
            "suggested_post_declined",
            {"comment": "Не подходит", "suggested_post_message": raw(text="реклама")},
            "Не подходит",
        ),
        ("poll_option_added", {"option_persistent_id": "q1", "option_text": "Завтра"}, "Завтра"),
        ("successful_payment", {"currency": "RUB", "total_amount": 100, "invoice_payload": "order-4411"}, ""),
        ("invoice", {"title": "Шкаф", "description": "Вега, белый", "currency": "RUB"}, "Шкаф\nВега, белый"),
    ],
)
def test_a_persons_act_is_kept_with_its_words(kind: str, value: dict[str, Any], words: str) -> None:
    found = said(**{kind: value})
    assert (found.kind, found.text) == (kind, words)
    assert found.is_unsupported


def test_paid_media_keeps_its_caption() -> None:
    found = said(paid_media={"star_count": 5, "paid_media": [{"type": "preview", "width": 1}]}, caption="Это он?")
    assert (found.kind, found.text, found.is_unsupported) == ("paid_media", "Это он?", True)


def test_a_kind_of_a_later_bot_api() -> None:
    hologram = {
        "file_id": FILE_ID,
        "file_unique_id": "AQAD8doxG",
        "mime_type": "model/gltf",
        "url": "https://t.me/x",
        "preview_of": "https://t.me/y",
        "layers": [{"kind": "front_side", "heading": "Трещина на дверце"}, {"caption": "и на полке"}],
        "made_by": {"id": 9, "is_bot": False, "first_name": "Иван"},
    }
    found = said(hologram=hologram)
    assert (found.kind, found.is_unsupported) == ("unknown", True)
    assert found.text == "Трещина на дверце\nи на полке\nИван"


def test_a_message_without_anything_that_can_be_seen_is_kept() -> None:
    assert (said().kind, said().text, said().is_unsupported) == ("unknown", "", True)


def test_words_are_sought_with_bounds() -> None:
    deep: Any = "дно"
    for _ in range(200):
        deep = [deep]
    assert said(hologram=deep).text == ""
    many = said(hologram=[f"слово {number}" for number in range(20_000)]).text
    assert many.startswith("слово 0\nслово 1\n")
    assert len(many) <= 16_384


def test_what_stands_inside_another_message_is_not_said_now() -> None:
    added = {"tasks": [{"id": 1, "text": "Болты"}], "checklist_message": raw(text="Старое")}
    assert said(checklist_tasks_added=added).text == "Болты"


POLL = {
    "id": "1",
    "question": "Когда вам удобно?",
    "options": [{"text": "Утром", "voter_count": 0}, {"text": "Вечером", "voter_count": 1}],
    "type": "regular",
    "explanation": "Курьер один",
}


def test_a_poll_is_read_whatever_the_library_misses_in_it() -> None:
    """No option has the persistent_id that the Bot API requires since 9.6."""
    found = said(poll=POLL)
    assert found.kind == "poll"
    assert found.text == "Когда вам удобно?\nУтром\nВечером\nКурьер один"
    assert found.attachment == {"kind": "poll", "copy_from": 7, "copy_id": 5}


def test_words_of_what_is_copied_or_described() -> None:
    ticked = {"id": 1, "text": "Петли", "completed_by_user": {"id": 9, "first_name": "Иван"}}
    tasks = [ticked, {"id": 2, "text": "Болты"}]
    assert said(checklist={"title": "Чего не хватает", "tasks": tasks}).text == "Чего не хватает\nПетли\nБолты"
    place = {"latitude": 55.7, "longitude": 37.6}
    venue = {"location": place, "title": "Склад", "address": "Тихий, 1"}
    found = said(venue=venue, location=place)
    assert (found.kind, found.text) == ("venue", "Склад\nТихий, 1")
    assert found.attachment == {"kind": "venue", **place, "title": "Склад", "address": "Тихий, 1"}
    contact = said(contact={"phone_number": "+7 999 000-00-00", "first_name": "Иван", "vcard": "BEGIN:VCARD"})
    assert contact.text == "Иван\n+7 999 000-00-00"
    assert said(dice={"emoji": "🎲", "value": 4}).text == ""


def test_files() -> None:
    document = {"file_id": FILE_ID, "file_unique_id": "u", "file_name": "счёт.pdf"}
    found = said(document=document, caption="Счёт", caption_entities=[{"type": "bold", "offset": 0, "length": 4}])
    assert found.attachment == {"kind": "document", "file_id": FILE_ID, "file_name": "счёт.pdf", "unique_id": "u"}
    assert (found.text, found.entities) == ("Счёт", ({"type": "bold", "offset": 0, "length": 4},))
    sizes = [{"file_id": "small"}, {"file_id": "large"}]
    assert said(photo=sizes, live_photo={"file_id": "moving"}).attachment == {"kind": "photo", "file_id": "large"}
    assert said(animation={"file_id": "a"}, document={"file_id": "b"}).kind == "animation"
    assert said(voice={}).is_unsupported
    assert said(voice={"duration": 1}).attachment == {"kind": "voice", "copy_from": 7, "copy_id": 5}


def test_a_malformed_entity_costs_formatting_and_no_words() -> None:
    entities = [{"type": "bold"}, "x", {"type": "italic", "offset": 0, "length": 2}]
    assert said(text="Где заказ?", entities=entities).entities == ({"type": "italic", "offset": 0, "length": 2},)


@pytest.mark.parametrize("content", [{"text": 5}, {"photo": "x"}, {"poll": []}, {"voice": {"file_id": 1}}])
def test_a_field_of_another_type_than_specified_can_not_be_read(content: dict[str, Any]) -> None:
    with pytest.raises(UnreadableUpdateError):
        content_of(raw(**content))


def test_the_words_of_a_rich_message_are_words_like_any_other() -> None:
    found = rich({"type": "paragraph", "text": "Мне привезли не тот шкаф"})
    assert (found.kind, found.text, found.attachment) == ("rich_message", "Мне привезли не тот шкаф", None)


def test_all_blocks_of_a_rich_message() -> None:
    found = rich(
        {"type": "heading", "size": 1, "text": "Заказ 4411"},
        {"type": "paragraph", "text": ["Жду ", {"type": "bold", "text": "третий"}, " день ", emoji("🙏")]},
        {"type": "divider"},
        {"type": "list", "items": [item("1.", "шкаф"), item("2.", "стол")]},
        {"type": "list", "items": [item("", "привезли") | {"has_checkbox": True, "is_checked": True}]},
        {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "Едет"}], "credit": "Курьер"},
        {
            "type": "table",
            "cells": [[{"text": "Цвет"}, {"text": "Белый"}], [{"text": "Размер"}, {}]],
            "caption": "Шкаф",
        },
        {"type": "details", "summary": "Подробнее", "blocks": [{"type": "footer", "text": "см. фото"}]},
        {"type": "pre", "text": "код 17"},
        {"type": "mathematical_expression", "expression": "2+2"},
    )
    assert found.text.split("\n") == [
        *("Заказ 4411", "Жду третий день 🙏", "1. шкаф", "2. стол", "☑ привезли", "Едет", "Курьер"),
        *("Цвет | Белый", "Размер | ", "Шкаф", "Подробнее", "см. фото", "код 17", "2+2"),
    ]
    assert found.attachment is None
    assert found.entities == ({"type": "bold", "offset": 15, "length": 6},)


def emoji(words: str) -> dict[str, Any]:
    return {"type": "custom_emoji", "custom_emoji_id": "5368324170671202286", "alternative_text": words}


def item(label: str, words: str) -> dict[str, Any]:
    return {"label": label, "blocks": [{"type": "paragraph", "text": words}]}


def test_a_rich_message_with_a_picture_needs_eyes() -> None:
    photo = {"type": "photo", "photo": [{"file_id": FILE_ID}], "caption": {"text": "Вот скол", "credit": "я"}}
    found = rich({"type": "collage", "blocks": [photo]}, {"type": "hologram", "phrase": "Видно трещину"})
    assert found.text == "Вот скол\nя\nВидно трещину"
    assert found.is_unsupported


def test_links_of_a_rich_message() -> None:
    found = rich({"type": "paragraph", "text": {"type": "url", "text": "вот он", "url": "https://shop.test/4411"}})
    assert (found.text, found.entities) == (
        "вот он",
        ({"type": "text_link", "offset": 0, "length": 6, "url": "https://shop.test/4411"},),
    )


def test_a_rich_message_nested_without_end() -> None:
    block: Any = {"type": "paragraph", "text": "дно"}
    for _ in range(300):
        block = {"type": "blockquote", "blocks": [block]}
    found = rich({"type": "paragraph", "text": "верх"}, block)
    assert found.text == "верх"
    assert found.is_unsupported
