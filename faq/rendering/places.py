"""Where things are in a text: lines, bytes and ranges, without counting from the text's beginning each time."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

Range = tuple[int, int]


class Lines:
    """The lines of a text, whose places are characters, or of its bytes."""

    def __init__(self, text: str | bytes) -> None:
        codes = text if isinstance(text, bytes) else map(ord, text)
        self._breaks = [place for place, code in enumerate(codes) if code == ord("\n")]

    def at(self, place: int) -> int:
        """The number of the line of that place, from 0."""
        return bisect_left(self._breaks, place)


def byte_places(text: str) -> list[int]:
    """Where each character begins in bytes of UTF-8, and where the last one ends."""
    return [0, *accumulate(len(char.encode("utf-8", "replace")) for char in text)]


def is_within(place: int, ranges: Sequence[Range]) -> bool:
    """Whether one of the ranges has the place. They are in order, and none overlaps another."""
    begun = bisect_right(ranges, place, key=lambda one: one[0])
    return begun > 0 and place < ranges[begun - 1][1]
