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
# Texts of these alone are read without looking up what kind each character is: nearly all texts.
_COMMON = re.compile("[\t\n -~А-Яа-яЁё«»–—]*")
_BETWEEN_WORDS = re.compile("[^0-9a-zа-я]+")
_UNSEEN = {"Cf", "Mn", "Me", "Cs", "Co", "Cn"}
_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"}


@lru_cache(maxsize=256)  # several functions normalise the same message
def normalise(text: str) -> str:
    """Lower-case words separated by single spaces: no punctuation, ё as е, a letter at most twice in a row.

    Reads the first `MAX_LENGTH` characters. Applying it twice changes nothing more.
    """
    text = text[:MAX_LENGTH]
    words = _words_of_common(text) if _COMMON.fullmatch(text) else _words_of_any(text)
    return _REPEATED_LETTER.sub(r"\1\1", words)[:MAX_LENGTH].rstrip()


def collapse_spaces(text: str) -> str:
    """The text with each run of white space as one character: a line break if it holds one, else a space.

    Reads the first `MAX_LENGTH` characters. Patterns that follow may then match a single space instead of a run of
    them, which keeps their time linear.
    """
    return _SPACES.sub(lambda run: " " if _LINE_BREAKS.isdisjoint(run[0]) else "\n", text[:MAX_LENGTH]).strip()


def has_words(text: str) -> bool:
    """Whether the text has a letter or a digit, not only emoji, punctuation or control characters."""
    return bool(normalise(text))


def _words_of_common(text: str) -> str:
    """What `_words_of_any` gives, ten times as fast, for a text of common characters."""
    folded = text.lower().replace("ё", "е").replace("'", "").replace("`", "")
    return _BETWEEN_WORDS.sub(" ", folded).strip()


def _words_of_any(text: str) -> str:
    folded = _folded(text).translate(_APOSTROPHES)
    return " ".join("".join(char if unicodedata.category(char) in _KEPT else " " for char in folded).split())


def _folded(text: str) -> str:
    """NFKC, casefolded, without combining marks and invisible characters, ё as е."""
    composed = unicodedata.normalize("NFKC", text)[:MAX_LENGTH]  # one character of the text may stand for 18
    composed = unicodedata.normalize("NFKC", composed.casefold())
    seen = "".join(char for char in composed if unicodedata.category(char) not in _UNSEEN)
    return unicodedata.normalize("NFKC", seen).casefold().replace("ё", "е")
