"""Writes what other programs' markdown has, and Telegram has not, in markdown that can be shown.

People bring their texts from sites, wikis and note programs: footnotes, highlights, definition lists, collapsible
blocks, admonitions, links to other notes. All of it becomes plain text, bold or a list; nothing reaches a person raw.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from faq.rendering.emoji_codes import with_emoji
from faq.rendering.events import events
from faq.rendering.footnotes import with_notes_at_end
from faq.rendering.html import pairs_to_markdown, small, without_components, without_unshown
from faq.rendering.places import byte_places, is_within

_MARKS = re.compile(r"[<=:\[{|%!?^~+]")
_HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]*[^\s=])==(?![=\w])")
_HEADING_LINE = re.compile(r"^(={2,6})[ \t]*([^=\s][^=\n]*?)[ \t]*\1[ \t]*$", re.MULTILINE)
_SMALL = re.compile(r"(?<=\w)([~^])([0-9+()-]{1,6})\1")
_INSERTED = re.compile(r"(?<![\w+])\+\+(?=[^\s+])([^+\n]*[^\s+])\+\+(?![\w+])")
_SPOILER = re.compile(r">!(?=\S)([^\n]*?)!<")
_LINKED_PICTURE = re.compile(r"\[!\[([^\[\]]*)\]\((<[^<>\n]*>|[^()\s]*)[^()\n]*\)\]\((<[^<>\n]*>|[^()\s]*)[^()\n]*\)")
_PICTURE_ADDRESS = re.compile(r"\.(?:png|jpe?g|webp|gif)>?$", re.IGNORECASE)
_NOTE_LINK = re.compile(r"(?<!!)\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")
_NOTE_COMMENT = re.compile(r"%%[^%\n]*%%")
_PAGE_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*<?#[^()\s]*\)")
_TO_TOP = re.compile(
    r"[^\w]*(?:(?:на)?верх|в\s+начало|к\s+(?:началу|оглавлению|содержанию|списку)|назад|(?:back\s+)?to\s+(?:the\s+)?top|top"
    r"|back|up|contents|оглавление|содержание)?[^\w]*",
    re.IGNORECASE,
)
_LONGEST_TO_TOP = 40
_GENERATED = re.compile(
    r"^[ \t]*(?:\[\[?_?TOC_?\]?\]|\{:?[ \t]*toc[ \t]*\}|@\[toc\].*)[ \t]*$", re.IGNORECASE | re.MULTILINE
)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}|(?<=[)\]`*_])\{[.#][^{}\n]*\}|(?<=[ \t])\{[.#][\w-]+\}$", re.MULTILINE)
_SPAN = re.compile(r"\[([^\[\]\n]*)\]\{[.#][^{}\n]*\}")
_ALERT = re.compile(r"^([ \t]*>[ \t]*)\[!(\w+)\][+-]?[ \t]*(.*)$", re.MULTILINE)
_CONTAINER = re.compile(r"^[ \t]*:::+[ \t]*(?:\{[^{}\n]*\}|[\w-]*)[ \t]*(.*)$", re.MULTILINE)
_ADMONITION = re.compile(r"(?:\?\?\?\+?|!!!)\s+(?:([\w-]+)(?:\s+[\w-]+)*\s*)?(?:\"([^\"]*)\")?\s*$")
_INDENTED = re.compile(r"(?: {4}|\t)")
_DEFINITION = re.compile(r" {0,3}:[ \t]+(?=\S)")
_BREAK = re.compile(r"[ \t]?<br[ \t]?/?>[ \t]?", re.IGNORECASE)
_NO_TERM = re.compile(r"\s*(?:[-*+>|#]|\d+[.)]\s|$)")
_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")
_DELIMITERS = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*$")
_CONTACT = re.compile(r"<(?:tel|mailto):([^<>\s]+)>", re.IGNORECASE)
_UNDEFINED = re.compile(r"(?<!\\)!?\[([^\[\]\n]+)\]\[[^\[\]\n]*\]")


def as_plain_markdown(source: str) -> str:
    """The same answer in markdown that can be shown; code stays as it is."""
    if not _MARKS.search(source):
        return source
    source = with_notes_at_end(source)
    return _without_undefined(outside_code(source, _lines_to_markdown))


def outside_code(source: str, change: Callable[[str], str]) -> str:
    """The source with everything that is no code changed."""
    ranges = code_ranges(source)
    if not ranges:
        return change(source)
    data, parts, at = source.encode("utf-8", "replace"), [], 0
    for start, end in ranges:
        parts += [change(data[at:start].decode()), data[start:end].decode()]
        at = end
    return "".join([*parts, change(data[at:].decode())])


def code_ranges(source: str) -> list[tuple[int, int]]:
    """Where code is, in bytes of UTF-8."""
    if "`" not in source and "~~~" not in source:
        return []
    return [
        (event.start, event.end)
        for event in events(source)
        if event.kind == "Code" or (event.kind == "Start" and event.name == "CodeBlock")
    ]


def page_links(source: str) -> list[re.Match[str]]:
    """Links to a place in the same page, which no message has."""
    return list(_PAGE_LINK.finditer(source))


def undefined_references(source: str) -> list[re.Match[str]]:
    """What would be a link, `[на сайте][rules]`, if the file said where it leads."""
    found = list(_UNDEFINED.finditer(source))
    if not found:
        return []
    place = byte_places(source)
    links = {event.start for event in events(source) if event.kind == "Start" and event.name in ("Link", "Image")}
    code = code_ranges(source)
    return [one for one in found if (at := place[one.start()]) not in links and not is_within(at, code)]


def _lines_to_markdown(text: str) -> str:
    text = pairs_to_markdown(without_components(without_unshown(text)))
    text = _HEADING_LINE.sub(lambda found: f"\n{_bold(found[2])}\n", text)
    text = _CONTACT.sub(r"\1", text)
    text = _SMALL.sub(lambda found: small(found[2], is_low=found[1] == "~"), text)
    text = _SPOILER.sub(r"||\1||", _INSERTED.sub(r"\1", text))
    text = _LINKED_PICTURE.sub(_linked_picture, text)
    text = _ALERT.sub(lambda found: f"{found[1]}**{found[3].strip()}**" if found[3].strip() else found[1], text)
    text = _GENERATED.sub("", _CONTAINER.sub(lambda found: _bold(found[1]), text))
    text = "\n".join(_blocks(text.split("\n")))
    text = _PAGE_LINK.sub(lambda found: "" if _leads_to_top(found[1]) else found[1], text)
    text = _NOTE_LINK.sub(lambda found: found[2] or found[1], _NOTE_COMMENT.sub("", text))
    return with_emoji(_HIGHLIGHT.sub(r"**\1**", _ATTRIBUTES.sub("", _SPAN.sub(r"\1", text))))


def _leads_to_top(words: str) -> bool:
    return len(words) <= _LONGEST_TO_TOP and _TO_TOP.fullmatch(words) is not None


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    """The lines with admonitions, definition lists and rows of headless tables in common markdown."""
    at = 0
    while at < len(lines):
        if found := _ADMONITION.match(lines[at]):
            end = _end_of_indented(lines, at + 1)
            yield from (_bold(found[2] or ""), "", *(_INDENTED.sub("", line, count=1) for line in lines[at + 1 : end]))
        elif at + 1 < len(lines) and _DEFINITION.match(lines[at + 1]) and not _NO_TERM.match(lines[at]):
            yield f"{_bold(lines[at])} — {_DEFINITION.sub('', lines[at + 1])}"
            end = at + 2
            while end < len(lines) and _DEFINITION.match(lines[end]):
                yield f"— {_DEFINITION.sub('', lines[end])}"
                end += 1
        elif _begins_table(lines, at):
            end = _end_of_rows(lines, at)
            yield from (_BREAK.sub(", ", line) for line in lines[at:end])
        elif _ROW.match(lines[at]):
            end = _end_of_rows(lines, at)
            yield from _rows(lines[at:end])
        else:
            yield lines[at]
            end = at + 1
        at = end


def _end_of_indented(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and (_INDENTED.match(lines[at]) or not lines[at].strip()):
        at += 1
    return at


def _end_of_rows(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and lines[at].strip() and "|" in lines[at]:
        at += 1
    return at


def _begins_table(lines: Sequence[str], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else ""
    return "|" in lines[at] and "-" in below and "|" in below and _DELIMITERS.match(below) is not None


def _rows(lines: Sequence[str]) -> Iterator[str]:
    """Rows without the line of dashes that makes them a table, as a list."""
    for line in lines:
        if _DELIMITERS.match(line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        yield f"- {' — '.join(cell for cell in cells if cell)}" if any(cells) else ""


def _linked_picture(found: re.Match[str]) -> str:
    """A picture that is a link: the picture, then the link with its words."""
    picture = f"![{found[1]}]({found[2]})"
    if not found[3] or _PICTURE_ADDRESS.search(found[3]):
        return picture
    return f"{picture} [{found[1] or found[3].strip('<>')}]({found[3]})"


def _bold(text: str) -> str:
    words = text.strip()
    return f"**{words}**" if words and "*" not in words else words


def _without_undefined(text: str) -> str:
    for found in reversed(undefined_references(text)):
        text = f"{text[: found.start()]}{found[1]}{text[found.end() :]}"
    return text
