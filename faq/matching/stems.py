"""Words cut to their stems, so that «доставку» and «доставка» are one."""

from functools import cache, lru_cache
from threading import Lock

from faq.matching.snowball import Stemmer, stemmer

_LONGEST_WORD = 40  # letters
_stemming = Lock()  # the FAQ may be read again while a question is matched


def is_cyrillic(word: str) -> bool:
    return "а" <= word[:1] <= "я"


@lru_cache(maxsize=20_000)
def snowball_stem(word: str) -> str:
    """The Snowball stem of a normalised word, by its own alphabet."""
    if len(word) > _LONGEST_WORD:
        return word[:_LONGEST_WORD]
    language = "russian" if is_cyrillic(word) else "english"
    with _stemming:
        return _stemmer(language).stemWord(word)


@cache
def _stemmer(language: str) -> Stemmer:
    return stemmer(language)
