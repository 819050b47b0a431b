"""A message's formatting in signs that can be read in a terminal: **bold**, _italics_, text (https://…)."""

from collections import defaultdict
from collections.abc import Sequence

from bot.wording import Entity

_MARKS = {"bold": "**", "italic": "_", "underline": "__", "strikethrough": "~~", "spoiler": "||", "code": "`"}
_QUOTES = ("blockquote", "expandable_blockquote")


def readable(text: str, entities: Sequence[Entity]) -> str:
    """The text with signs around what is formatted; "> " before each line of a quote. Entities are the Bot API's."""
    place = _characters(text)
    opened: defaultdict[int, str] = defaultdict(str)
    closed: defaultdict[int, str] = defaultdict(str)
    quoted: set[int] = set()
    spans = [(place[one["offset"]], place[one["offset"] + one["length"]], one) for one in entities]
    for start, end, entity in sorted(spans, key=lambda span: (span[0], -span[1])):
        opened[start] += _opening(entity)
        closed[end] = _closing(entity, text[start:end]) + closed[end]  # what was opened last is closed first
        quoted |= set(range(start, end)) if entity["type"] in _QUOTES else set()
    parts = []
    for at, character in enumerate(text):
        is_quote = at in quoted and (at == 0 or text[at - 1] == "\n" or at - 1 not in quoted)
        parts += [closed[at], "> " if is_quote else "", opened[at], character]
    return "".join([*parts, closed[len(text)]])


def _characters(text: str) -> dict[int, int]:
    """The place of each character, by its offset in UTF-16 code units; with the end."""
    places, offset = {}, 0
    for place, character in enumerate(text):
        places[offset] = place
        offset += 1 + (ord(character) > 0xFFFF)
    places[offset] = len(text)
    return places


def _opening(entity: Entity) -> str:
    if entity["type"] == "pre":
        return f"```{entity.get('language', '')}\n"
    return _MARKS.get(entity["type"], "")


def _closing(entity: Entity, words: str) -> str:
    if entity["type"] == "pre":
        return "\n```"
    if entity["type"] == "text_link":
        return "" if words == entity["url"] else f" ({entity['url']})"
    return _MARKS.get(entity["type"], "")
