"""Ids of entries: which are valid, and how one is made from a question."""

import re
import zlib

from faq.normalising import normalise

MOST_LETTERS = 40
"""An id is part of a button's data, which Telegram limits to 64 bytes."""

_VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziyklmnoprstufhye", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def is_valid_id(name: str) -> bool:
    return len(name) <= MOST_LETTERS and _VALID.fullmatch(name) is not None


def slug(question: str) -> str:
    """An id made from the question's words: «Сколько стоит?» is "skolko-stoit"."""
    words = re.findall("[a-z0-9]+", normalise(question).translate(_LATIN))
    name = ""
    for word in words:
        longer = f"{name}-{word}" if name else word[:MOST_LETTERS]
        if len(longer) > MOST_LETTERS:
            break
        name = longer
    return name or f"entry-{zlib.crc32(question.encode('utf-8', 'replace')):08x}"


def numbered(name: str, number: int) -> str:
    """The id with a number after it: "skolko-stoit-2"."""
    end = f"-{number}"
    return f"{name[: MOST_LETTERS - len(end)].rstrip('-')}{end}"
