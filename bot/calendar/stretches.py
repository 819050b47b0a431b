"""Union and difference of intervals [start, end) of ordered points: minutes of a day, or instants."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

Point = TypeVar("Point", int, datetime)


def merged(stretches: Iterable[tuple[Point, Point]]) -> Iterator[tuple[Point, Point]]:
    """Join intervals that overlap or touch, drop empty ones. `stretches` must be sorted by start."""
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
    """Subtract `holes` from `stretches`; holes may overlap and come in any order."""
    left = list(stretches)
    for hole in holes:
        left = [piece for stretch in left for piece in _around(stretch, hole)]
    return left


def _around(stretch: tuple[Point, Point], hole: tuple[Point, Point]) -> Iterator[tuple[Point, Point]]:
    """`stretch` minus `hole`: none, one or two pieces."""
    start, end = stretch
    if hole[0] >= hole[1] or hole[1] <= start or end <= hole[0]:
        yield stretch
        return
    if start < hole[0]:
        yield start, hole[0]
    if hole[1] < end:
        yield hole[1], end
