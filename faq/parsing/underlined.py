"""Headings that are underlined with `====` or `----`, as headings with marks."""

import re
from collections.abc import Collection, Sequence

from faq.parsing.asking import reads_as_question
from faq.parsing.separator import is_separator

_DOUBLE = re.compile(r" {0,3}={2,}\s*")
_SINGLE = re.compile(r" {0,3}-{2,}\s*")
_NO_TITLE = re.compile(r"\s*(?:[-*+•>|#]|\d+[.)]|```|~~~)|\s{4}")
_SENTENCE_END = (".", "!", ":", ";", ",", "…")
_MOST_LETTERS = 150


def with_marked_headings(lines: Sequence[str], code: Collection[int]) -> list[str]:
    """`Title` above a row of equal signs as `# Title`, above a row of dashes as `## Title`, with the row left empty.

    Dashes below the last line of an answer are a separator: they make a heading of a single line only, which asks
    something, or stands in a file that has no other headings of this level. `code` has the numbers of lines in code.
    """
    marked = list(lines)
    dashes_are_headings = _uses_underlines(lines, code)
    for at in range(1, len(lines)):
        if at + 1 in code or at in code or not _is_title(lines, at - 1):
            continue
        if _DOUBLE.fullmatch(lines[at]):
            marked[at - 1 : at + 1] = [f"# {lines[at - 1].strip()}", ""]
        elif _SINGLE.fullmatch(lines[at]) and _is_question(lines, at, dashes_are_headings):
            marked[at - 1 : at + 1] = [f"## {lines[at - 1].strip()}", ""]
    return marked


def _uses_underlines(lines: Sequence[str], code: Collection[int]) -> bool:
    return not any(line.startswith("## ") and number not in code for number, line in enumerate(lines, 1))


def _is_title(lines: Sequence[str], at: int) -> bool:
    """Whether the line is a paragraph of one line, no list and no quote."""
    line = lines[at]
    above = lines[at - 1] if at else ""
    return (
        0 < len(line.strip()) <= _MOST_LETTERS
        and not _NO_TITLE.match(line)
        and (
            not above.strip() or above.lstrip().startswith("#") or is_separator(above) or bool(_DOUBLE.fullmatch(above))
        )
    )


def _is_question(lines: Sequence[str], at: int, dashes_are_headings: bool) -> bool:
    """Whether dashes in that line make a question of the line above: it has an answer, and may be one."""
    title = lines[at - 1].strip()
    below = next((line for line in lines[at + 1 :] if line.strip()), "#")
    if below.startswith("#"):
        return False
    is_apart = at < 2 or not lines[at - 2].lstrip().startswith("#")
    return reads_as_question(title) or (dashes_are_headings and is_apart and not title.endswith(_SENTENCE_END))
