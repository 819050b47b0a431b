"""What an author typed in the chat, as markdown: formatting becomes marks, and marks that were typed stay."""

import re
from collections.abc import Sequence

from bot.desk.command_names import AUTHORS_COMMAND
from bot.wording import Entity

_MARKS = {"bold": "**", "italic": "_", "strikethrough": "~~", "code": "`"}
_COMMAND = re.compile(rf"\s*/{AUTHORS_COMMAND}(?:@\w+)?(?!\w)", re.IGNORECASE)
_UNIT = "utf-16-le"


def as_markdown(text: str, entities: Sequence[Entity]) -> str:
    """entities: of Telegram, their offsets in UTF-16 code units; unknown kinds are left out."""
    data = text.encode(_UNIT)
    opened: dict[int, list[str]] = {}
    closed: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda one: (one["offset"], -one["length"])):
        start, end = int(entity["offset"]), int(entity["offset"]) + int(entity["length"])
        start, end = _trimmed(data, start, end)
        before, after = _around(entity)
        if before and start < end:
            opened.setdefault(start, []).append(before)
            closed.setdefault(end, []).insert(0, after)
    edges = sorted({0, len(data) // 2, *opened, *closed})
    parts = list[str]()
    for here, there in zip(edges, [*edges[1:], edges[-1]], strict=True):
        parts += [*closed.get(here, ()), *opened.get(here, ()), data[2 * here : 2 * there].decode(_UNIT)]
    return "".join(parts)


def is_command(text: str) -> bool:
    """Whether the text, perhaps a caption, begins with /faq."""
    return _COMMAND.match(text) is not None


def behind_command(text: str, entities: Sequence[Entity]) -> str:
    """The same of what stands behind the command that the text begins with."""
    name = next(iter(text.split(maxsplit=1)), "")
    return as_markdown(text, entities).strip()[len(name) :].strip()


def _around(entity: Entity) -> tuple[str, str]:
    kind = entity["type"]
    if kind == "text_link":
        return "[", f"]({entity['url']})"
    if kind == "pre":
        return "```\n", "\n```"
    mark = _MARKS.get(kind, "")
    return mark, mark


def _trimmed(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Without white space at either end: marks beside it are none."""
    inner = data[2 * start : 2 * end].decode(_UNIT)
    lead = len(inner) - len(inner.lstrip())
    trail = len(inner) - len(inner.rstrip())
    return start + lead, end - trail  # white space is one unit a character
