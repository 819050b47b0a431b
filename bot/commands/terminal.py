"""Text for a terminal: nothing that somebody wrote may move the cursor, hide or reorder what stands beside it."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from textwrap import indent

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


def json_text(value: object) -> str:
    """JSON for programs that a person may look at, too: what can't be seen is written as its number."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(character if character == "\n" else _numbered(character) for character in written)


def print_json_list(values: Iterable[object]) -> None:
    """The same for a list that may be long, one value after the other."""
    opening = "["
    for value in values:
        print(opening, indent(json_text(value), "  "), sep="\n", end="")
        opening = ","
    print("[]" if opening == "[" else "\n]")


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


def _numbered(character: str) -> str:
    """As JSON's own escapes: beyond U+FFFF it takes two."""
    return json.dumps(character)[1:-1] if _is_hidden(character) else character


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
    return _SHOWN_INSTEAD if _is_hidden(character) else character


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE and character != _JOINER


def _cells(character: str) -> int:
    if unicodedata.combining(character) or character == _JOINER:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))
