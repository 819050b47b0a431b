"""The language of a message, also when it was typed in the other keyboard layout."""

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from faq.normalising import normalise
from faq.readings import from_latin_letters, in_other_layout
from faq.wordlists import words

_RUSSIAN_SHARE = 0.25
"""The least share of Cyrillic letters, 0 to 1, in a Russian message: brands are written in Latin letters."""

_LEAST_ADVANTAGE = 0.7
"""By how much the other layout must be likelier, as the natural logarithm of a probability ratio per letter pair."""

_TOO_SHORT = 4
"""Letters; with fewer, only common words show that the layout was the other one."""

_TOLD_BY = 1000
"""Characters of a message that tell its language."""

_UNSEEN_PAIR = 0.002
"""The probability of a letter pair that no common word has."""


def language_of(text: str, default: str) -> str:
    """ "ru" or "en", or `default` when the message doesn't show it (no letters, or only a name in Latin letters).

    Reads the first `_TOLD_BY` characters.
    """
    return _shown_language(text[:_TOLD_BY]) or default


@lru_cache(maxsize=256)  # each message is asked about several times
def _shown_language(text: str) -> str:
    typed = normalise(text)
    russian = sum("а" <= char <= "я" for char in typed)
    latin = sum("a" <= char <= "z" for char in typed)
    if russian and russian >= _RUSSIAN_SHARE * (russian + latin):
        other = in_other_layout(text)
        return "en" if _count_common_words(other, "en") and _is_likelier(other, "en", typed, "ru") else "ru"
    return _language_of_latin(text, typed) if latin else ""


def _language_of_latin(text: str, typed: str) -> str:
    if _is_likelier(in_other_layout(text), "ru", typed, "en"):
        return "ru"
    known = _count_common_words(typed, "en")
    if _count_common_words(from_latin_letters(text), "ru") > known:
        return "ru"
    return "en" if known or len(typed.split()) >= 3 else ""


def _is_likelier(reading: str, language: str, typed: str, typed_language: str) -> bool:
    if _count_common_words(typed, typed_language):
        return False
    if len(typed) < _TOO_SHORT and not _count_common_words(reading, language):
        return False
    return _likelihood(reading, language) > _likelihood(typed, typed_language) + _LEAST_ADVANTAGE


def _count_common_words(text: str, language: str) -> int:
    """The number of common words of two letters or more: single letters are words in both languages."""
    return sum(len(word) > 1 and word in _common(language) for word in text.split())


@cache
def _common(language: str) -> frozenset[str]:
    return frozenset(normalise(word) for word in words(language, "common"))


@cache
def _pair_likelihoods(language: str) -> Mapping[str, float]:
    """The natural logarithm of the probability, after its first letter, of each letter pair of the common words."""
    pairs: Counter[str] = Counter(pair for word in _common(language) for pair in _pairs_of(word))
    firsts: Counter[str] = Counter()
    for pair, count in pairs.items():
        firsts[pair[0]] += count
    return {pair: math.log(max(count / firsts[pair[0]], _UNSEEN_PAIR)) for pair, count in pairs.items()}


def _likelihood(text: str, language: str) -> float:
    """The mean natural logarithm of the letter pairs' probabilities; a word begins and ends with a space."""
    known, unseen = _pair_likelihoods(language), math.log(_UNSEEN_PAIR)
    found = [known.get(pair, unseen) for word in text.split() for pair in _pairs_of(word)]
    return sum(found) / len(found) if found else unseen


def _pairs_of(word: str) -> list[str]:
    bounded = f" {word} "
    return [bounded[at : at + 2] for at in range(len(bounded) - 1)]
