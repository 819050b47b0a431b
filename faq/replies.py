"""Replies that only the conversation before them explains: «второе», «а в область?»"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, TypedDict, cast

from faq.deciding import MOST_SUGGESTIONS
from faq.matching.question_features import question_features
from faq.normalising import normalise
from faq.parts import content_words
from faq.wordlists import LANGUAGES

_LONGEST_FOLLOW_UP = 8
"""Words."""

_ELLIPSIS = 3
"""Words; a message of no more is taken for a follow-up however it begins."""


class _Replies(TypedDict):
    begins: list[str]
    places: list[list[str]]
    last: list[str]
    yes: list[str]
    no: list[str]
    around_no: list[str]
    show: list[str]
    around: list[str]


def asks(text: str) -> bool:
    """Whether the message is a question: whether it has a question mark or a question word."""
    return bool(question_features("?" if "?" in text else normalise(text))["asks"])


def is_follow_up(text: str) -> bool:
    """Whether the message continues the last question: «а в область?», «и в воскресенье», "what about Sunday"."""
    typed = normalise(text)
    begins = any(f"{typed} ".startswith(f"{start} ") for start in _named("begins"))
    count = len(typed.split())
    return bool(content_words(text)) and (count <= _ELLIPSIS or (begins and count <= _LONGEST_FOLLOW_UP))


def chosen(text: str, offered: int, *, is_preview: bool = False) -> int | None:
    """The index, from 0, of the chosen one of `offered` suggestions: «второе», «2», «последний вариант»; «да» of one.

    `is_preview`: the first lines of the first one are shown, so «да, покажите» means that one, whatever stands beside
    it. None when the message is no choice, or chooses one that was not offered.
    """
    said = [word for word in normalise(text).split() if word not in _named("around")]
    if is_preview and said and all(word in _named("yes") or word in _named("show") for word in said):
        return 0
    if len(said) != 1:
        return None
    if said[0] in _named("last"):
        return offered - 1
    if offered == 1 and said[0] in _named("yes"):
        return 0
    return next((place for place in range(min(offered, MOST_SUGGESTIONS)) if said[0] in _names_of(place)), None)


def is_rejection(text: str) -> bool:
    """Whether the message only says that what was offered does not fit: «нет, не то», «ничего из этого»."""
    said = normalise(text).split()
    around = _named("no") | _named("around") | _named("around_no")
    return any(word in _named("no") for word in said) and all(word in around for word in said)


def _names_of(place: int) -> frozenset[str]:
    return frozenset(
        normalise(name) for replies in _replies() for names in replies["places"][place : place + 1] for name in names
    )


@cache
def _named(what: Literal["begins", "last", "yes", "no", "around_no", "show", "around"]) -> frozenset[str]:
    return frozenset(normalise(word) for replies in _replies() for word in replies[what])


@cache
def _replies() -> tuple[_Replies, ...]:
    """The words of every language, since a short reply does not show its language."""
    texts = (files("faq").joinpath("words", one, "replies.toml").read_text(encoding="utf-8") for one in LANGUAGES)
    return tuple(cast("_Replies", tomllib.loads(text)) for text in texts)
