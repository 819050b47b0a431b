"""Whose turn it is to be on call. Pure.

A turn changes at `HANDOVER` of the company's clock, every day or every Monday, so that nobody's turn ends at midnight.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

Kind: TypeAlias = Literal["weekly", "daily", "all"]

HANDOVER = time(9)
_DAYS = {"daily": 1, "weekly": 7}


def turn_order(people: Sequence[int], kind: Kind, now: datetime, zone: ZoneInfo) -> tuple[int, ...]:
    """All people, whose turn it is first, then who comes next. `now` is aware."""
    if not people or kind == "all":
        return tuple(people)
    days = _duty_day(now, zone) // _DAYS[kind]
    first = days % len(people)
    return (*people[first:], *people[:first])


def turn_end(kind: Kind, now: datetime, zone: ZoneInfo) -> datetime:
    """The next handover (aware, in `zone`); with "all" on call it is the next day's."""
    days = _DAYS.get(kind, 1)
    left = days - _duty_day(now, zone) % days
    return handover(now, zone, days=left)


def handover(now: datetime, zone: ZoneInfo, days: int = 0) -> datetime:
    """The handover at which the present duty day began, or that of so many days later."""
    begun = now.astimezone(zone) - timedelta(hours=HANDOVER.hour, minutes=HANDOVER.minute)
    return datetime.combine(begun.date() + timedelta(days=days), HANDOVER, zone)


def called_in(order: Sequence[int], kind: Kind, number: int) -> tuple[int, ...]:
    """Who is called in that round, counted from 0: the first, then the next, then all, again and again."""
    if kind == "all" or number >= min(2, len(order)):
        return tuple(order)
    return (order[number],)


def is_call_to_all(order: Sequence[int], kind: Kind, number: int) -> bool:
    """Whether by that round, counted from 0, everybody was called and nobody has answered."""
    return number >= (1 if kind == "all" or len(order) <= 1 else 2)


def _duty_day(now: datetime, zone: ZoneInfo) -> int:
    """Days since a Monday, each from handover to handover."""
    return handover(now, zone).date().toordinal() - 1
