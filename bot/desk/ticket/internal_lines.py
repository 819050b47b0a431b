"""Lines of a colleague's message that begin with `//` are not sent to the customer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.wording import Entity, Rich, utf16

INTERNAL = "//"


@dataclass(frozen=True)
class _Line:
    """A line with its line break, and its position in the message, in UTF-16 code units."""

    text: str
    begin: int
    end: int

    @property
    def is_internal(self) -> bool:
        return self.text.lstrip().startswith(INTERNAL)


def public_part(text: str, entities: Sequence[Entity] = ()) -> Rich:
    """The message without internal lines, with its formatting; empty when nothing is left.

    Offsets and lengths of entities are in UTF-16 code units.
    """
    lines = list(_lines(text))
    hidden = [line for line in lines if line.is_internal]
    if not hidden:
        return Rich(text, tuple(entities))
    kept = "".join(line.text for line in lines if not line.is_internal).rstrip()
    moved = (_moved(entity, hidden, utf16(kept)) for entity in entities)
    return Rich(kept, tuple(entity for entity in moved if entity["length"] > 0))


def _lines(text: str) -> Iterator[_Line]:
    begin = 0
    for line in text.splitlines(keepends=True):
        end = begin + utf16(line)
        yield _Line(line, begin, end)
        begin = end


def _moved(entity: Entity, hidden: Sequence[_Line], length: int) -> Entity:
    """The entity moved to its place in the text without the hidden lines; `length` is the length of that text."""
    begin, end = (
        min(at - sum(max(0, min(at, line.end) - line.begin) for line in hidden), length)
        for at in (entity["offset"], entity["offset"] + entity["length"])
    )
    return {**entity, "offset": begin, "length": end - begin}
