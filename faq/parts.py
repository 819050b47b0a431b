"""Splits a message into its sentences and questions."""

import re
from collections.abc import Iterable
from functools import cache

from faq.normalising import collapse_spaces, normalise
from faq.purposes import purpose_of
from faq.wordlists import all_words

MOST_PARTS = 6
"""In a longer line the last part has all the rest."""

MOST_LINES = 8
"""In a longer message the last line has all the rest."""

_LEAST_WORDS = 2
"""Content words that a part needs, unless it is a question."""

_ASKING = (
    r"сколько|скока|скольки|поч[её]м|как|какой|какая|какие|какое|где|когда|куда|можно|есть\sли|кто|что|чем|во\sсколько"
    r"|до\sскольки|how|what|when|where|which|who|do|does|can|could|is|are"
)
_QUESTION_WORD = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
# For texts whose white space is collapsed: no pattern here repeats, so that splitting takes linear time.
_BETWEEN = re.compile(
    r"(?<=[.!?…;:])\s"
    r"|,?\s(?:(?:а|и)\sещ[её]|а\sтакже|and\salso|plus|также)\s|,\salso\s"
    rf"|,?\s(?:и|а|но|and|but|also)\s(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)


def parts(text: str) -> tuple[str, ...]:
    """The sentences of a message, and the questions within them that a conjunction joins, as they were typed.

    «Добрый вечер! Заказ не пришёл, а ещё сколько стоит доставка?» has two. A part without content words is left out
    unless it asks for a fact ("Where are you?"), one with a single content word is joined to its neighbour in the line.
    Reads the first 4,096 characters.
    """
    return tuple(part for line in lines(text) for part in line)


def lines(text: str) -> tuple[tuple[str, ...], ...]:
    """The parts of each line that has any: a message of a burst, and a line of a message, stands for itself."""
    found = (_parts_of(line) for line in collapse_spaces(text).split("\n", MOST_LINES - 1))
    return tuple(line for line in found if line)


def content_words(text: str) -> list[str]:
    """The normalised words without greetings, thanks and function words, in order."""
    return [word for word in normalise(text).split() if word not in _words_without_content()]


def _parts_of(line: str) -> tuple[str, ...]:
    """Those of one line; several lines, beyond the most that are told apart, are one part."""
    if "\n" in line:
        return (line,) if content_words(line) else ()
    return tuple(_join_short(part for part in _BETWEEN.split(line, maxsplit=MOST_PARTS * 2) if part))


def _join_short(pieces: Iterable[str]) -> list[str]:
    found: list[str] = []
    short = ""
    for piece in pieces:
        whole = f"{short} {piece}".strip()
        size = len(content_words(whole))
        is_part = size >= _LEAST_WORDS or (_asks(whole) and (size or _asks_for_fact(whole)))
        if is_part and len(found) < MOST_PARTS:
            found.append(whole)
            short = ""
        elif found and size:
            found[-1] += f" {whole}"
            short = ""
        else:
            short = whole if size else ""
    return [*found, short] if short and not found else found


def _asks(text: str) -> bool:
    """Whether it is a complete question: «Сколько стоит доставка?» is, «В Химки?» is not."""
    return "?" in text and bool(_QUESTION_WORD.search(text))


def _asks_for_fact(text: str) -> bool:
    purpose = purpose_of(text)
    return purpose is not None and purpose.is_fact


@cache
def _words_without_content() -> frozenset[str]:
    lists = ("function", "greetings", "thanks", "around_thanks")
    return frozenset(word for name in lists for line in all_words(name) for word in normalise(line).split())
