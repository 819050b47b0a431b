"""The language of a message, also when it was typed in the other keyboard layout."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache

from faq.matching.layouts import other_layout
from faq.matching.listed_words import listed_words, stem
from faq.matching.word_rarity import common_stems
from faq.matching.wordlists import Language
from faq.normalising import normalise
from faq.readings import from_latin_letters, in_other_layout
from faq.wordlists import words

_RUSSIAN_SHARE = 0.25
"""The least share of Cyrillic letters, 0 to 1, in a Russian message: brands are written in Latin letters."""

_LEAST_ADVANTAGE = 0.7
"""By how much the other layout must be likelier, as the natural logarithm of a probability ratio per letter pair."""

_TOO_SHORT = 4
"""Letters; with fewer, only common words show that the layout was the other one."""

_LEAST_KNOWN = 0.3
"""The least share of letters, 0 to 1, of what another layout reads that are in known words; others are misspelt."""

_LEAST_TELLING = 3
"""Letters of a word that tells a language although it is not common: any two letters are an abbreviation."""

_LEAST_STEM = 4
"""Letters of a stem that tells a language in a form that no list has: shorter ones are met by chance, «лоло»."""

_TOLD_BY = 1000
"""Characters of a message that tell its language."""

_ADDRESS = re.compile(
    r"https?:|www\.|t\.me/|[^@]{1,64}@[^@]{1,64}\.|@\w|[\w-]{1,64}\.(?:ru|com|net|org|io|me|by|kz|ua|uk|shop)(?:/|\W?$)",
    re.IGNORECASE,
)
"""How an address on the internet, an e-mail address or a handle begins."""

_DIGIT = re.compile(r"\d")

_LEAST_WORDS = 3
"""Lower-case Latin words, none of them common and none a name, that are taken for English."""

_UNSEEN_PAIR = 0.002
"""The probability of a letter pair that no common word has."""


def language_of(text: str, default: str) -> str:
    """ "ru" or "en", or `default` when the message doesn't show it.

    Addresses, handles, article numbers and product names, «iPhone 15 Pro Max», have no language.
    Reads the first `_TOLD_BY` characters.
    """
    return _shown_language(text[:_TOLD_BY]) or default


def deciphered(text: str) -> str:
    """What a message says that was typed in the other keyboard layout, in small letters; "" for any other message.

    As for the language, the first `_TOLD_BY` characters tell whether it was.
    """
    begin = text[:_TOLD_BY]
    typed, reading = normalise(begin), in_other_layout(begin)
    is_cyrillic = any("а" <= char <= "я" for char in typed)
    if is_cyrillic and any("a" <= char <= "z" for char in typed):
        return ""
    if is_cyrillic:
        is_other = _count_common_words(reading, "en") > 0 and _is_likelier(reading, "en", typed, "ru")
    else:
        is_other = _is_likelier(reading, "ru", typed, "en") and _has_words(reading, "ru")
    return other_layout(text) if is_other else ""


@lru_cache(maxsize=256)  # each message is asked about several times
def _shown_language(whole: str) -> str:
    text = " ".join(word for word in whole.split() if not (_ADDRESS.match(word) or _is_code(word)))
    typed = normalise(text)
    russian = sum("а" <= char <= "я" for char in typed)
    latin = sum("a" <= char <= "z" for char in typed)
    if russian and russian >= _RUSSIAN_SHARE * (russian + latin):
        other = in_other_layout(text)
        return "en" if _count_common_words(other, "en") and _is_likelier(other, "en", typed, "ru") else "ru"
    return _language_of_latin(text, typed) if latin else ""


def _language_of_latin(text: str, typed: str) -> str:
    other = in_other_layout(text)
    if _is_likelier(other, "ru", typed, "en"):
        return "ru" if _has_words(other, "ru") else ""
    known = _count_common_words(typed, "en")
    if _count_common_words(from_latin_letters(text), "ru") > known:
        return "ru"
    return "en" if (known and not _is_name(typed)) or len(_plain_words(text)) >= _LEAST_WORDS else ""


def _is_code(word: str) -> bool:
    """An article or a number, «SKU-4411-B»."""
    return bool(_DIGIT.search(word))


def _is_name(typed: str) -> bool:
    """Whether all words are of product names, some of which are common words, too."""
    return all(word in _names() for word in typed.split())


def _plain_words(text: str) -> list[str]:
    """The words in small letters: names have capitals."""
    words_typed = (word for word in text.split() if word == word.lower())
    return [word for one in words_typed for word in normalise(one).split() if word not in _names()]


@cache
def _names() -> frozenset[str]:
    return frozenset(normalise(word) for word in words("en", "names"))


def _is_likelier(reading: str, language: str, typed: str, typed_language: str) -> bool:
    if _count_common_words(typed, typed_language):
        return False
    if len(typed) < _TOO_SHORT and not _count_common_words(reading, language):
        return False
    return _likelihood(reading, language) > _likelihood(typed, typed_language) + _LEAST_ADVANTAGE


def _has_words(reading: str, language: Language) -> bool:
    """Whether enough of the reading are words of the language: gibberish, "asdfghjkl", is likelier in one, too."""
    said = reading.split()
    known = sum(len(word) for word in said if _is_word(word, language))
    return known >= _LEAST_KNOWN * sum(map(len, said))


def _is_word(word: str, language: Language) -> bool:
    """Whether a list has it, or another form of it. Of two letters only common words count."""
    if len(word) < _LEAST_TELLING:
        return len(word) > 1 and word in _common(language)
    if word in listed_words(language).stems:
        return True
    cut = stem(word, language)
    return len(cut) >= _LEAST_STEM and cut in common_stems(language)


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
