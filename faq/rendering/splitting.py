"""Splits a long text into messages between paragraphs, lines, sentences or words."""

import re
import unicodedata
from itertools import accumulate

from faq.rendering.styled import Styled

_PAUSES = tuple(re.compile(pause) for pause in (r"\n\s*\n", r"\n", r"(?<=[.!?…])\s", r"\s"))
"""Between paragraphs, lines, sentences, words; the first that fits is used."""

_TOO_EARLY = 0.25
"""The least share of a message, 0 to 1, before a cut, if there is a later pause."""

_JOINER = "\u200d"


def split(styled: Styled, limit: int) -> list[Styled]:
    """Pieces of at most `limit` UTF-16 units, none of them blank.

    A piece ends between paragraphs if possible, and inside formatting only if that is itself longer than a message.
    """
    pieces: list[Styled] = []
    rest = styled.stripped()
    while rest.size > limit:
        at = _cut(rest, _fitting(rest.text, limit))
        pieces.append(rest.part(0, at).stripped())
        rest = rest.part(at, len(rest.text)).stripped()
    return [piece for piece in [*pieces, rest] if piece.text]


def _fitting(text: str, limit: int) -> int:
    """The number of characters that fit in `limit` UTF-16 units; at least one."""
    sizes = accumulate(2 if char > "\uffff" else 1 for char in text)
    return max(1, next((count for count, size in enumerate(sizes) if size > limit), len(text)))


def _cut(styled: Styled, fitting: int) -> int:
    is_inside = _inside_formatting(styled, fitting)
    for earliest in (int(fitting * _TOO_EARLY), 0):
        for pause in _PAUSES:
            outside = [at for at in _pauses(styled, pause, earliest, fitting) if not is_inside[at]]
            if outside:
                return outside[-1]
    if not is_inside[fitting]:
        return _between_letters(styled.text, fitting)
    start = min(span.start for span in styled.spans if span.start < fitting < span.end)
    return start or _inside_cut(styled, fitting)


def _inside_cut(styled: Styled, fitting: int) -> int:
    """A cut inside formatting that fills the whole message."""
    for pause in _PAUSES:
        inside = _pauses(styled, pause, int(fitting * _TOO_EARLY), fitting)
        if inside:
            return inside[-1]
    return _between_letters(styled.text, fitting)


def _pauses(styled: Styled, pause: re.Pattern[str], earliest: int, latest: int) -> list[int]:
    found = (match.start() for match in pause.finditer(styled.text, 0, latest + 1))
    return [at for at in found if earliest < at <= latest]


def _inside_formatting(styled: Styled, latest: int) -> list[bool]:
    """For each position up to `latest` whether it is inside a span, not at its edges. Takes linear time."""
    changes = [0] * (latest + 2)
    for span in styled.spans:
        if span.start < min(span.end, latest + 1):
            changes[span.start + 1] += 1
            changes[min(span.end, latest + 1)] -= 1
    return [depth > 0 for depth in accumulate(changes)]


def _between_letters(text: str, at: int) -> int:
    """The last position up to `at` that is not before a combining mark or inside an emoji of several characters."""
    best = at
    while best > 1 and (unicodedata.category(text[best]) in ("Mn", "Me") or _JOINER in text[best - 1 : best + 1]):
        best -= 1
    return best if best > 1 else at
