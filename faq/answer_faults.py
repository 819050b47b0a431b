"""Faults in what an answer says and shows: pictures, links, and marks that Telegram has not."""

import re
from collections.abc import Iterator
from pathlib import Path

from faq.attachments import MOST_PICTURES, file_fault
from faq.parsing import ParsedEntry
from faq.problems import Fault
from faq.rendering import links_and_images
from faq.rendering.markdown import styled_markdown
from faq.rendering.parts import TEXT_LIMIT
from faq.rendering.references import Reference
from faq.rendering.remarks import remarks
from faq.templates import MOST_CHARACTERS

_HEADING_LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(\s*<?(?!#)([^()\s<>]+)")
_HTML_LINK = re.compile(r"<a\s[^<>]*\bhref\s*=\s*[\"']?(?!#)([^\"'\s<>]+)", re.IGNORECASE)
_SHOWN_LINE = re.compile(r"^[^\n\[:%{]*[^\W_][^\n\[:%{]*$", re.MULTILINE)
"""A line of which nothing can be left out: nearly all answers have one, and need not be rendered."""

_EMBEDDED = "data:"


def answer_faults(parsed: ParsedEntry, root: Path) -> Iterator[Fault]:
    """Pictures are looked for in `root`. The texts of a template's conditions all count."""
    entry = parsed.entry
    for found in (_HEADING_LINK.search(parsed.heading), _HTML_LINK.search(parsed.heading)):
        if found:
            yield Fault(entry.file, entry.line, "link-in-heading", {"url": found[1]})
    references = links_and_images(entry.answer)
    for reference in references:
        yield from _reference_faults(parsed, reference, root)
    pictures = sum(reference.is_image and not reference.is_remote for reference in references)
    if pictures > MOST_PICTURES:
        values = {"count": str(pictures), "most": str(MOST_PICTURES)}
        yield Fault(entry.file, parsed.answer_line, "many-pictures", values)
    if fault := _size_fault(parsed, has_pictures=bool(references)):
        yield fault
    if fault is None or fault.kind != "nothing-to-show":
        for remark in remarks(parsed.written, entry.answer):
            yield Fault(entry.file, parsed.answer_line + remark.line, remark.kind, {"text": remark.text})


def _reference_faults(parsed: ParsedEntry, reference: Reference, root: Path) -> Iterator[Fault]:
    file, line = parsed.entry.file, parsed.answer_line + reference.line
    if reference.is_image and reference.target.startswith(_EMBEDDED):
        yield Fault(file, line, "embedded-picture")
    elif reference.is_image and not reference.is_remote:
        if fault := file_fault(root, file, reference.target, (file, line)):
            yield fault
    elif not reference.is_image and reference.target.startswith("#"):
        yield Fault(file, line, "page-link", {"url": reference.target})
    elif not reference.is_image and not reference.is_sendable:
        yield Fault(file, line, "dead-link", {"url": reference.target})


def _size_fault(parsed: ParsedEntry, *, has_pictures: bool) -> Fault | None:
    entry = parsed.entry
    if not 0 < len(entry.answer) <= MOST_CHARACTERS:  # told already
        return None
    if len(entry.answer) <= TEXT_LIMIT and "<" not in entry.answer and _SHOWN_LINE.search(entry.answer):
        return None
    text = styled_markdown(entry.answer)[0].text.strip()
    if not text and not has_pictures and not entry.attachment:
        return Fault(entry.file, parsed.answer_line, "nothing-to-show", {"question": entry.question})
    if len(text) <= TEXT_LIMIT:
        return None
    values = {"letters": str(len(text)), "count": str(-(-len(text) // TEXT_LIMIT))}
    return Fault(entry.file, parsed.answer_line, "long-answer", values)
