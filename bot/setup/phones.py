"""What may be a telephone number, as somebody writes it for customers."""

import re

_TIME = r"(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?"
_HOURS = re.compile(
    rf"(?<![\d.:–-])(?:{_TIME}\s*(?:[-–—]|до|to|till|until)\s*{_TIME}|\d{{1,2}}:\d\d|24/7)(?![\d.:–-])", re.IGNORECASE
)
_MARKS = r"[\s().–/-]*"
_NUMBER = re.compile(
    r"[+(]{0,2}\d"
    rf"(?:{_MARKS}\d){{2,}}"  # 112 is the shortest, and nothing but marks stands between
    r"(?:-[A-Z]{3,}(?![a-z]))?"  # 8-800-FLOWERS
    r"(?:,?\s*(?:доб(?:авочный)?|вн(?:утр)?|ext(?:ension)?|x)\.?:?\s*\d{1,6})?",
    re.IGNORECASE,
)


def phone_in(text: str) -> str:
    """The number in it, or several, as they are written, without the words around them; "" for none. Hours are none."""
    return ", ".join(numbers_in(text))


def numbers_in(text: str) -> list[str]:
    """The same, one by one. A house number of three digits and a postal code look like one, too."""
    return [" ".join(found[0].split()) for found in _NUMBER.finditer(without_hours(text))]


def without_hours(text: str) -> str:
    """The text with ";" in place of times and hours, which have digits too."""
    return _HOURS.sub(";", text)
