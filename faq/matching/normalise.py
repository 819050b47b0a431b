"""Text as the matcher reads it: one spelling for what people write in many ways."""

import re
import unicodedata

LONGEST = 1_200  # characters of a message that are read; the rest of a longer one can't change what it asks
MOST_WORDS = 48
_WORD = re.compile(r"[^\W_]+")
_REPEATED = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")


def normalise(text: str) -> str:
    """Casefolded text in NFKC without accents, invisible characters and letters repeated for emphasis; ё is е."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("ё", "е").translate(_APOSTROPHES)
    visible = "".join(
        char for char in folded if unicodedata.category(char) not in {"Cc", "Cf", "Mn", "Me"} or char in "\n\t"
    )
    return _REPEATED.sub(r"\1\1", visible)[:LONGEST]


def words(text: str) -> list[str]:
    """The words and numbers of a text, normalised, in order."""
    return _WORD.findall(normalise(text))[:MOST_WORDS]
