"""Sanitising of users' texts before they are inserted into templates: they must not hide or reorder our text.

Bidirectional isolates: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates .
"""

import re
import unicodedata

# Control characters except line breaks and tabs; bidirectional controls; zero-width characters except the joiners used
# in scripts and emoji.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_BLANK = re.compile("[\\s\u115f\u1160\u200c\u200d\u2800\u3164\ufe0f\uffa0]*")  # characters that render as nothing
_ISOLATE, _END = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_FIRST_RIGHT_TO_LEFT = "\u0590"  # no character before it is one


def safe_text(text: str) -> str:
    """The text without hidden characters; right-to-left text is wrapped in a directional isolate."""
    shown = _HIDDEN.sub("", text)
    may_turn = max(shown, default="") >= _FIRST_RIGHT_TO_LEFT
    return f"{_ISOLATE}{shown}{_END}" if may_turn and any(map(_is_right_to_left, shown)) else shown


def one_line(text: str) -> str:
    """The text on one line, without hidden characters."""
    return " ".join(_HIDDEN.sub("", " ".join(text.split())).split())


def visible(text: str) -> str:
    """A name on one line; empty when it has no visible character."""
    shown = one_line(text)
    return "" if _BLANK.fullmatch(shown) else shown


def _is_right_to_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
