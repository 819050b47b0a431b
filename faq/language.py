"""Which language a message is in, even when the keyboard was in the other layout."""

import math
from collections import Counter
from functools import cache

from faq.normalising import normalise
from faq.readings import from_latin_letters, in_other_layout
from faq.wordlists import words

_RUSSIAN_SHARE = 0.25
"""With this share of Cyrillic letters a message is Russian: Russians name brands in Latin letters."""

_SURER = 0.7
"""How much likelier, in natural logarithm a letter pair, the other layout must be to be believed."""

_TOO_SHORT = 4
"""Fewer letters than this look likely in any layout, unless they are a common word."""

_UNSEEN_PAIR = 0.002


def language_of(text: str, default: str) -> str:
    """ "ru" or "en", or `default` when the message doesn't tell (no letters, or nothing but a name in Latin)."""
    typed = normalise(text)
    russian = sum("а" <= char <= "я" for char in typed)
    latin = sum("a" <= char <= "z" for char in typed)
    if russian and russian >= _RUSSIAN_SHARE * (russian + latin):
        other = in_other_layout(text)
        return "en" if _known(other, "en") and _is_likelier(other, "en", typed, "ru") else "ru"
    return _language_of_latin(text, typed, default) if latin else default


def _language_of_latin(text: str, typed: str, default: str) -> str:
    if _is_likelier(in_other_layout(text), "ru", typed, "en"):
        return "ru"
    known = _known(typed, "en")
    if _known(from_latin_letters(text), "ru") > known:
        return "ru"
    return "en" if known or len(typed.split()) >= 3 else default


def _is_likelier(reading: str, language: str, typed: str, typed_language: str) -> bool:
    if _known(typed, typed_language) or (len(typed) < _TOO_SHORT and not _known(reading, language)):
        return False
    return _likelihood(reading, language) > _likelihood(typed, typed_language) + _SURER


def _known(text: str, language: str) -> int:
    """How many of the words are common ones, of two letters or more: single letters are common to any language."""
    return sum(len(word) > 1 and word in _common(language) for word in text.split())


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in words(language, "common"))


@cache
def _pairs(language: str) -> tuple[Counter[str], Counter[str]]:
    """Counts of letter pairs, and of their first letters, in the common words of a language."""
    pairs: Counter[str] = Counter(pair for word in _common(language) for pair in _pairs_of(word))
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    return pairs, firsts


def _likelihood(text: str, language: str) -> float:
    """Mean natural logarithm of the probability of each letter pair; words are bounded by spaces."""
    pairs, firsts = _pairs(language)
    found = [
        math.log(max(pairs[pair] / max(firsts[pair[0]], 1), _UNSEEN_PAIR))
        for word in text.split()
        for pair in _pairs_of(word)
    ]
    return sum(found) / len(found) if found else math.log(_UNSEEN_PAIR)


def _pairs_of(word: str) -> list[str]:
    bounded = f" {word} "
    return [bounded[at : at + 2] for at in range(len(bounded) - 1)]
