"""Rich messages: their blocks as text with entities. https://core.telegram.org/bots/api#richmessage"""

from dataclasses import dataclass, field
from typing import Any

from bot.telegram.fields import Raw
from bot.telegram.readable_words import MOST_WORDS, readable_words
from bot.wording import Entity, Rich, utf16

_MOST_LEVELS = 64
_ENTITIES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strikethrough",
    "spoiler": "spoiler",
    "code": "code",
}
_NO_WORDS = frozenset({"divider", "anchor"})
# The fields of a block with words, in the order of reading.
_OF_A_BLOCK = ("summary", "text", "expression", "items", "cells", "blocks", "caption", "credit")
_BLOCKS_OF_WORDS = frozenset(
    {
        *("paragraph", "heading", "pre", "footer", "mathematical_expression", "list", "blockquote", "pullquote"),
        *("table", "details", "thinking"),
    }
)


@dataclass(frozen=True)
class RichWords:
    """The words of a rich message. `is_complete`: there is nothing else in it, such as a picture."""

    rich: Rich
    is_complete: bool


def rich_words(message: Raw) -> RichWords:
    """The words of all blocks, a block or a line of it on each line; at most `MOST_WORDS` characters."""
    writer = _Writer()
    blocks = message.get("blocks")
    writer.blocks(blocks if isinstance(blocks, list) else [message], 0)
    return RichWords(writer.rich(), writer.is_complete)


@dataclass
class _Writer:
    parts: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    at: int = 0  # UTF-16 code units
    is_complete: bool = True

    def rich(self) -> Rich:
        text = "".join(self.parts)
        kept = text.rstrip()
        end = utf16(kept)
        fitting = [one for one in self.entities if one["offset"] + one["length"] <= end and one["length"] > 0]
        return Rich(kept, tuple(sorted(fitting, key=lambda one: (one["offset"], -one["length"]))))

    def write(self, text: str) -> None:
        if self.at + len(text) > MOST_WORDS:
            self.is_complete = False
            text = text[: max(0, MOST_WORDS - self.at)]
        self.parts.append(text)
        self.at += utf16(text)

    def end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.write("\n")

    def blocks(self, blocks: list[Any], level: int) -> None:
        for block in blocks:
            self.block(block, level)
            self.end_line()

    def block(self, block: object, level: int) -> None:
        if not isinstance(block, dict) or level > _MOST_LEVELS:
            self.is_complete = self.is_complete and not block
            return
        kind = block.get("type")
        if kind in _NO_WORDS:
            return
        self.is_complete = self.is_complete and kind in _BLOCKS_OF_WORDS
        names = [name for name in _OF_A_BLOCK if block.get(name)]
        if not names:
            self.write(readable_words({name: value for name, value in block.items() if name != "type"}))
        for name in names:
            self._field(name, block[name], level)
            self.end_line()

    def _field(self, name: str, value: Any, level: int) -> None:
        match name, value:
            case "blocks", list():
                self.blocks(value, level + 1)
            case "items", list():
                for item in value:
                    self._item(item, level + 1)
            case "cells", list():
                for row in value:
                    self._row(row, level + 1)
            case _:
                self.inline(value, level + 1)

    def _item(self, item: object, level: int) -> None:
        if not isinstance(item, dict):
            return
        label = item.get("label")
        mark = label if isinstance(label, str) else "•"
        if item.get("has_checkbox"):
            mark = "☑" if item.get("is_checked") else "☐"
        self.write(f"{mark} " if mark else "")
        blocks = item.get("blocks")
        self.blocks(blocks if isinstance(blocks, list) else [], level)
        self.end_line()

    def _row(self, row: object, level: int) -> None:
        for place, cell in enumerate(row if isinstance(row, list) else []):
            self.write(" | " if place else "")
            self.inline(cell.get("text") if isinstance(cell, dict) else cell, level)
        self.end_line()

    def inline(self, text: Any, level: int) -> None:
        """A RichText: a string, an array of them, or an object of some type around one."""
        if level > _MOST_LEVELS:
            self.is_complete = False
            return
        match text:
            case str():
                self.write(text)
            case list():
                for one in text:
                    self.inline(one, level + 1)
            case {"alternative_text": str(words)} | {"expression": str(words)}:
                self.write(words)
            case {"text": words}:
                begin = self.at
                self.inline(words, level + 1)
                self._mark(text, begin)
                if (credit := text.get("credit")) is not None:
                    self.end_line()
                    self.inline(credit, level + 1)
            case dict() if text.get("type") not in _NO_WORDS:
                self.write(readable_words({name: value for name, value in text.items() if name != "type"}))

    def _mark(self, text: Raw, begin: int) -> None:
        entity: Entity = {"offset": begin, "length": self.at - begin}
        kind, url = text.get("type"), text.get("url")
        if isinstance(kind, str) and kind in _ENTITIES:
            self.entities.append({"type": _ENTITIES[kind], **entity})
        elif isinstance(url, str):
            self.entities.append({"type": "text_link", **entity, "url": url})
