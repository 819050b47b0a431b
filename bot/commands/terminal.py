"""Text for a terminal. Escape sequences, control and bidirectional characters in users' texts are neutralised."""

import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from textwrap import indent

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINER = "\u200d"  # zero-width joiner, part of many emoji
REPLACEMENT = "\ufffd"
_UNITS = {"ru": ("Б", "КБ", "МБ", "ГБ"), "en": ("B", "KB", "MB", "GB")}


def plain(text: str) -> str:
    """The text on one line; each escape, control or bidirectional character is replaced by U+FFFD.

    Runs of white space become one space.
    """
    return "".join(map(_visible, " ".join(text.split())))


def plain_lines(text: str) -> list[str]:
    """As `plain`, line by line."""
    return [plain(line) for line in text.splitlines()]


def json_text(value: object) -> str:
    """Indented JSON in which invisible characters are \\u escapes, so that it is safe to print."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(character if character == "\n" else _escaped(character) for character in written)


def print_json_list(values: Iterable[object]) -> None:
    """Print a JSON list value by value, without holding it in memory."""
    opening = "["
    for value in values:
        print(opening, indent(json_text(value), "  "), sep="\n", end="")
        opening = ","
    print("[]" if opening == "[" else "\n]")


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with aligned columns; the last column is not padded."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in rows]


def width(text: str) -> int:
    """The width of the text in terminal cells."""
    return sum(_cells(character) for character in text)


def shortened(text: str, cells: int) -> str:
    """The text cut to `cells` terminal cells, with "…" when it was cut."""
    if width(text) <= cells:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > cells - 1:
            break
        kept += character
    return kept + "…"


def _escaped(character: str) -> str:
    """The \\u escape of a hidden character, two beyond U+FFFF; any other character as it is."""
    return json.dumps(character)[1:-1] if _is_hidden(character) else character


def readable_size(count: float, language: str) -> str:
    """A number of bytes as "12 MB", «12 МБ»."""
    *units, largest = _UNITS[language]
    for unit in units:
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.0f} {largest}"


def shows_styles() -> bool:
    """Whether what is printed is read in a terminal that shows bold as bold; NO_COLOR: see no-color.org."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show_progress(left: int, whole: int) -> None:
    """Show the percentage done on standard error, if that is a terminal."""
    if sys.stderr.isatty():
        print(f"\r{100 * (whole - left) // max(whole, 1)} %", end="\r", file=sys.stderr, flush=True)


def _visible(character: str) -> str:
    return REPLACEMENT if _is_hidden(character) else character


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE and character != _JOINER


def _cells(character: str) -> int:
    if unicodedata.combining(character) or character == _JOINER:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(text: str, cells: int) -> str:
    return text + " " * (cells - width(text))
