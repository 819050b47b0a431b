"""Joining and cutting stretches [start, end) of anything ordered: minutes of a day, or instants."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

Point = TypeVar("Point", int, datetime)


def merged(stretches: Iterable[tuple[Point, Point]]) -> Iterator[tuple[Point, Point]]:
    """Join stretches that overlap or touch, drop empty ones. `stretches` come in order of their starts."""
    current: tuple[Point, Point] | None = None
    for start, end in stretches:
        if start >= end:
            continue
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current


def without(
    stretches: Iterable[tuple[Point, Point]], holes: Iterable[tuple[Point, Point]]
) -> list[tuple[Point, Point]]:
    """Cut the holes out of the stretches; holes may come in any order and overlap."""
    left = list(stretches)
    for hole in holes:
        left = [piece for stretch in left for piece in _around(stretch, hole)]
    return left


def _around(stretch: tuple[Point, Point], hole: tuple[Point, Point]) -> Iterator[tuple[Point, Point]]:
    """What a hole leaves of a stretch: all of it, a piece before, a piece after, both or nothing."""
    start, end = stretch
    if hole[0] >= hole[1] or hole[1] <= start or end <= hole[0]:
        yield stretch
        return
    if start < hole[0]:
        yield start, hole[0]
    if hole[1] < end:
        yield hole[1], end
