"""Which reading of hours is meant: "1-2" is an afternoon, or the night, by what else is said of the day."""

from collections.abc import Iterable

from bot.calendar.written.clauses import Clause
from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.times import DAY, Span, Stretch, afternoon, clock
from bot.calendar.written.tokens import Token


def meant(token: Token, clause: Clause) -> Span:
    """What hours with two readings mean: those behind others of a day come after them. Raises NotUnderstoodError."""
    stretch = token.stretch
    if clause.spans and stretch.other:
        end, counts_to_12 = clause.spans[-1][1], clause.stretches[-1].other is not None
        if stretch.span[0] < end <= stretch.other[0] and (counts_to_12 or not stretch.is_clear):
            return stretch.other
        if end <= stretch.span[0] == stretch.other[0]:  # "9-12, 12:30-5:00"
            return min(stretch.span, stretch.other)
    if stretch.other and not stretch.is_clear:
        raise ambiguous(token)
    return stretch.span


def ambiguous(token: Token) -> NotUnderstoodError:
    first, second = token.stretch.span, token.stretch.other or token.stretch.span
    return NotUnderstoodError("ambiguous", token.text, first=clock(first), second=clock(second))


def within(pause: Stretch, spans: Iterable[Span]) -> Span | None:
    """The break within one of the stretches; "1-2" may mean the afternoon, or the night that belongs to the day."""
    readings = (pause.span, *([pause.other] if pause.other else []))
    nights = (afternoon(pause.span), *((start + DAY, end + DAY) for start, end in readings))
    return next((candidate for candidate in (*readings, *nights) if _is_inside(candidate, spans)), None)


def has_two_readings(pause: Stretch, spans: Iterable[Span]) -> bool:
    """«круглосуточно, перерыв 3-4»: an afternoon that may as well be the night."""
    is_afternoon = pause.other is not None and pause.other[0] < pause.span[0]
    return is_afternoon and all(_is_inside(one, spans) for one in (pause.span, pause.other) if one)


def _is_inside(pause: Span, spans: Iterable[Span]) -> bool:
    return any(start <= pause[0] and pause[1] <= end for start, end in spans)
