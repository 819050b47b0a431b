"""Words cut to their stems, so that «доставку» and «доставка» are one."""

from functools import lru_cache

import snowballstemmer

_RUSSIAN = snowballstemmer.stemmer("russian")
_ENGLISH = snowballstemmer.stemmer("english")
_LONGEST_WORD = 40


def is_cyrillic(word: str) -> bool:
    return "а" <= word[:1] <= "я"


@lru_cache(maxsize=20_000)
def cut(word: str) -> str:
    """The Snowball stem of a normalised word, by its own alphabet."""
    if len(word) > _LONGEST_WORD:
        return word[:_LONGEST_WORD]
    stemmer = _RUSSIAN if is_cyrillic(word) else _ENGLISH
    return str(stemmer.stemWord(word))
