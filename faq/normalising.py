"""Texts in a form in which they can be compared."""

import re
import unicodedata
from functools import lru_cache

MAX_LENGTH = 4096
"""Characters of a text that are read; a Telegram message has no more."""

# White space by Unicode, and blank characters that Unicode classes as letters or symbols.
_SPACES = re.compile("[\\s\u115f\u1160\u2800\u3164\uffa0]+")
_LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_REPEATED_LETTER = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
_UNSEEN = {"Cf", "Mn", "Me", "Cs", "Co", "Cn"}
_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"}


@lru_cache(maxsize=256)  # several functions normalise the same message
def normalise(text: str) -> str:
    """Lower-case words separated by single spaces: no punctuation, ё as е, a letter at most twice in a row.

    Reads the first `MAX_LENGTH` characters. Applying it twice changes nothing more.
    """
    folded = _folded(text[:MAX_LENGTH]).translate(_APOSTROPHES)
    words = "".join(char if unicodedata.category(char) in _KEPT else " " for char in folded).split()
    return _REPEATED_LETTER.sub(r"\1\1", " ".join(words))[:MAX_LENGTH].rstrip()


def collapse_spaces(text: str) -> str:
    """The text with each run of white space as one character: a line break if it holds one, else a space.

    Reads the first `MAX_LENGTH` characters. Patterns that follow may then match a single space instead of a run of
    them, which keeps their time linear.
    """
    return _SPACES.sub(lambda run: " " if _LINE_BREAKS.isdisjoint(run[0]) else "\n", text[:MAX_LENGTH]).strip()


def has_words(text: str) -> bool:
    """Whether the text has a letter or a digit, not only emoji, punctuation or control characters."""
    return bool(normalise(text))


def _folded(text: str) -> str:
    """NFKC, casefolded, without combining marks and invisible characters, ё as е."""
    composed = unicodedata.normalize("NFKC", text)[:MAX_LENGTH]  # one character of the text may stand for 18
    composed = unicodedata.normalize("NFKC", composed.casefold())
    seen = "".join(char for char in composed if unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFKC", seen).casefold().replace("ё", "е")
