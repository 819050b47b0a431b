"""Splits a markdown file at its headings of the first two levels."""

import re
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BLOCKS = MarkdownIt("commonmark").disable(["lheading", "code", "inline"])
"""Without underlined headings, since authors mean dashes under a line as a separator, and without indented code, since
they indent lines for other reasons."""

_INLINE = MarkdownIt("commonmark").disable("link")
_NO_MARKS = re.compile(r"[^\\`*_!\[\]<&\n\x00]*")  # nearly all phrasings: parsing them would be most of the reading
_NO_SPACE = re.compile(r"^( {0,3}##)(?=[^\s#])")
_NO_SPACE_CATEGORY = re.compile(r"^( {0,3}#)(?=[^\s#])")


@dataclass(frozen=True)
class Section:
    """A heading and the lines up to the next one. `level` is 0 above the first heading, else 1 or 2.

    `line` is the heading's, counted from 1; `body` has each line with its number, and whether it is code or a comment.
    """

    level: Literal[0, 1, 2]
    heading: str
    line: int
    body: tuple["BodyLine", ...]


@dataclass(frozen=True)
class BodyLine:
    number: int
    text: str
    is_code: bool


def sections(text: str) -> tuple[Section, ...]:
    """The sections in file order, the first one being what stands above all headings."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    tokens = _BLOCKS.parse("\n".join(lines))
    code = _code_lines(tokens)
    spaced = _with_heading_spaces(lines, code)
    if spaced != lines:
        tokens = _BLOCKS.parse("\n".join(spaced))
        code = _code_lines(tokens)
    body = tuple(BodyLine(number, line, number in code) for number, line in enumerate(spaced, 1))
    starts = [(0, "", 0), *_headings(tokens)]
    ends = [line - 1 for _, _, line in starts[1:]] + [len(body)]
    return tuple(
        Section(_level(level), heading, line, body[line:end])
        for (level, heading, line), end in zip(starts, ends, strict=True)
    )


def plain_text(markdown: str) -> str:
    """The text of one line of markdown, without its formatting."""
    if _NO_MARKS.fullmatch(markdown):
        return " ".join(markdown.split())
    tokens = _INLINE.parseInline(markdown)
    children = [child for token in tokens for child in token.children or ()]
    return " ".join("".join(" " if child.type == "softbreak" else child.content for child in children).split())


def _headings(tokens: list[Token]) -> list[tuple[int, str, int]]:
    return [
        (int(token.tag[1]), tokens[at + 1].content, token.map[0] + 1)
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2") and token.map
    ]


def _code_lines(tokens: list[Token]) -> set[int]:
    """The numbers of the lines in code and comments, where nothing is a heading or a key."""
    return {
        line + 1
        for token in tokens
        if token.type in ("fence", "html_block") and token.map
        for line in range(token.map[0], token.map[1])
    }


def _with_heading_spaces(lines: list[str], code: set[int]) -> list[str]:
    """Corrects «##Вопрос» to «## Вопрос», and «#Категория» right above a question; other hashtags stay."""
    spaced = [_NO_SPACE.sub(r"\1 ", line) if number not in code else line for number, line in enumerate(lines, 1)]
    below = ""
    for at in reversed(range(len(spaced))):
        if spaced[at].startswith("#") and at + 1 not in code and below.startswith("## "):
            spaced[at] = _NO_SPACE_CATEGORY.sub(r"\1 ", spaced[at])
        below = spaced[at] if spaced[at].strip() else below
    return spaced


def _level(level: int) -> Literal[0, 1, 2]:
    return 2 if level == 2 else 1 if level == 1 else 0
