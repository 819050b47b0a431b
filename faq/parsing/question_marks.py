"""Finds the lines within a section that authors mean as questions of their own.

People mark them with smaller headings, bold, `Q:` and `A:`, collapsible blocks, definition lists, or just a line that
ends with a question mark.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from faq.normalising import normalise
from faq.parsing.asking import asks, begins_asking, reads_as_question
from faq.parsing.separator import is_separator
from faq.parsing.structure import BodyLine
from faq.parsing.words_of_heading import words_of_heading

MarkKind = Literal["heading", "bold", "label", "block", "table", "definition", "plain"]

_HEADING = re.compile(r" {0,3}(#{3,6})(?:[ \t]+|(?=[^\s#]))(\S.*)$")
_HTML_HEADING = re.compile(r"\s*<h([2-6])\b[^<>]*>(.+)</h\1>\s*$", re.IGNORECASE)
_WIKI_HEADING = re.compile(r"h([1-6])\.\s+(\S.*)$")
_EQUALS_HEADING = re.compile(r"(={1,6})[ \t]*([^=\s][^=]*?)[ \t]*\1[ \t]*$")
_COMPONENT = re.compile(
    r"\s*<[A-Z][\w.]*\s[^<>]*\b(?:title|summary|question|header|label)=[\"{']+([^\"'{}<>]+)[\"'}][^<>]*>\s*$"
)
_HTML_BOLD = re.compile(r"</?(?:b|strong)\b[^<>]*>", re.IGNORECASE)
_HTML_PARAGRAPH = re.compile(r"</?p\b[^<>]*>", re.IGNORECASE)
_PREFIX = r"\s{0,3}(?:>\s?)?(?:[-*+•–—]\s+|\d{1,3}[.)]\s+)?"
_BOLD = re.compile(_PREFIX + r"(\*\*\*|\*\*|___|__)(?=\S)(.+?)\1(\?*)[ \t]*[:.–—-]?[ \t]*(.*)$")
_LABEL = re.compile(
    _PREFIX + r"(?:\*\*|__)?(?:"
    r"(?:вопрос|question|q)\s*(?:№|#)?\s*(?:\d{0,3}\s*[:.)]|\d{1,3}\s*[—–-]\s)"
    r"|в\s?\d{0,3}:|в\d{1,3}\."
    r")(?!\d)(\*\*|__)?\s*(\S.*)$",
    re.IGNORECASE,
)
ANSWER_LABEL = re.compile(
    _PREFIX + r"(\*\*|__)?(?:"
    r"(?:ответ|answer)\s*(?:№|#)?\s*(?:\d{0,3}\s*[:.)]|\d{0,3}\s*[—–-]\s)"
    r"|[aао]\s?\d{0,3}[:.](?!\d)"
    r")(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"(?:\?\?\?\+?|!!!)\s+(?:[A-Za-z\s-]*\"([^\"]+)\"|(?:(?:question|faq|help)\s+)?([^\"]+))\s*$")
_SUMMARY = re.compile(r"\s*(?:<details\b[^<>]*>\s*)?<summary\b[^<>]*>(.*?)</summary>(.*)$", re.IGNORECASE)
_SUMMARY_START = re.compile(r"\s*(?:<details\b[^<>]*>\s*)?<summary\b[^<>]*>", re.IGNORECASE)
DEFINITION = re.compile(r" {0,3}:[ \t]+(?=\S)")
DETAILS = re.compile(r"</?details\b[^<>]*>", re.IGNORECASE)
_PLAIN = re.compile(r"( {0,3}(?:[-*+•–—]\s+|\d{1,3}[.)]\s+)?)(?![\s>|#<:`~*_!\[])([^?]{2,200}(?:\?+|$))(.*)$")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s")
_TOP_ITEM = re.compile(r" {0,1}(?:[-*+•]|\d{1,3}[.)])\s")
_CONTINUED = re.compile(r"\s+(?![-*+•]\s)\S")
_DELIMITERS = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*")
_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_COLUMNS = 2
_OF_QUESTIONS = frozenset({"вопрос", "вопросы", "question", "questions", "q"})
_OF_ANSWERS = frozenset({"ответ", "ответы", "answer", "answers", "a"})
_MOST_LETTERS = 200
_MOST_HIDDEN = 20
_LONGEST_LINE = 4000
_MOST_SUMMARY_LINES = 4


@dataclass(frozen=True)
class Mark:
    """A line that is marked as a question; `at` and `end` are positions in the body.

    `text` is the question as it was written, `rest` what follows it in its line. `level` is that of a heading, else 0.
    `row` is where the first row of a table stands, which begins with its head; `is_item`: whether it is a plain item of
    a list.
    """

    kind: MarkKind
    at: int
    end: int
    text: str
    rest: str = ""
    level: int = 0
    row: int = 0
    is_item: bool = False

    @property
    def line_at(self) -> int:
        """The position of the question itself."""
        return max(self.at, self.row)

    @property
    def words(self) -> str:
        return words_of_heading(self.text)

    @property
    def asks(self) -> bool:
        return self.kind == "table" or asks(self.words)

    @property
    def is_strong(self) -> bool:
        """Whether the author set the line apart on purpose."""
        return self.kind not in ("plain", "definition")


def question_marks(body: Sequence[BodyLine]) -> list[Mark]:
    """The marks in the order of their lines: all smaller headings, and other lines that are questions."""
    found: list[Mark] = []
    for at in range(len(body)):
        if (found and at < found[-1].end) or body[at].kind == "code":
            continue
        found += _mark_at(body, at)
    return found if _items_are_questions(body, found) else [mark for mark in found if not mark.is_item]


def _items_are_questions(body: Sequence[BodyLine], found: Sequence[Mark]) -> bool:
    """Whether all items of lists are questions, if any item that is set apart by nothing else is one."""
    if not any(mark.is_item for mark in found):
        return True
    marked = {mark.at for mark in found}
    return all(at in marked or not _TOP_ITEM.match(line.text) for at, line in enumerate(body) if line.kind == "text")


def hidden_questions(answer: Sequence[BodyLine]) -> list[Mark]:
    """The lines of an answer that are questions which it answers besides; a bold beginning of a line is none."""
    found = (mark for mark in question_marks(answer) if mark.is_strong and not mark.rest and mark.kind != "label")
    return [mark for mark in found if reads_as_question(mark.words) and begins_asking(mark.words)][:_MOST_HIDDEN]


def _mark_at(body: Sequence[BodyLine], at: int) -> Iterator[Mark]:
    line = body[at].text
    if len(line) > _LONGEST_LINE:
        return
    if found := _HEADING.match(line):
        yield Mark("heading", at, at + 1, _without_closing(found[2]), level=len(found[1]))
    elif found := _HTML_HEADING.match(line) or _WIKI_HEADING.match(line):
        yield Mark("heading", at, at + 1, found[2].strip(), level=int(found[1]))
    elif found := _EQUALS_HEADING.match(line):
        yield Mark("heading", at, at + 1, found[2], level=len(found[1]))
    elif _is_table_of_questions(body, at):
        yield from _rows(body, at)
    elif mark := _summary(body, at) or _block(line, at) or _component(line, at) or _line_of_text(body, at):
        yield mark


def _is_table_of_questions(body: Sequence[BodyLine], at: int) -> bool:
    """Whether a table begins there with a column of questions and one of answers."""
    if "|" not in body[at].text or at + 2 >= len(body) or not _DELIMITERS.fullmatch(body[at + 1].text):
        return False
    names = [normalise(cell) for cell in _cells(body[at].text)]
    return len(names) == _COLUMNS and names[0] in _OF_QUESTIONS and names[1] in _OF_ANSWERS


def _rows(body: Sequence[BodyLine], at: int) -> Iterator[Mark]:
    begin = at
    for row in range(at + 2, len(body)):
        cells = _cells(body[row].text)
        if "|" not in body[row].text or len(cells) < _COLUMNS or not cells[0]:
            break
        yield Mark("table", begin, row + 1, cells[0], " — ".join(cells[1:]), row=row)
        begin = row + 1


def _cells(row: str) -> list[str]:
    return [
        cell.strip().replace("\\|", "|")
        for cell in _BETWEEN_CELLS.split(row.strip().removeprefix("|").removesuffix("|"))
    ]


def _without_closing(heading: str) -> str:
    """The heading without the marks at its end; «C#» keeps its own."""
    text = heading.rstrip()
    shorter = text.rstrip("#")
    return shorter.rstrip() if shorter.endswith((" ", "\t")) else text


