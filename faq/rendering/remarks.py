"""What an answer has that a message can't show, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from faq.rendering.emoji_codes import CODE, is_known
from faq.rendering.footnotes import undefined_notes
from faq.rendering.habits import code_ranges, undefined_references
from faq.rendering.html import unshown_elements
from faq.rendering.places import Lines, byte_places, is_within
from faq.rendering.stray_marks import stray_marks

_MOST_LETTERS = 60


@dataclass(frozen=True)
class Remark:
    """`kind` is that of a problem; `line` counts from 0 at the answer's first line."""

    kind: str
    line: int
    text: str


def remarks(written: str, answer: str) -> Iterator[Remark]:
    """`answer` is `written` with the definitions of links and footnotes from elsewhere."""
    lines = Lines(answer)
    for found in undefined_references(answer):
        yield Remark("undefined-link", lines.at(found.start()), found[0][:_MOST_LETTERS])
    for found in undefined_notes(answer):
        yield Remark("undefined-note", lines.at(found.start()), found[0].strip()[:_MOST_LETTERS])
    if marks := stray_marks(written):
        lines = Lines(written.encode("utf-8", "replace"))
        yield from (Remark("unclosed-mark", lines.at(mark.start), mark.mark) for mark in marks)
    unshown = [*unshown_elements(written), *(one for one in CODE.finditer(written) if not is_known(one[1]))]
    if not unshown:
        return
    lines, place, code = Lines(written), byte_places(written), code_ranges(written)
    for found in unshown:
        if not is_within(place[found.start()], code):
            kind = "unknown-emoji" if found[0].startswith(":") else "unshown-html"
            yield Remark(kind, lines.at(found.start()), found[0][:_MOST_LETTERS])
