"""Lines of a colleague's message that begin with `//` stay inside."""

from collections.abc import Iterator, Sequence

from bot.wording import Entity, Rich, utf16

INTERNAL = "//"


def public_part(text: str, entities: Sequence[Entity] = ()) -> Rich:
    """What of a colleague's message the customer may read, formatted as it was; empty when nothing is left.

    Offsets and lengths of entities are in UTF-16 code units.
    """
    lines = list(_lines(text))
    if not any(_is_internal(line) for line, _ in lines):
        return Rich(text, tuple(entities))
    kept: list[Rich] = [_cut_out(line, at, entities) for line, at in lines if not _is_internal(line)]
    return _trimmed(sum(kept, Rich("")))


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Each line with its line break, and where it begins."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield line, at
        at += utf16(line)


def _is_internal(line: str) -> bool:
    return line.lstrip().startswith(INTERNAL)


def _cut_out(line: str, at: int, entities: Sequence[Entity]) -> Rich:
    """The line with the parts of entities that lie in it."""
    end = at + utf16(line)
    parts: list[Entity] = []
    for entity in entities:
        begins = max(entity["offset"], at)
        ends = min(entity["offset"] + entity["length"], end)
        if begins < ends:
            parts.append({**entity, "offset": begins - at, "length": ends - begins})
    return Rich(line, tuple(parts))


def _trimmed(rich: Rich) -> Rich:
    """Without blank lines at the end, and entities ending with the text."""
    text = rich.text.rstrip()
    length = utf16(text)
    within = [one for one in rich.entities if one["offset"] < length]
    return Rich(text, tuple({**one, "length": min(one["length"], length - one["offset"])} for one in within))
