"""How common a word is in what customers write, by the shipped lists."""

import math
from functools import cache

from faq.matching.listed_words import listed_words, stem
from faq.matching.meanings import shipped_meanings
from faq.matching.normalise import words
from faq.matching.wordlists import Language, lists

_LEAST = 0.12  # the weight of the commonest word


@cache
def _function_words(language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for line in lists(language).function_words for word in words(line))


def word_rarity(a_stem: str, language: Language) -> float:
    """The weight of a stem by its rarity alone: 1 for a rare one, 0.12 for the commonest."""
    if a_stem in _function_words(language):
        return _LEAST
    listed = listed_words(language)
    share = (listed.lines_with.get(a_stem, 0) + 0.3) / listed.lines
    return min(1.0, max(_LEAST, -math.log(share * 2) / 6.2))


@cache
def common_stems(language: Language) -> frozenset[str]:
    listed = listed_words(language)
    common = frozenset(listed.stems[word] for word in listed.common)
    return common | frozenset(shipped_meanings(language).near) | _function_words(language)
