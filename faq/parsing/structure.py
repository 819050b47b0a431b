"""Splits a markdown file at its headings of the first two levels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faq.decoding import lines_of
from faq.parsing.front_matter import front_matter_length
from faq.parsing.underlined import with_marked_headings

_BLOCKS = MarkdownIt("commonmark").disable(["lheading", "code", "inline"])
"""Without underlined headings, which faq.parsing.underlined tells from separators, and without indented code, since
authors indent lines for other reasons."""

_INVISIBLE = re.compile("^[\u200b-\u200f\u2060\ufeff]+")
_ODD_SPACE = re.compile("^( {0,3}#{1,6})[^\\S\n]*[\u00a0\u2000-\u200b\u202f\u2060\u3000\ufeff][^\\S\n]*(?=\\S)")
_NO_SPACE = re.compile(r"^( {0,3}##)(?=[^\s#])")
_NO_SPACE_CATEGORY = re.compile(r"^( {0,3}#)(?=[^\s#])")
_ONLY_TAGS = re.compile(r"\s*(?:</?(?!(?:pre|script|style|textarea)\b)[A-Za-z][^<>]*>\s*)+")
_TAG_AT_START = re.compile(r"^( {0,3})<(?=/?(?!(?:pre|script|style|textarea)\b)[A-Za-z])", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}\s+\S")


@dataclass(frozen=True)
class BodyLine:
    """A line with its number, counted from 1. "code" is in code or a comment, "tags" has nothing but tags of HTML."""

    number: int
    text: str
    kind: Literal["text", "code", "tags"] = "text"

    @property
    def is_code(self) -> bool:
        """Whether nothing in it is a heading, a key, or text of its own."""
        return self.kind != "text"


@dataclass(frozen=True)
class Section:
    """A heading and the lines up to the next one. `level` is 0 above the first heading, else 1 or 2.

    `line` is the heading's, counted from 1.
    """

    level: Literal[0, 1, 2]
    heading: str
    line: int
    body: tuple[BodyLine, ...]


@dataclass(frozen=True)
class Unclosed:
    """A block of code or a comment that is never closed, with its first line, and whether it hides a heading."""

    kind: Literal["code", "comment"]
    line: int
    hides_heading: bool


@dataclass(frozen=True)
class Page:
    """A file's sections in file order, the first one being what stands above all headings.

    `front_matter` is the number of lines of other programs' settings at its begin; 0 without any.
    """

    sections: tuple[Section, ...]
    front_matter: int
    unclosed: Unclosed | None


def sections(text: str) -> tuple[Section, ...]:
    """The sections in file order, the first one being what stands above all headings."""
    return read_page(text).sections


def read_page(text: str) -> Page:
    """Raises nothing: any text has sections."""
    lines = _without_odd_spaces(lines_of(text))
    front = front_matter_length(lines)
    hidden = [
        "" if at < front or ("<" in line and _ONLY_TAGS.fullmatch(line)) else line for at, line in enumerate(lines)
    ]
    tokens = _parse(hidden)
    code = _code_lines(tokens)
    marked = with_marked_headings(_with_heading_spaces(hidden, code), code)
    if marked != hidden:
        tokens = _parse(marked)
    code = _code_lines(tokens) | set(range(1, front + 1))
    body = tuple(
        BodyLine(number, line if seen != line else read, _kind(number, line, seen, code))
        for number, (line, seen, read) in enumerate(zip(lines, hidden, marked, strict=True), 1)
    )
    starts = [(0, "", 0), *_headings(tokens)]
    ends = [line - 1 for _, _, line in starts[1:]] + [len(body)]
    found = tuple(
        Section(_level(level), heading, line, body[line:end])
        for (level, heading, line), end in zip(starts, ends, strict=True)
    )
    return Page(found, front, _unclosed(tokens, lines))


def _without_odd_spaces(lines: list[str]) -> list[str]:
    """The lines without characters at their begin that nobody sees, and with common spaces after marks of headings."""
    return [line if line.isascii() else _ODD_SPACE.sub(r"\1 ", _INVISIBLE.sub("", line)) for line in lines]


def _parse(lines: Sequence[str]) -> list[Token]:
    """The blocks of the file. A tag at the begin of a line begins none: it would hide the headings below it."""
    return _BLOCKS.parse("\n".join(_TAG_AT_START.sub(r"\1‹", line) if "<" in line else line for line in lines))


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


def _kind(number: int, line: str, seen: str, code: set[int]) -> Literal["text", "code", "tags"]:
    return "code" if number in code else "tags" if seen != line else "text"


def _unclosed(tokens: list[Token], lines: Sequence[str]) -> Unclosed | None:
    """The block of code or the comment that lasts to the end of the file because its end is missing."""
    for token in tokens:
        if token.map and token.level == 0 and (kind := _open_kind(token, lines)):
            hidden = lines[token.map[0] + 1 : token.map[1]]
            return Unclosed(kind, token.map[0] + 1, any(map(_HEADING.match, hidden)))
    return None


def _open_kind(token: Token, lines: Sequence[str]) -> Literal["code", "comment"] | None:
    if token.type == "html_block":
        return "comment" if token.content.lstrip().startswith("<!--") and "-->" not in token.content else None
    if token.type == "fence" and token.map:
        start, end = token.map
        last = lines[end - 1].strip() if end - 1 > start else ""
        return None if len(last) >= len(token.markup) and not last.strip(token.markup[0]) else "code"
    return None


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
