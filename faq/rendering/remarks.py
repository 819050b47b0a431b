"""What an answer has that a message can't show, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from faq.rendering.emoji_codes import CODE, is_known
from faq.rendering.footnotes import undefined_notes
from faq.rendering.habits import code_ranges, undefined_references
from faq.rendering.html import unshown_elements
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
    for found in undefined_references(answer):
        yield Remark("undefined-link", answer.count("\n", 0, found.start()), found[0][:_MOST_LETTERS])
    for found in undefined_notes(answer):
        yield Remark("undefined-note", answer.count("\n", 0, found.start()), found[0].strip()[:_MOST_LETTERS])
    data = written.encode("utf-8", "replace")
    for mark in stray_marks(written):
        yield Remark("unclosed-mark", data.count(b"\n", 0, mark.start), mark.mark)
    code = code_ranges(written)
    for found in (*unshown_elements(written), *(one for one in CODE.finditer(written) if not is_known(one[1]))):
        at = len(written[: found.start()].encode("utf-8", "replace"))
        if not any(start <= at < end for start, end in code):
            kind = "unknown-emoji" if found[0].startswith(":") else "unshown-html"
            yield Remark(kind, written.count("\n", 0, found.start()), found[0][:_MOST_LETTERS])
