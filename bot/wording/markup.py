"""Conversion of the templates' HTML subset to text with Telegram entities.

All messages are sent as text with entities: users' input can't be parsed as markup, and a message that Telegram rejects
can be sent again as plain text.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, TypeAlias

Entity: TypeAlias = dict[str, Any]

MOMENT = "date_time"
"""The type of an entity that is a time."""

_TYPES = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


@dataclass(frozen=True)
class Rich:
    """Text with entities as in the Bot API: offsets and lengths in UTF-16 code units."""

    text: str
    entities: tuple[Entity, ...] = ()

    def __add__(self, other: "Rich") -> "Rich":
        return Rich(self.text + other.text, self.entities + shifted(other.entities, utf16(self.text)))


def utf16(text: str) -> int:
    """The length of `text` as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of `text` that an entity covers; both in UTF-16 code units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")


def shifted(entities: tuple[Entity, ...], by: int) -> tuple[Entity, ...]:
    return tuple({**entity, "offset": entity["offset"] + by} for entity in entities)


def cut(text: str, limit: int) -> str:
    """`text` cut to `limit` UTF-16 code units, with an ellipsis when it was cut."""
    if utf16(text) <= limit:
        return text
    kept = text.encode("utf-16-le")[: 2 * (limit - 1)].decode("utf-16-le", "ignore")
    return kept.rstrip() + "…"


def split(whole: Rich, limit: int) -> list[Rich]:
    """`whole` in pieces of at most `limit` UTF-16 code units (2 or more), at line breaks or spaces if there are any.

    White space between the pieces is left out, and pieces of nothing else.
    """
    pieces = []
    left = whole
    while utf16(left.text) > limit:
        fitting = left.text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")
        places = (fitting.rfind(mark, len(fitting) // 2) + 1 for mark in ("\n", " "))
        kept = fitting[: next(filter(None, places), len(fitting))]
        pieces.append(between(left, 0, utf16(kept.rstrip())))
        left = between(left, utf16(kept), utf16(left.text))
    return [piece for piece in (*pieces, left) if piece.text.strip()]


def between(whole: Rich, begin: int, end: int) -> Rich:
    """The part from `begin` to `end`, in UTF-16 code units, with what it has of the entities."""
    text = whole.text.encode("utf-16-le")[2 * begin : 2 * end].decode("utf-16-le")
    entities = []
    for entity in whole.entities:
        first, last = max(entity["offset"], begin), min(entity["offset"] + entity["length"], end)
        if first < last:
            entities.append({**entity, "offset": first - begin, "length": last - first})
    return Rich(text, tuple(entities))


def rich(html: str) -> Rich:
    """Parse a rendered template. Raises ValueError for unknown, unclosed and unopened tags, which are template bugs."""
    reader = _Reader()
    reader.feed(html.strip())
    reader.close()
    if reader.open:
        raise ValueError(f"<{reader.open[-1].tag}> is not closed")
    text = "".join(reader.parts)
    entities = sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return Rich(text, tuple(entity for entity in entities if entity["length"] > 0))


@dataclass
class _Open:
    tag: str
    entity: Entity = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.entities: list[Entity] = []
        self.open: list[_Open] = []
        self._at = 0

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self._at += utf16(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(_Open(tag, {**_entity(tag, dict(attrs)), "offset": self._at}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes nothing that is open")
        opened = self.open.pop()
        self.entities.append({**opened.entity, "length": self._at - opened.entity["offset"]})


def _entity(tag: str, attributes: dict[str, str | None]) -> Entity:
    if tag == "a":
        return _link(attributes.get("href") or "")
    if tag == "tg-time":
        return _moment(attributes)
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if tag not in _TYPES:
        raise ValueError(f"<{tag}> can't be sent to Telegram")
    return {"type": _TYPES[tag]}


def _link(address: str) -> Entity:
    user = address.removeprefix("tg://user?id=")
    if user != address:
        return {"type": "text_mention", "user": {"id": int(user), "is_bot": False, "first_name": "-"}}
    return {"type": "text_link", "url": address}


def _moment(attributes: dict[str, str | None]) -> Entity:
    """A time that each reader sees on their own clock. https://core.telegram.org/bots/api#date-time-entity-formatting"""
    unix, shown = attributes.get("unix") or "", attributes.get("format") or ""
    return {"type": MOMENT, "unix_time": int(unix), "date_time_format": shown}


def without_moments(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The entities without those that an older Bot API does not know: there the text is all."""
    return tuple(entity for entity in entities if entity["type"] != MOMENT)
