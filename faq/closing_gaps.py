"""Closes the gaps that empty values and conditions that don't hold leave in an answer.

«Шоурум и телефон, **{{ … }}**, работают» must not become «Шоурум и телефон, ****, работают».
"""

import re

GAP = "\0"
"""Stands in a filled answer where nothing was filled in; no answer has it, since control characters are taken out."""

_MARKS = r"\*{1,3}|_{1,3}|~~|\|\||==|`"
_MOST_ENCLOSING = 3  # marks within each other, as in (**_…_**)
_SEVERAL = re.compile(rf"{GAP}(?:[ \t]*{GAP})+")
_ENCLOSED = re.compile(rf"(?:(?P<mark>{_MARKS})[ \t]*{GAP}[ \t]*(?P=mark)|\([ \t]*{GAP}[ \t]*\))")
_EMPTY_ITEM = re.compile(rf"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+{GAP}[ \t]*(?:\n|\Z)", re.MULTILINE)
_BEFORE_STOP = re.compile(rf"(?<=\S),?[ \t]*{GAP}(?=[.!?…](?:\s|$))")
_BEFORE_COMMA = re.compile(rf"(?<=[^\s,])(?:,[ \t]*|[ \t]+){GAP}(?=[,;:])")
_BETWEEN_WORDS = re.compile(rf"(?<=\S)[ \t]+{GAP}[ \t]+(?=\S)")
_AT_LINE_START = re.compile(rf"^([ \t]*){GAP},?[ \t]+", re.MULTILINE)
_AT_OPENING = re.compile(rf"(?<![\w*_~])([*_~]+){GAP}[ \t]+")
_AT_CLOSING = re.compile(rf"(?<=\S)[ \t]+{GAP}(?=[*_~]+(?![\w*_~]))")


def close_gaps(text: str) -> str:
    """The text without its gaps, without marks, brackets and list items around nothing, and without doubled spaces."""
    if GAP not in text:
        return text
    text = _SEVERAL.sub(GAP, text)
    for _ in range(_MOST_ENCLOSING):
        text = _SEVERAL.sub(GAP, _ENCLOSED.sub(GAP, text))
    text = _BEFORE_COMMA.sub("", _BEFORE_STOP.sub("", _EMPTY_ITEM.sub("", text)))
    text = _AT_LINE_START.sub(r"\1", _BETWEEN_WORDS.sub(" ", text))
    return _AT_CLOSING.sub("", _AT_OPENING.sub(r"\1", text)).replace(GAP, "")
