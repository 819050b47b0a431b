"""A message's formatting as a terminal shows it: bold, italics, "> " before a quote, text (https://…)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.wording import Entity

Signs = Mapping[str, tuple[str, str]]

PLAIN: Signs = {"strikethrough": ("~~", "~~")}  # without it a price that no longer holds would look like one that does
STYLED: Signs = {
    "bold": ("\x1b[1m", "\x1b[22m"),
    "italic": ("\x1b[3m", "\x1b[23m"),
    "underline": ("\x1b[4m", "\x1b[24m"),
    "strikethrough": ("\x1b[9m", "\x1b[29m"),
}
"""What stands before and behind each kind of formatting: in text alone, and in a terminal's escape sequences."""

_QUOTES = ("blockquote", "expandable_blockquote")


def readable(text: str, entities: Sequence[Entity], signs: Signs = PLAIN) -> str:
    """The text with `signs` around what is formatted; "> " before each line of a quote. Entities are the Bot API's."""
    place = _characters(text)
    opened: defaultdict[int, str] = defaultdict(str)
    closed: defaultdict[int, str] = defaultdict(str)
    quoted: set[int] = set()
    spans = [(place[one["offset"]], place[one["offset"] + one["length"]], one) for one in entities]
    for start, end, entity in sorted(spans, key=lambda span: (span[0], -span[1])):
        before, behind = signs.get(entity["type"], ("", ""))
        opened[start] += before
        closed[end] = _address(entity, text[start:end]) + behind + closed[end]  # what was opened last is closed first
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


def _address(entity: Entity, words: str) -> str:
    """Where a link leads, unless its words say so."""
    return f" ({entity['url']})" if entity["type"] == "text_link" and words != entity["url"] else ""
