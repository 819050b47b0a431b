"""Writes drafts as a file of the FAQ."""

import re
from collections.abc import Container, Iterable, Iterator
from itertools import count

from faq.entry import ALSO, KEYS
from faq.folder import Source
from faq.importing.drafts import Draft
from faq.parsing import parse_file
from faq.parsing.markdown_text import plain_text
from faq.parsing.words_of_heading import words_of_heading
from faq.rendering.markdown import styled_markdown
from faq.slug import numbered, slug

_HEADING = re.compile(r"^( {0,3})#{1,2}(?=\s)")
_NO_SPACE = re.compile(r"^( {0,3})##(?=[^\s#])")
_HASHTAG = re.compile(r"^( {0,3})#(?=[^\s#])")
"""In the last line of an answer only: right above the next question it would be a category."""
_UNDERLINE = re.compile(r"^ {0,3}(?:={2,}|-{2,})\s*$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_TEMPLATE = re.compile(r"\{(?=[{%#])")
_MARK = re.compile(r"([\\`*_\[\]<{}])")
_SEPARATOR = "* * *"
_TAGS = next(key for key in KEYS if key.field == "tags")


def block(draft: Draft, entry_id: str, language: str) -> str:
    """An entry with that id as it stands in a file."""
    return entry_block(draft, entry_id, language, answer_as_text(draft.answer))


def entry_block(draft: Draft, entry_id: str, language: str, answer: str) -> str:
    """The same with `answer`, which is markdown and a template, as its answer."""
    parts = [f"## {words_as_markdown(draft.question)} {{#{entry_id}}}"]
    if draft.also:
        phrasings = ALSO.line(tuple(map(words_as_markdown, draft.also)), language)
        parts.append(phrasings.replace("\n- ", "\n* ") if answer.startswith("-") else phrasings)
    if draft.tags:
        parts.append(_TAGS.line(draft.tags, language))
    return "\n\n".join([*parts, answer])


def file_text(blocks: Iterable[tuple[str, str]]) -> str:
    """Categories with the blocks of their entries, in the order in which each category comes first."""
    by_category: dict[str, list[str]] = {}
    for category, text in blocks:
        by_category.setdefault(" ".join(category.split()), []).append(text)
    return "\n\n".join(part for name, texts in by_category.items() for part in _category(name, texts)) + "\n"


def is_read_again(draft: Draft, text: str, language: str) -> bool:
    """Whether the block is one entry with this question, and with an answer that shows something."""
    parsed = parse_file(Source("import.md", language, text))
    if len(parsed.entries) != 1:
        return False
    entry = parsed.entries[0].entry
    is_same = entry.question == words_of_heading(words_as_markdown(draft.question)) and len(entry.also) >= len(
        draft.also
    )
    return is_same and bool(styled_markdown(entry.answer)[0].text.strip())


def free_id(question: str, taken: Container[str]) -> str:
    name = slug(words_of_heading(question))
    return name if name not in taken else next(one for n in count(2) if (one := numbered(name, n)) not in taken)


def answer_as_text(answer: str) -> str:
    """The answer without headings that would begin a question, and without what would be read as a template."""
    return _TEMPLATE.sub("{{ '{' }}", without_headings(answer))


def without_headings(answer: str) -> str:
    """The answer with its headings as smaller ones, and without marks that would begin a question or a category."""
    is_code = False
    lines = []
    for line in answer.strip().split("\n"):
        is_code ^= _FENCE.match(line) is not None
        lines.append(line if is_code else _UNDERLINE.sub(_SEPARATOR, _without_mark(line)))
    return "\n".join([*lines[:-1], _HASHTAG.sub(r"\1\\#", lines[-1])])


def _without_mark(line: str) -> str:
    return _NO_SPACE.sub(r"\1\\##", _HEADING.sub(r"\1###", line))


def _category(name: str, texts: list[str]) -> Iterator[str]:
    if name:
        yield f"# {words_as_markdown(name)}"
    yield from texts


def words_as_markdown(words: str) -> str:
    """Words that are no markdown, as a heading or a phrasing that reads the same."""
    line = " ".join(words.split())
    return line if plain_text(line) == line and "{" not in line else _MARK.sub(r"\\\1", line)
