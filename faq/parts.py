"""A message that asks several things, as its parts."""

import re
from collections.abc import Iterator
from functools import cache

from faq.normalising import collapse_spaces, normalise
from faq.wordlists import all_words

MOST_PARTS = 6
"""Of a longer message the last part has all the rest."""

_LEAST_WORDS = 2
"""Words of its own, beside greetings, thanks and the language's small words, that a part needs to be one."""

_ASKING = (
    r"сколько|скока|скольки|поч[её]м|как|какой|какая|какие|какое|где|когда|куда|можно|есть\sли|кто|что|чем|во\sсколько"
    r"|до\sскольки|how|what|when|where|which|who|do|does|can|could|is|are"
)
_QUESTION_WORD = re.compile(rf"\b(?:{_ASKING})\b", re.IGNORECASE)
# For texts whose white space is collapsed: no pattern here repeats, so that splitting takes linear time.
_BETWEEN = re.compile(
    r"(?<=[.!?…;:])\s|\n"
    r"|,?\s(?:(?:а|и)\sещ[её]|а\sтакже|and\salso|plus|также)\s"
    rf"|,?\s(?:и|а|но|and|but)\s(?=(?:{_ASKING})\b)",
    re.IGNORECASE,
)


def parts(text: str) -> tuple[str, ...]:
    """The sentences of a message, and the questions within them that a conjunction joins, as they were typed.

    «Добрый вечер! Заказ не пришёл, а ещё сколько стоит доставка?» has two. What says nothing of its own is left out or,
    with one word to say, goes with its neighbour. Reads the first 4,096 characters.
    """
    return tuple(_merged(part for part in _BETWEEN.split(collapse_spaces(text), maxsplit=MOST_PARTS * 2) if part))


def own_words(text: str) -> list[str]:
    """The normalised words that carry what is said: no greetings, no thanks, none of the small words of a language."""
    return [word for word in normalise(text).split() if word not in _small_words()]


def _merged(pieces: Iterator[str]) -> list[str]:
    found: list[str] = []
    short = ""
    for piece in pieces:
        whole = f"{short} {piece}".strip()
        size = len(own_words(whole))
        if (size >= _LEAST_WORDS or (size and _asks(whole))) and len(found) < MOST_PARTS:
            found.append(whole)
            short = ""
        elif found and size:
            found[-1] += f" {whole}"
            short = ""
        else:
            short = whole if size else ""
    return [*found, short] if short and not found else found


def _asks(text: str) -> bool:
    """«Сколько стоит доставка?» is a question by itself, «В Химки?» is none."""
    return "?" in text and bool(_QUESTION_WORD.search(text))


@cache
def _small_words() -> frozenset[str]:
    lists = ("function", "greetings", "thanks", "around_thanks")
    return frozenset(word for name in lists for line in all_words(name) for word in normalise(line).split())
