"""Words cut to their stems, so that «доставку» and «доставка» are one."""

from functools import lru_cache

import snowballstemmer

_RUSSIAN = snowballstemmer.stemmer("russian")
_ENGLISH = snowballstemmer.stemmer("english")


def is_cyrillic(word: str) -> bool:
    return "а" <= word[:1] <= "я"


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a normalised word, by its own alphabet."""
    if len(word) > 40:
        return word[:40]
    stemmer = _RUSSIAN if is_cyrillic(word) else _ENGLISH
    return str(stemmer.stemWord(word))
