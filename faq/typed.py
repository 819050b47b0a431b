"""What an author typed about an entry: its question, its answer, other phrasings.

Вопрос: Сколько стоит букет?      a line that begins so, or with ##, is the question
+ почём букет                     lines below it that begin with a plus are phrasings
От 2 000 ₽.                       all else is the answer
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from faq.own_headings import own_heading

_NUMBER = r"(?:\s*[№#]?\s*\d{1,3})?"
_QUESTION = re.compile(
    rf"\s*(?:#{{2,6}}\s+|[*_]{{0,3}}(?:вопрос|в|question|q){_NUMBER}\s*:[*_]{{0,3}}\s*)", re.IGNORECASE
)
_ANSWER_LABEL = rf"[*_]{{0,3}}(?:ответ|о|answer|a){_NUMBER}\s*:[*_]{{0,3}}\s*"
_ANSWER = re.compile(rf"\s*{_ANSWER_LABEL}", re.IGNORECASE)
_ANSWER_BESIDE = re.compile(rf"\s+(?={_ANSWER_LABEL})", re.IGNORECASE)
_PHRASING = re.compile(r"\s*\+(?:\s+(?=\S)|(?=[^\s\d(]))")  # but "+7 495 000-00-00" is an answer
_MARKS = " #*_`"
_NEW = re.compile(
    r"(?P<plus>\+)\s*|(?:нов(?:ый|ая|ое)|добав(?:ь|ьте|ить)|new|add)\b[ \t]*"
    r"(?P<named>(?:вопрос|запись|question|entry)\b[ \t]*)?(?P<colon>:)?\s*",
    re.IGNORECASE,
)
MOST_TOGETHER = 20
"""Entries in one message."""


@dataclass(frozen=True)
class Typed:
    """`question` is plain text, `answer` markdown; "" and () for what was not typed."""

    question: str = ""
    answer: str = ""
    phrasings: tuple[str, ...] = ()


def reply_of_author(text: str) -> Typed:
    """A reply to an entry. It is the answer, but for what is marked as a question or as phrasings."""
    lines = text.strip().split("\n")
    if _QUESTION.match(lines[0]):
        return _with_question(lines)
    phrasings, rest = _phrasings(lines)
    return Typed("", _answer(rest), phrasings)


def begins_question(line: str) -> bool:
    """Whether it is marked as a question."""
    return _QUESTION.match(line) is not None


def new_entries(text: str) -> list[Typed]:
    """Questions with their answers, if they have any: each begins with a mark, or the first line is the only one."""
    lines = text.strip().split("\n")
    starts = [place for place, line in enumerate(lines) if _QUESTION.match(line)] or [0]
    if starts[0] > 0:  # what stands above the first mark belongs to nothing else
        starts.insert(0, 0)
    ends = [*starts[1:], len(lines)]
    return [_with_question(lines[start:end]) for start, end in zip(starts, ends, strict=True)][:MOST_TOGETHER]


def without_word_for_new(words: str) -> str | None:
    """What follows "+", "новый вопрос:" or "new" at the beginning of /faq's words; None where they ask for an entry.

    "новый адрес" may well be what an entry is about, so a word alone counts only before a question or an answer.
    """
    found = _NEW.match(words)
    if found is None:
        return None
    rest = words[found.end() :]
    first, _, below = rest.strip().partition("\n")
    is_new = found["plus"] or found["named"] or found["colon"] or below.strip() or first.rstrip().endswith("?")
    return rest if is_new and rest.strip() else None


def _with_question(lines: Sequence[str]) -> Typed:
    first, *beside = _ANSWER_BESIDE.split(lines[0], maxsplit=1) if begins_question(lines[0]) else [lines[0]]
    question = own_heading(_QUESTION.sub("", first, count=1).strip(_MARKS))
    phrasings, rest = _phrasings([*beside, *lines[1:]])
    return Typed(question, _answer(rest), phrasings)


def _phrasings(lines: Sequence[str]) -> tuple[tuple[str, ...], Sequence[str]]:
    """Those at the beginning, and the lines below."""
    found = []
    for place, line in enumerate(lines):
        if mark := _PHRASING.match(line):
            found.append(line[mark.end() :].strip())
        elif line.strip():
            return tuple(found), lines[place:]
    return tuple(found), ()


def _answer(lines: Sequence[str]) -> str:
    text = "\n".join(lines).strip()
    label = _ANSWER.match(text)
    return text[label.end() :].strip() if label else text
