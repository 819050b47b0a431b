"""The settings of site generators and note programs that stand at the begin of a file."""

import re
from collections.abc import Sequence

_ENDS = {"---": ("---", "..."), "+++": ("+++",)}
_SETTING = re.compile(r"[\w.-]+\s*[:=](?:\s|$)")
_MORE = re.compile(r"\s|[-#\]})]|$")
"""A list item, a comment, or the indented part of a setting."""

_MOST_LINES = 200


def front_matter_length(lines: Sequence[str]) -> int:
    """The number of lines, with those that enclose it; 0 when there is none."""
    ends = _ENDS.get(lines[0].rstrip()) if lines else None
    if ends is None:
        return 0
    for at, line in enumerate(lines[1 : _MOST_LINES + 1], 1):
        if line.rstrip() in ends:
            return at + 1 if any(map(_SETTING.match, lines[1:at])) else 0
        if not _SETTING.match(line) and not _MORE.match(line):
            return 0
    return 0
