"""Messages in a language that the desk doesn't speak: Kazakh, Ukrainian, Uzbek, Azerbaijani, Turkish, German.

Told by common words and by letters that Russian and English don't have. A name, «Әлия», or a single word that both
languages may have is no sign: it takes two signs, or one that is nearly the whole message.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypedDict, cast

from faq.normalising import normalise
from faq.wordlists import words

_TOLD_BY = 1000
"""Characters of a message that tell its language."""

_LEAST_SHARE = 0.34
"""The least share of words, 0 to 1, that are signs of the language."""

_LEAST_SIGNS = 2

_SHORT = 3
"""Words; in so short a message a single sign is enough if it has a letter that Russian and English lack."""


@dataclass(frozen=True)
class Foreign:
    """A language by its code, "kk", and whether the message only greets in it."""

    language: str
    is_greeting: bool


class _Section(TypedDict):
    letters: str
    words: list[str]
    greetings: list[str]


@dataclass(frozen=True)
class _Signs:
    letters: frozenset[str]
    words: frozenset[str]
    greetings: frozenset[str]


@lru_cache(maxsize=500)  # a message is asked about several times
def foreign_language_of(text: str) -> Foreign | None:
    """The language that the desk doesn't speak, or None. Reads the first 1,000 characters."""
    shown = text[:_TOLD_BY]
    said = normalise(shown).split()
    if not said:
        return None
    whole = " ".join(said)
    greeting = next((one for one, signs in _languages().items() if whole in signs.greetings), None)
    if greeting:
        return Foreign(greeting, is_greeting=True)
    typed = _as_typed(shown, len(said))
    found = {language: _count(signs, said, typed) for language, signs in _languages().items()}
    language = max(found, key=lambda one: found[one])
    count = found[language]
    ours = sum(word in _ours() for word in said)
    is_short = len(said) <= _SHORT and not ours and not _languages()[language].letters.isdisjoint(whole)
    is_enough = count >= _LEAST_SIGNS or (count and is_short)
    is_most = count > ours and count >= _LEAST_SHARE * len(said)
    return Foreign(language, is_greeting=False) if is_enough and is_most else None


def _count(signs: _Signs, said: list[str], typed: list[str]) -> int:
    """Words that are common in the language, or have its letters and are no names."""
    return sum(
        word in signs.words or (not is_name and not signs.letters.isdisjoint(word))
        for word, is_name in zip(said, (one[:1].isupper() for one in typed), strict=False)
    )


def _as_typed(text: str, count: int) -> list[str]:
    """The words as they were typed; without a name's capital in the first place, where every sentence has one."""
    typed = ["".join(char for char in word if char.isalnum()) for word in text.split()]
    shown = [word for word in typed if word]
    return [shown[0] if count == 1 else shown[0].lower(), *shown[1:]] if shown else []


@cache
def _ours() -> frozenset[str]:
    """Words that show Russian or English."""
    return frozenset(normalise(word) for language in ("ru", "en") for word in words(language, "common")) - _shared()


@cache
def _shared() -> frozenset[str]:
    """Words that are common in a foreign language as well."""
    return frozenset(word for signs in _languages().values() for word in signs.words)


@cache
def _languages() -> Mapping[str, _Signs]:
    text = files("faq").joinpath("words", "foreign.toml").read_text(encoding="utf-8")
    sections = cast("Mapping[str, _Section]", tomllib.loads(text))
    return {language: _signs_of(section) for language, section in sections.items()}


def _signs_of(section: _Section) -> _Signs:
    common = frozenset(word for line in section["words"] for word in normalise(line).split() if " " not in line)
    return _Signs(
        frozenset(normalise(" ".join(section["letters"])).split()),
        common,
        frozenset(map(normalise, section["greetings"])),
    )
