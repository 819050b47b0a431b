"""Normalisation of texts and entities as Telegram does it before storing them."""

import re
from collections.abc import Iterable, Iterator

from bot.sandbox.api_json import Json, utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.html import FormattedText

MOST_ENTITIES = 100  # https://limits.tginfo.me; the rest is ignored
_TYPE_NAMES = (
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler "
    "blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
)
_TYPES = frozenset(_TYPE_NAMES.split())
_DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")  # https://core.telegram.org/bots/api#date-time-entity-formatting
_CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)}
_FOUND_IN_TEXT = (
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    (
        "url",
        re.compile(
            r"(?<![\w@.])(?:https?://[^\s<>«»]*[^\s<>«».,;:!?)\"']|(?:[a-z0-9-]+\.)+(?:com|org|net|ru|me|io)\b(?:/[^\s<>«»]*)?)"
        ),
    ),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-zA-Z]{2,}\b")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    ("phone_number", re.compile(r"(?<![\w+])\+\d[\d ()-]{8,18}\d(?!\w)")),
)


def stored_text(text: str, entities: Iterable[Json]) -> FormattedText:
    """Strip control characters and surrounding space, and detect links and commands.

    Raises BotApiError when an entity does not fit the text.
    """
    text = text.translate(_CONTROL)
    cleaned = _trimmed(text, _checked(text, entities))
    marked = (*cleaned.entities, *_found(cleaned))
    return FormattedText(cleaned.text, tuple(sorted(marked, key=_position)[:MOST_ENTITIES]))


def _checked(text: str, entities: Iterable[Json]) -> tuple[Json, ...]:
    end = utf16_length(text)
    checked = tuple(_checked_entity(entity, end) for entity in entities)
    if end > len(text):
        _refuse_halves(text, checked)
    return checked


def _checked_entity(entity: object, end: int) -> Json:
    if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
        raise bad_request("can't parse MessageEntity: expected an object with a type")
    if entity["type"] not in _TYPES:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: offset and length must be of type Number")
    if entity["type"] == "date_time":
        _check_date_time(entity.get("unix_time"), entity.get("date_time_format", ""))
    if offset < 0 or length < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset} or length {length}")
    if offset + length > end:
        sentence = "ends after the end of the text at UTF-16 offset"
        raise bad_request(f"entity beginning at UTF-16 offset {offset} {sentence} {offset + length}")
    return entity


def _check_date_time(unix_time: object, shown_as: object) -> None:
    """Raises BotApiError for a moment or a format that a date_time entity can't have."""
    if type(unix_time) is not int or unix_time <= 0:
        raise bad_request("can't parse MessageEntity: unix_time must be a positive Number")
    if not isinstance(shown_as, str) or not _DATE_TIME_FORMAT.fullmatch(shown_as):
        raise bad_request("can't parse MessageEntity: invalid date_time_format specified")


def _refuse_halves(text: str, entities: tuple[Json, ...]) -> None:
    """Move entity boundaries out of surrogate pairs, as in 😀."""
    halves = _halves(text)
    for entity in entities:
        start, end = _span(entity)
        if start in halves:
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {halves[start]}")
        if end in halves:
            sentence = "ends in a middle of a UTF-16 symbol at byte offset"
            raise bad_request(f"entity beginning at UTF-16 offset {start} {sentence} {halves[end]}")


def _halves(text: str) -> dict[int, int]:
    """UTF-16 offsets inside surrogate pairs → UTF-8 byte offset of their character."""
    halves: dict[int, int] = {}
    units = size = 0
    for character in text:
        if utf16_length(character) == 2:
            halves[units + 1] = size
        units += utf16_length(character)
        size += len(character.encode("utf-8", "surrogatepass"))
    return halves


def _trimmed(text: str, entities: tuple[Json, ...]) -> FormattedText:
    start = len(text) - len(text.lstrip())
    stop = len(text.rstrip())
    if start == 0 and stop == len(text) and "\r" not in text:
        return FormattedText(text, tuple(entity for entity in entities if entity["length"]))
    kept = [start <= index < stop and character != "\r" for index, character in enumerate(text)]
    moved = list(_moved_offsets(text, kept))
    left = "".join(character for character, is_kept in zip(text, kept, strict=True) if is_kept)
    return FormattedText(left, tuple(_moved_entities(entities, moved)))


def _moved_offsets(text: str, kept: list[bool]) -> Iterator[int]:
    """Map each UTF-16 offset of the old text to the new text."""
    new = 0
    yield new
    for character, is_kept in zip(text, kept, strict=True):
        for _ in range(utf16_length(character)):
            new += is_kept
            yield new


def _moved_entities(entities: tuple[Json, ...], moved: list[int]) -> Iterator[Json]:
    for entity in entities:
        start, end = moved[entity["offset"]], moved[entity["offset"] + entity["length"]]
        if end > start:
            yield entity | {"offset": start, "length": end - start}


def _found(formatted: FormattedText) -> Iterator[Json]:
    """Links and commands that Telegram detects outside code and outside given links."""
    taken = [_span(entity) for entity in formatted.entities if entity["type"] in ("code", "pre", "text_link", "url")]
    for kind, pattern in _FOUND_IN_TEXT:
        for match in pattern.finditer(formatted.text):
            start = utf16_length(formatted.text[: match.start()])
            span = (start, start + utf16_length(match.group()))
            if not any(span[0] < end and begin < span[1] for begin, end in taken):
                taken.append(span)
                yield {"type": kind, "offset": span[0], "length": span[1] - span[0]}


def _span(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _position(entity: Json) -> tuple[int, int]:
    return entity["offset"], -entity["length"]
