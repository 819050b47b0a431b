"""What may be a telephone number, as somebody writes it for customers."""

import re

_TIME = r"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?"
_HOURS = re.compile(
    rf"(?<![\d.:–-])(?:{_TIME}\s*(?:[-–—]|до|to|till|until)\s*{_TIME}|\d{{1,2}}:\d\d|24/7)(?![\d.:–-])", re.IGNORECASE
)
_THREE_DIGITS = re.compile(r"\d(?:[\s().–/-]*\d){2}")  # 112 is the shortest, and nothing but marks stands between


def looks_like_phone(text: str) -> bool:
    """Whether it has a number, however it is written, that is no hours; words around it don't matter."""
    return _THREE_DIGITS.search(_HOURS.sub(";", text)) is not None