def _line_of_text(body: Sequence[BodyLine], at: int) -> Mark | None:
    if not _begins_paragraph(body, at):
        return None
    return _bold(body[at].text, at) or _label(body, at) or _plain(body, at)


def _summary(body: Sequence[BodyLine], at: int) -> Mark | None:
    if _SUMMARY_START.match(body[at].text) is None:
        return None
    for end in range(at + 1, min(at + _MOST_SUMMARY_LINES, len(body)) + 1):
        found = _SUMMARY.match(" ".join(line.text.strip() for line in body[at:end]))
        if found:
            return Mark("block", at, end, found[1].strip(), DETAILS.sub("", found[2]).strip())
    return None


def _block(line: str, at: int) -> Mark | None:
    found = _BLOCK.match(line) if len(line) <= 2 * _MOST_LETTERS else None
    text = (found[1] or found[2]).strip() if found else ""
    return Mark("block", at, at + 1, text) if asks(text) else None


def _component(line: str, at: int) -> Mark | None:
    """`<Accordion title="Сколько стоит?">`, as some sites have it."""
    found = _COMPONENT.match(line) if len(line) <= 2 * _MOST_LETTERS else None
    return Mark("block", at, at + 1, found[1]) if found and asks(found[1]) else None


def _bold(line: str, at: int) -> Mark | None:
    plain = _HTML_BOLD.sub("**", _HTML_PARAGRAPH.sub("", line))
    found = _BOLD.match(plain)
    if found is None or not reads_as_question(found[2] + found[3]) or len(found[2]) > _MOST_LETTERS:
        return None
    return Mark("bold", at, at + 1, f"{found[2]}{found[3]}", found[4])


