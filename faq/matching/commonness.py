"""How common a word is in what customers write, counted over the shipped lists."""

import math
from collections import Counter
from functools import cache
from itertools import chain

from faq.matching.meanings import shipped_meanings
from faq.matching.normalise import words
from faq.matching.stems import stem
from faq.matching.wordlists import Language, lists

_LEAST = 0.12  # the weight of the commonest word


@cache
def _counts(language: Language) -> tuple[Counter[str], int]:
    known = lists(language)
    lines = list(chain(chain.from_iterable(known.situations), known.background))
    return Counter(chain.from_iterable({stem(word) for word in words(line)} for line in lines)), len(lines)


@cache
def _function_words(language: Language) -> frozenset[str]:
    return frozenset(stem(word) for line in lists(language).function_words for word in words(line))


def rarity(a_stem: str, language: Language) -> float:
    """The weight of a stem by its rarity alone: 1 for a rare one, 0.12 for the commonest."""
    if a_stem in _function_words(language):
        return _LEAST
    counts, lines = _counts(language)
    share = (counts[a_stem] + 0.3) / lines
    return min(1.0, max(_LEAST, -math.log(share * 2) / 6.2))


@cache
def common_words(language: Language) -> tuple[str, ...]:
    """The words of the shipped lists, each once, sorted: what a misspelt word may have been."""
    known = lists(language)
    lines = chain(chain.from_iterable(known.situations), known.background, known.function_words)
    return tuple(sorted({word for line in lines for word in words(line) if len(word) >= 3}))


@cache
def common_stems(language: Language) -> frozenset[str]:
    return (
        frozenset(map(stem, common_words(language)))
        | frozenset(shipped_meanings(language).near)
        | _function_words(language)
    )
