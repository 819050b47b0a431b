"""What an author teaches in words.md: how customers of this company put things."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faq.matching.normalise import words
from faq.own_sections import without_emergencies

MOST_SPOKEN_WORDS = 2
"""Words in a row that can stand for another."""

_ITEM = re.compile(r"^\s*[-*•]\s+(.+)$")
_STANDS_FOR = re.compile(r"=>|→|=")


@dataclass(frozen=True)
class OwnItem:
    """An item of a list: «комп, ноут = компьютер» (said = meant) or «шкаф, гардероб, стенка» (all the same)."""

    line: int
    text: str
    stands_for: bool
    said: tuple[tuple[str, ...], ...]  # each as normalised words
    meant: tuple[str, ...]  # normalised words; empty when all mean the same


def own_items(text: str) -> Iterator[OwnItem]:
    """The items of all lists in the file but those of emergencies; whatever else stands there is for people."""
    for number, line in enumerate(without_emergencies(text).splitlines(), start=1):
        if found := _ITEM.match(line):
            yield own_item(found[1].strip(), number)


def own_item(text: str, line: int = 0) -> OwnItem:
    said, *meant = _STANDS_FOR.split(text, maxsplit=1)
    spoken = tuple(tuple(words(one)) for one in said.split(","))
    return OwnItem(
        line, text, bool(meant), tuple(one for one in spoken if one), tuple(words(meant[0])) if meant else ()
    )
