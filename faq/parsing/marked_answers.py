"""The answers to questions that are marked within a section: without labels, tags and indentation."""

import re
from collections.abc import Sequence

from faq.parsing.question_marks import ANSWER_LABEL, DEFINITION, DETAILS, Mark
from faq.parsing.structure import BodyLine

_COMPONENT_END = re.compile(r"\s*</[A-Z][\w.]*>\s*$")


def answer_of(body: Sequence[BodyLine], mark: Mark, end: int) -> tuple[BodyLine, ...]:
    """The lines of the mark's answer, which end before the position `end`: without labels, tags and indentation."""
    first = [BodyLine(body[mark.line_at].number, mark.rest)] if mark.rest.strip() else []
    lines = [*first, *_dedented(body[mark.end : end])]
    lines = [without_details(line) for line in lines]
    return tuple(_without_definition(line) for line in lines) if mark.kind == "definition" else tuple(lines)


def without_answer_label(body: Sequence[BodyLine], *, short: bool) -> tuple[BodyLine, ...]:
    """The lines without «Ответ:» before the first text; with `short`, without «A:» and «О:» too."""
    at = next((at for at, line in enumerate(body) if line.text.strip()), len(body))
    if at == len(body) or body[at].kind != "text":
        return tuple(body)
    line = body[at]
    found = ANSWER_LABEL.match(line.text)
    if found is None or not (short or re.search("ответ|answer", found[0], re.IGNORECASE)):
        return tuple(body)
    rest = line.text[found.end() :]
    opened = found[1] or ""
    if opened and not found[0].rstrip().endswith(opened) and opened in rest:  # the label is bold with its answer
        rest = opened + rest
    return (*body[:at], BodyLine(line.number, rest), *body[at + 1 :])


def _dedented(lines: Sequence[BodyLine]) -> list[BodyLine]:
    """The lines without the indentation that all of them have, as within lists and collapsible blocks."""
    widths = [len(line.text) - len(line.text.lstrip()) for line in lines if line.text.strip()]
    width = min(widths, default=0)
    return [BodyLine(line.number, line.text[width:], line.kind) if width else line for line in lines]


def without_details(line: BodyLine) -> BodyLine:
    """The line without the tags that enclose a collapsible block."""
    if line.kind == "code" or "<" not in line.text:
        return line
    text = _COMPONENT_END.sub("", DETAILS.sub("", line.text))
    if text == line.text:
        return line
    return BodyLine(line.number, text if text.strip() else "", "text")


def _without_definition(line: BodyLine) -> BodyLine:
    return line if line.kind == "code" else BodyLine(line.number, DEFINITION.sub("", line.text), line.kind)
