"""Text for a terminal: nothing that somebody wrote may move the cursor, hide or reorder what stands beside it."""

import sys
import unicodedata
from collections.abc import Sequence

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER = "\u200d"  # holds the parts of one emoji together
_SHOWN_INSTEAD = "\ufffd"


def plain(text: str) -> str:
    """One line without escapes, control characters or marks of direction: each is shown as a sign of its own.

    Line breaks and tabs become spaces.
    """
    return "".join(map(_visible, " ".join(text.split())))


def plain_lines(text: str) -> list[str]:
    """The same for a text whose lines are kept."""
    return [plain(line) for line in text.splitlines()]


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with the columns below each other; the last column is as wide as it is."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def width(text: str) -> int:
    """How many cells of a terminal the text takes."""
    return sum(_cells(character) for character in text)


def shortened(text: str, cells: int) -> str:
    """At most so many cells of it, with "…" when something was left out."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > cells - 1:
            break
        kept += character
    return kept + "…"


def readable_size(count: float) -> str:
    """So many bytes, as "12 MB"."""
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.0f} GB"


def show_progress(left: int, whole: int) -> None:
    """Shows a person at a terminal how far something has come."""
    if sys.stderr.isatty():
        print(f"\r{100 * (whole - left) // max(whole, 1)} %", end="\r", file=sys.stderr, flush=True)


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in _INVISIBLE and character != _JOINER
    return _SHOWN_INSTEAD if hidden else character


def _cells(character: str) -> int:
    if unicodedata.combining(character) or character == _JOINER:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))
