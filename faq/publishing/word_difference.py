"""What of a text was removed and what was added, by words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

_TOKEN = re.compile(r"\s+|[\w'’-]+|[^\w\s]")
_MOST_TOKENS = 8_000
"""Of each text, without what both begin and end with; the comparison takes memory with the product."""

_AROUND = 40
_ELLIPSIS = "…"


@dataclass(frozen=True)
class Piece:
    """A part of the text: in both, in the old one only, or in the new one only."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in order: the same and the removed ones are the old text, the same and the added ones the new."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    gone = come = ""
    for first, last, start, end in matched(old, new):
        gone += "".join(old[first[0] : first[1]])
        come += "".join(new[last[0] : last[1]])
        same = "".join(old[start:end])
        if same.isspace() and end < len(old) and (gone or come):  # words in a row are one change
            gone, come = gone + same, come + same
        elif same or end == len(old):
            pieces += _pieces(gone, come, same)
            gone = come = ""
    return (*pieces, *_pieces(gone, come, ""))


def _pieces(removed: str, added: str, same: str) -> Iterator[Piece]:
    yield from (Piece("removed", removed),) if removed else ()
    yield from (Piece("added", added),) if added else ()
    yield from (Piece("same", same),) if same else ()


Span = tuple[int, int]


def matched(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Span, Span, int, int]]:
    """The changes, each as its span in `old` and in `new`, with the span of `old` that is the same behind it.

    The first change may be empty. Sequences of more than `_MOST_TOKENS` are one change between what they begin and end
    with in common.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    yield (0, 0), (0, 0), 0, head
    first, last = old[head : len(old) - tail], new[head : len(new) - tail]
    blocks = _blocks(first, last)
    for at, (from_old, from_new, size) in enumerate(blocks):
        done = blocks[at - 1] if at else (0, 0, 0)
        gone = (head + done[0] + done[2], head + from_old)
        come = (head + done[1] + done[2], head + from_new)
        is_last = at == len(blocks) - 1
        yield gone, come, head + from_old, head + from_old + size + (tail if is_last else 0)


def shortened(pieces: Sequence[Piece], around: int = _AROUND) -> tuple[Piece, ...]:
    """The pieces with long unchanged ones cut down to `around` characters beside each change."""
    last = len(pieces) - 1
    return tuple(
        piece if piece.kind != "same" else Piece("same", _cut(piece.text, around, at > 0, at < last))
        for at, piece in enumerate(pieces)
    )


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """The longest common subsequence as spans of equal tokens; the last one is empty, at the end of both."""
    blocks: list[tuple[int, int, int]] = []
    if len(old) <= _MOST_TOKENS and len(new) <= _MOST_TOKENS:
        for code in LCSseq.opcodes(old, new):
            if code.tag == "equal":
                blocks.append((code.src_start, code.dest_start, code.src_end - code.src_start))
    return [*blocks, (len(old), len(new), 0)]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    size = min(len(old), len(new))
    return next((at for at in range(size) if old[at] != new[at]), size)


def _cut(text: str, around: int, follows: bool, precedes: bool) -> str:
    kept = around * (follows + precedes)
    if len(text) <= kept + len(_ELLIPSIS):
        return text
    begin = text[:around] if follows else ""
    end = text[-around:] if precedes and around else ""
    return f"{begin}{_ELLIPSIS}{end}"
