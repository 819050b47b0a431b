"""A customer's words as a heading or a phrasing of the FAQ."""

import re
from collections.abc import Iterable

from faq.gaps.plain_markdown import without_unseen
from faq.language import deciphered
from faq.masking import MASK, masked
from faq.normalising import has_words, normalise
from faq.parsing.words_of_heading import words_of_heading
from faq.parts import content_words, parts
from faq.replies import asks
from faq.small_talk import without_greeting

_MOST_LETTERS = 120  # of a heading or a phrasing
_LEAST_WORDS = 2  # content words of a part that stands for the message
_MARKUP = re.compile(r"[\\`*_\[\]<>{}#|~^=$%]+|:(?=\w+:)|!(?=\[)|&(?=#?\w+;)")
_AT_BEGIN = re.compile(r"^[^\w«\"“(…]+")
_AT_END = re.compile(r"[^\w»\"”)…!?%₽€$£]+$")
_ENDING = re.compile(r"[\s.,;:!?…)(-]*$")


def heading_of(text: str) -> str:
    """The question as a heading: its greeting cut, masked, a capital first, a question mark where it asks.

    Of a message that tells more, the part that asks. At most 120 characters; "" if nothing is left.
    """
    plain = phrasing_of(_asking_part(deciphered(text) or text))
    if not has_words(plain):
        return ""
    is_question = "?" in plain or asks(plain)
    if is_question and not plain.endswith(MASK):
        plain = _ENDING.sub("", plain) + "?"
    return _as_read(plain[:1].upper() + plain[1:])


def _as_read(heading: str) -> str:
    """What is read of the heading in a file, again and again: without numbers and labels such as «Вопрос:»."""
    while (shorter := words_of_heading(heading)) != heading and len(shorter) < len(heading):
        heading = shorter[:1].upper() + shorter[1:]
    return heading


def phrasing_of(text: str) -> str:
    """The words in one line, without greeting, markup and what tells who wrote them; at most 120 characters."""
    words = masked(without_greeting(without_unseen(text)))
    plain = " ".join(_MARKUP.sub(" ", words).split())
    plain = _AT_END.sub("", _AT_BEGIN.sub("", _shortened(plain)))
    return plain if has_words(plain) else ""


def different(texts: Iterable[str], but: str) -> list[str]:
    """The texts with different words, none with those of `but`, in their order."""
    known = {normalise(but), ""}
    found = []
    for text in texts:
        if (words := normalise(text)) not in known:
            known.add(words)
            found.append(text)
    return found


def _asking_part(text: str) -> str:
    """The part of the message that asks most, if one does; else all of it."""
    found = [one for one in parts(text) if "?" in one or (asks(one) and len(content_words(one)) >= _LEAST_WORDS)]
    return max(found, key=lambda part: ("?" in part, len(content_words(part))), default=text)


def _shortened(text: str) -> str:
    if len(text) <= _MOST_LETTERS:
        return text
    cut = text[: _MOST_LETTERS - 1].rpartition(" ")[0] or text[: _MOST_LETTERS - 1]
    return f"{cut.rstrip(' ,.;:-')}{MASK}"
