"""On which line of a config.toml a key stands."""

import re
from collections.abc import Mapping

_PART = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""
_HEADER = re.compile(rf"\s*\[\[?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]")
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_PARTS = re.compile(_PART)
_LONG_STRINGS = ('"""', "'''")


def lines_of_keys(text: str) -> Mapping[str, int]:
    """Sections and keys, "hours" and "hours.week", → their line, counted from 1. The first one counts."""
    lines: dict[str, int] = {}
    section, inside = "", None
    for number, line in enumerate(text.splitlines(), 1):
        if inside is None:
            if header := _HEADER.match(line):
                section = _name(header[1])
                lines.setdefault(section, number)
            elif key := _KEY.match(line):
                lines.setdefault(f"{section}.{_name(key[1])}".lstrip("."), number)
        inside = _open_string(line, inside)
    return lines


def line_of(name: str, lines: Mapping[str, int]) -> int | None:
    """The line of a key; that of its section when the key is not there, None when neither is."""
    while name:
        if name in lines:
            return lines[name]
        name = name.rpartition(".")[0]
    return None


def _name(written: str) -> str:
    return ".".join(part.strip("\"'") for part in _PARTS.findall(written))


def _open_string(line: str, inside: str | None) -> str | None:
    """The mark of a string of several lines that is open at the end of the line."""
    for mark in (inside,) if inside else _LONG_STRINGS:
        if line.count(mark) % 2:
            return None if inside else mark
    return inside