def _label(body: Sequence[BodyLine], at: int) -> Mark | None:
    """A line after `Q:` that asks something, or has its answer after `A:`."""
    found = _LABEL.match(body[at].text)
    if found is None or len(body[at].text) > 2 * _MOST_LETTERS:
        return None
    has_answer = ANSWER_LABEL.match(_text_below(body, at))
    if not has_answer and not asks(words_of_heading(found[2].partition("?")[0])) and "?" not in found[2]:
        return None
    text = found[2].rstrip()
    question, mark, rest = text.partition("?")  # «В: Сколько? О: Триста» in one line
    label = ANSWER_LABEL.match(rest.lstrip(" *_"))
    if mark and label:
        return Mark("label", at, at + 1, _closed(question + mark), rest.lstrip(" *_"))
    return Mark("label", at, at + 1, _closed(text))


def _closed(text: str) -> str:
    """The text without a mark of bold at its end that was opened before the label."""
    for mark in ("**", "__"):
        if text.count(mark) % 2:
            return text.removesuffix(mark).strip()
    return text


def _plain(body: Sequence[BodyLine], at: int) -> Mark | None:
    found = _PLAIN.match(body[at].text)
    if body[at].kind != "text" or found is None:
        return None
    is_item, line, rest = bool(found[1].strip()), found[2].strip(), found[3].strip()
    if not any(map(str.isalnum, rest)):
        line, rest = f"{line}{found[3]}".strip(), ""  # emoji, quotes
    if is_item and not rest and not _CONTINUED.match(_text_below(body, at)):
        return None  # one of a list of questions
    if not is_item and at + 1 < len(body) and DEFINITION.match(body[at + 1].text) and asks(line):
        return Mark("definition", at, at + 1, line)
    is_question = begins_asking(words_of_heading(line)) if rest else "?" in line
    return Mark("plain", at, at + 1, line, rest, is_item=is_item) if is_question else None


def _text_below(body: Sequence[BodyLine], at: int) -> str:
    """The next line that is not blank; empty when there is none."""
    return next((body[below].text for below in range(at + 1, len(body)) if body[below].text.strip()), "")


def _begins_paragraph(body: Sequence[BodyLine], at: int) -> bool:
    if at == 0:
        return True
    above = body[at - 1]
    is_apart = not above.text.strip() or above.kind != "text" or is_separator(above.text)
    return is_apart or _ITEM.match(body[at].text) is not None
