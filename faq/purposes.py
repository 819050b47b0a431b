"""What a message wants that needs no entry: a greeting, "may I ask?", the opening hours, a complaint, a call back …

The patterns are in words/ru/purposes.toml and words/en/purposes.toml. Both languages are read, also in the other
keyboard layout and in Latin letters, since a short message doesn't show which it is in.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypedDict, cast

from faq.matching.listed_words import listed_words
from faq.normalising import normalise
from faq.phrasebook import LONGEST_WHOLE, Patterns, Phrasebook, negated, pattern
from faq.readings import from_latin_letters, in_other_layout
from faq.wordlists import LANGUAGES

_REMEMBERED = 500
"""Messages: the same one is asked about when it comes, when its burst ends and when its ticket is shown."""

_LETTERS = re.compile("[a-z]")


class Purpose(StrEnum):
    """`wants_person`: straight to a person, with words of its own. `is_fact`: the company's settings tell it."""

    INSULT = "insult"
    THREAT = "threat"
    COMPLAINT = "complaint"
    CALLBACK = "callback"
    CLOSE_REQUEST = "close_request"  # «отмените заявку»
    SOLVED = "solved"  # «вопрос решён», «случайно нажал»
    ROBOT = "robot"
    HOURS = "hours"
    ADDRESS = "address"
    PHONE = "phone"
    GOODBYE = "goodbye"
    GREETING = "greeting"
    OPENER = "opener"  # «можно вопрос?», «алло»: asks nothing yet
    NEWS = "news"  # «есть новости?», «сколько ещё ждать»: of what was asked before
    JOB = "job"
    SUPPLIER = "supplier"

    @property
    def wants_person(self) -> bool:
        return self in _FOR_A_PERSON

    @property
    def is_complaint(self) -> bool:
        """Whether somebody is displeased with how they were treated."""
        return self in (Purpose.INSULT, Purpose.THREAT, Purpose.COMPLAINT)

    @property
    def is_offer(self) -> bool:
        """Whether it is no customer's: for a person only where the company wants so."""
        return self in (Purpose.JOB, Purpose.SUPPLIER)

    @property
    def is_fact(self) -> bool:
        return self in (Purpose.HOURS, Purpose.ADDRESS, Purpose.PHONE)

    @property
    def is_talk(self) -> bool:
        """Whether it asks for nothing, so that it is answered at once and is no part of a question."""
        return self in (Purpose.GREETING, Purpose.GOODBYE, Purpose.ROBOT, Purpose.OPENER)


_FOR_A_PERSON = frozenset({Purpose.INSULT, Purpose.THREAT, Purpose.COMPLAINT, Purpose.CALLBACK})


class _Lists(TypedDict, total=False):
    whole: list[str]
    around: list[str]
    anywhere: list[str]
    unless: list[str]


@dataclass(frozen=True)
class _Signs:
    """How one purpose is told."""

    whole: Patterns
    around: frozenset[str]
    anywhere: Patterns
    unless: Patterns

    def tell(self, words: Sequence[str], read: Sequence[frozenset[str]]) -> bool:
        is_whole = len(words) <= LONGEST_WHOLE and self.whole.make_up(read, self.around)
        return (is_whole or self.anywhere.are_in(read, negated(words))) and not self.unless.are_in(read)


def purpose_of(text: str) -> Purpose | None:
    """The first purpose in the order of `Purpose` that the message has; None for an ordinary question.

    Reads the first 4,096 characters. Cached, since a message is asked about several times.
    """
    return next(iter(purposes_of(text)), None)


@lru_cache(maxsize=_REMEMBERED)
def purposes_of(text: str) -> tuple[Purpose, ...]:
    """All purposes that the message has, in the order of `Purpose`."""
    told = {purpose for words, is_typed in _readings(text) for purpose in _told(words, repairs=is_typed)}
    return tuple(purpose for purpose in Purpose if purpose in told)


def _told(words: Sequence[str], repairs: bool) -> Iterator[Purpose]:
    read = _phrasebook().read(words, repairs)
    if any(read):
        yield from (purpose for purpose, signs in _signs().items() if signs.tell(words, read))


def _readings(text: str) -> Iterator[tuple[list[str], bool]]:
    """The words as typed and as they may be meant, and whether they are as typed: only then misspellings are likely."""
    typed = normalise(text)
    yield typed.split(), True
    yield in_other_layout(text).split(), False
    if _LETTERS.search(typed):
        yield from_latin_letters(text).split(), False


def _is_known(word: str) -> bool:
    return any(word in listed_words(language).stems for language in LANGUAGES)


@cache
def _phrasebook() -> Phrasebook:
    lists = (lists for purposes in _lists() for lists in purposes.values())
    lines = (cast("list[str]", one) for purpose in lists for one in purpose.values())
    return Phrasebook.of((pattern(line) for named in lines for line in named), _is_known)


@cache
def _signs() -> Mapping[Purpose, _Signs]:
    return {purpose: _signs_of(purpose) for purpose in Purpose}


def _signs_of(purpose: Purpose) -> _Signs:
    around = [*_lines("polite", "around"), *_lines(purpose, "around")]
    whole, anywhere, unless = (
        Patterns.of(map(pattern, _lines(purpose, name))) for name in ("whole", "anywhere", "unless")
    )
    return _Signs(whole, frozenset(around), anywhere, unless)


def _lines(section: str, name: str) -> list[str]:
    return [line for lists in _lists() for line in cast("list[str]", lists.get(section, {}).get(name, []))]


@cache
def _lists() -> tuple[Mapping[str, _Lists], ...]:
    texts = (files("faq").joinpath("words", one, "purposes.toml").read_text(encoding="utf-8") for one in LANGUAGES)
    return tuple(cast("Mapping[str, _Lists]", tomllib.loads(text)) for text in texts)
