"""Somebody's words inside ours: nothing in them may hide, reorder or break what stands around them.

Directions are Unicode's: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates .
"""

import re
import unicodedata

# Controls but for line breaks and tabs; marks of direction; characters without width, but for those that hold letters
# and the parts of an emoji together.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BLANK = re.compile("[\\s\u115f\u1160\u200c\u200d\u2800\u3164\ufe0f\uffa0]*")  # letters that look like nothing
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def harmless(text: str) -> str:
    """The text without hidden characters; one that is written from right to left keeps that to itself."""
    shown = _HIDDEN.sub("", text)
    return f"{_ISOLATE}{shown}{_END}" if any(map(_is_right_to_left, shown)) else shown


def one_line(text: str) -> str:
    """The text without hidden characters, its lines joined by spaces."""
    return " ".join(_HIDDEN.sub("", " ".join(text.split())).split())


def visible(text: str) -> str:
    """A name on one line; empty when there is nothing to see in it."""
    shown = one_line(text)
    return "" if _BLANK.fullmatch(shown) else shown


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
