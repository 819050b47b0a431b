"""Text as the matcher reads it: one spelling for what people write in many ways."""

import re
import unicodedata

LONGEST = 1_200  # characters of a message that are read; the rest of a longer one can't change what it asks
MOST_WORDS = 48
_INVISIBLE = {"Cc", "Cf", "Mn", "Me"}  # categories of Unicode
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_APOSTROPHES = re.compile("['’ʼ`´]")
_VISIBLE = re.compile(r"[\t\n -~а-я«»–—№]*")  # characters that nearly all messages are made of


def normalise(text: str) -> str:
    """Casefolded text in NFKC without accents, invisible characters and letters repeated for emphasis; ё is е."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("ё", "е")
    folded = _APOSTROPHES.sub("", folded)
    visible = folded if _VISIBLE.fullmatch(folded) else _without_invisible(folded)
    return _REPEATED.sub(r"\1\1", visible)[:LONGEST]


def _without_invisible(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE or char in "\n\t")


def words(text: str) -> list[str]:
    """The words and numbers of a text, normalised, in order."""
    return _WORD.findall(normalise(text))[:MOST_WORDS]
