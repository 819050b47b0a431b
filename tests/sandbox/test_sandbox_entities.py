"""Texts and entities as Telegram stores them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.api_json import utf16_length
from bot.sandbox.entities import stored_text
from bot.sandbox.errors import BotApiError
from bot.sandbox.html import FormattedText

CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)}
SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace() or code in CONTROL)


def bold(offset: int, length: int) -> dict[str, object]:
    return {"type": "bold", "offset": offset, "length": length}


def moment(unix_time: object, shown_as: str = "t") -> dict[str, object]:
    more = {"unix_time": unix_time, "date_time_format": shown_as}
    return {"type": "date_time", "offset": 0, "length": 2, **more}


@pytest.mark.parametrize("shown_as", ["", "r", "t", "T", "d", "D", "w", "wDT", "dt"])
def test_times_are_kept(shown_as: str) -> None:
    assert stored_text("да", [moment(1795678200, shown_as)]).entities == (moment(1795678200, shown_as),)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("/start", "bot_command", "/start"),
        ("скажи /help@desk_bot пожалуйста", "bot_command", "/help@desk_bot"),
        ("😀 https://shop.example/a?b=1.", "url", "https://shop.example/a?b=1"),
        ("пишите на a.b@shop.ru", "email", "a.b@shop.ru"),
        ("спросите @anna_desk!", "mention", "@anna_desk"),
        ("про #доставка и", "hashtag", "#доставка"),
        ("звоните +7 999 123-45-67", "phone_number", "+7 999 123-45-67"),
    ],
)
def test_what_telegram_finds_by_itself(text: str, kind: str, found: str) -> None:
    [entity] = stored_text(text, []).entities
    start = utf16_length(text[: text.index(found)])
    assert (entity["type"], entity["offset"], entity["length"]) == (kind, start, utf16_length(found))


@pytest.mark.parametrize("text", ["24/7", "и/или", "http", "a@b", "цена 300/шт", "2+2"])
def test_what_it_does_not(text: str) -> None:
    assert stored_text(text, []).entities == ()


def test_nothing_is_found_in_code() -> None:
    code = {"type": "code", "offset": 0, "length": 6}
    assert stored_text("/start", [code]).entities == (code,)


def test_space_around_goes_and_entities_move_along() -> None:
    stored = stored_text(" \n😀 да \n", [bold(2, 2), bold(5, 2), bold(7, 1)])
    assert stored.text == "😀 да"
    assert stored.entities == (bold(0, 2), bold(3, 2))


def test_control_characters_go() -> None:
    stored = stored_text("a\x00b\r\nc", [bold(4, 2)])
    assert stored.text == "a b\nc"
    assert stored.entities == (bold(3, 2),)


@pytest.mark.parametrize(
    ("entity", "sentence"),
    [
        (bold(1, 9), "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10"),
        (bold(-1, 1), "receive an entity with incorrect offset -1 or length 1"),
        (bold(4, 1), "entity begins in a middle of a UTF-16 symbol at byte offset 5"),
        (
            bold(0, 4),
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 5",
        ),
        ({"type": "glow", "offset": 0, "length": 1}, "can't parse MessageEntity: unsupported type specified"),
        ({"type": "bold"}, "can't parse MessageEntity: offset and length must be of type Number"),
        ("bold", "can't parse MessageEntity: expected an object with a type"),
        (moment(None), "can't parse MessageEntity: unix_time must be a positive Number"),
        (moment(1, "HH:mm"), "can't parse MessageEntity: invalid date_time_format specified"),
        (moment(1, "rt"), "can't parse MessageEntity: invalid date_time_format specified"),
    ],
)
def test_entities_that_do_not_fit(entity: dict[str, object], sentence: str) -> None:
    with pytest.raises(BotApiError) as refusal:
        stored_text("да 😀", [entity])
    assert refusal.value.description == f"Bad Request: {sentence}"


def test_more_than_a_hundred_entities_are_cut() -> None:
    assert len(stored_text("x" * 200, [bold(at, 1) for at in range(200)]).entities) == 100


@given(st.text(max_size=60), st.data())
def test_a_moved_entity_still_marks_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    offset = utf16_length(text[:start])
    stored = stored_text(text, [bold(offset, utf16_length(text[start:end]))])
    first, last = len(text) - len(text.lstrip(SPACE)), len(text.rstrip(SPACE))
    expected = text[max(start, first) : min(end, last)].translate(CONTROL).replace("\r", "")
    assert "".join(words_of(stored, entity) for entity in stored.entities if entity["type"] == "bold") == expected


def words_of(stored: FormattedText, entity: dict[str, int]) -> str:
    units = stored.text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
