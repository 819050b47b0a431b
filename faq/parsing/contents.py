"""Lines that are for a page's readers: its table of contents, and the targets of links and footnotes."""

import re
from collections.abc import Sequence

from faq.normalising import normalise
from faq.parsing.separator import is_separator
from faq.parsing.structure import BodyLine, Section

_ITEM = re.compile(
    r"(?:[-*+•]|\d{1,3}(?:\.\d{1,3})*[.)]?)?\s*(?:\*\*|__)?\[[^\[\]]*\]\(\s*<?#[^()]*\)(?:\*\*|__)?[\s.,;|·]*"
)
_GENERATED = re.compile(
    r"(?:\[\[?_?TOC_?\]?\]|\{:?\s*toc\s*\}|\{:[^{}]*\}|[-*]\s+TOC|@\[toc\](?:\([^()]*\))?)", re.IGNORECASE
)
_LIST_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:\s*\S")
_HEADINGS = frozenset({"содержание", "оглавление", "навигация", "contents", "table of contents", "toc", "on this page"})


def is_contents_line(text: str) -> bool:
    """Whether the line is of a table of contents: it only leads to a place in the page."""
    return bool(_ITEM.fullmatch(text.strip()) or _GENERATED.fullmatch(text.strip()))


def is_definition(text: str) -> bool:
    """Whether the line says where a link leads or what a footnote says: `[rules]: https://…`, `[^1]: …`."""
    return _DEFINITION.match(text) is not None


def is_contents(section: Section) -> bool:
    """Whether a section has a table of contents and nothing else."""
    is_named_so = normalise(section.heading) in _HEADINGS
    has_items = False
    for line in section.body:
        text = line.text
        if not text.strip() or line.kind != "text" or is_separator(text) or is_definition(text):
            continue
        has_items = True
        if not is_contents_line(text) and not (is_named_so and _LIST_ITEM.match(text)):
            return False
    return has_items


def own_text(body: Sequence[BodyLine]) -> BodyLine | None:
    """The first line that says something to customers; None when there is none."""
    return next((line for line in body if _says_something(line)), None)


def first_contents_line(body: Sequence[BodyLine]) -> BodyLine | None:
    """The first line of a table of contents; None when there is none."""
    return next((line for line in body if line.kind == "text" and is_contents_line(line.text)), None)


def _says_something(line: BodyLine) -> bool:
    text = line.text
    return bool(
        text.strip()
        and line.kind == "text"
        and not is_separator(text)
        and not is_contents_line(text)
        and not is_definition(text)
    )
