"""Marks of formatting that have no partner: `**Важно: берите паспорт`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faq.rendering.events import Edit, apply_edits, events
from faq.rendering.places import byte_places

_MARK = re.compile(r"(?<![*_~`])(\*{2,3}|__|~~|`)(?![*_~`])")


@dataclass(frozen=True)
class StrayMark:
    """`start` is its place in bytes of UTF-8; `before` and `after` are the characters beside it, if there are any."""

    mark: str
    start: int
    before: str
    after: str

    @property
    def begins_line(self) -> bool:
        return self.before in ("", "\n")

    @property
    def opens(self) -> bool:
        """Whether it stands before a word, and not within one."""
        return bool(self.after.strip()) and not self.after.isdigit() and not self.before.isalnum()

    @property
    def closes(self) -> bool:
        """Whether it stands behind a word."""
        return bool(self.before.strip()) and not self.before.isdigit() and not self.after.strip()

    @property
    def is_meant(self) -> bool:
        """Whether its author means the characters themselves."""
        return self.before == "\\" or not (self.opens or self.closes or (self.mark == "`" and self.is_beside_one))

    @property
    def is_beside_one(self) -> bool:
        """Whether a character is on one side of it only, or on both, but no letters or digits."""
        return bool(self.before.strip() or self.after.strip()) and not (self.before.isalnum() and self.after.isalnum())


def stray_marks(source: str) -> list[StrayMark]:
    """The marks beside a word that would be shown as they are.

    Escaped ones are meant, as are those between spaces or digits. So are two stars behind a word together with two at
    the begin of a line: they are a note that its author made by hand.
    """
    if not _MARK.search(source):
        return []
    found = list(_marks(source))
    by_hand = any(one.begins_line for one in found) and any(one.closes for one in found)
    return [] if by_hand else [one for one in found if not one.is_meant]


def without_stray_marks(source: str) -> str:
    return apply_edits(source, [Edit(one.start, one.start + len(one.mark), "") for one in stray_marks(source)])


def _marks(source: str) -> Iterator[StrayMark]:
    data = source.encode()
    for begin, end in _runs(source):
        text = data[begin:end].decode()
        place = byte_places(text)
        for found in _MARK.finditer(text):
            start = begin + place[found.start()]
            behind = start + len(found[1])
            before = data[max(0, start - 4) : start].decode("utf-8", "ignore")[-1:]
            after = data[behind : behind + 4].decode("utf-8", "ignore")[:1]
            yield StrayMark(found[1], start, before, after)


def _runs(source: str) -> Iterator[tuple[int, int]]:
    """The begin and end of each stretch of text that is no code, in bytes; the parser divides it at marks."""
    start = end = code_end = -1
    for event in events(source):
        if event.kind == "Start" and event.name == "CodeBlock":
            code_end = event.end
        elif event.kind == "Text" and event.end <= code_end:
            continue
        elif event.kind == "Text" and event.start == end:
            end = event.end
        elif event.kind == "Text":
            if start >= 0:
                yield start, end
            start, end = event.start, event.end
    if start >= 0:
        yield start, end
