"""Separators: rows of three or more dashes, stars or underscores."""

import re

_ROW = re.compile(r"^\s*([-*_])(\s*\1){2,}\s*$")


def is_separator(text: str) -> bool:
    return _ROW.match(text) is not None
