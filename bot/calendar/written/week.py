"""A week as people write it → OpenStreetMap's `opening_hours`.

"пн-пт 9-18, сб 10-16", «будни с 9 до 18», "Mon-Fri 9am-6pm, Sat 10 to 4", "каждый день кроме воскресенья с 9 до 20",
"пн–пт 9:00–18:00 перерыв 13–14, вс выходной".

Days that are not named are closed. Days may stand before their hours or behind them. A later clause about some of the
days of an earlier one replaces their hours; hours without days, or with the same days, are added to the clause before.
A break without a separator before it belongs to its clause; behind a comma, to every clause so far that has none.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.calendar.stretches import merged, without
from bot.calendar.written.clause_reading import read_clauses
from bot.calendar.written.clauses import Clause
from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.times import Span, clock
from bot.calendar.written.tokens import HOLIDAYS, OTHERS, WEEK, WEEKEND_DAYS, plain

USUAL_WEEK = "Mo-Fr 09:00-18:00"
_USUAL = frozenset(
    {"как обычно", "обычно", "обычные часы", "обычные", "стандартно", "как у всех", "по умолчанию", "usual", "as usual"}
    | {"the usual", "usual hours", "the usual hours", "usual week", "regular hours", "standard", "default"}
)
_CLOSED_DAY = frozenset({"closed", "off", "выходной", "выходной день", "закрыто", "закрыты", "не работаем"})
_LONGEST = 500  # characters; a week is never longer
_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")


def read_week(text: str) -> str:
    """The week in OpenStreetMap's notation. Raises NotUnderstoodError, which names the piece that is not understood."""
    if len(text) > _LONGEST:
        raise NotUnderstoodError("too_long", text[:60])
    if _is_one_of(text, _USUAL):
        return USUAL_WEEK
    clauses = read_clauses(text)
    if not clauses:
        raise NotUnderstoodError("no_hours", text)
    return _openstreetmap(_week(clauses))


def read_day_hours(text: str) -> tuple[Span, ...] | None:
    """The hours of one day, "10-16, перерыв 13-14"; () for a closed day, None for "as usual".

    Raises NotUnderstoodError.
    """
    if _is_one_of(text, _USUAL | {"open"}):
        return None
    if _is_one_of(text, _CLOSED_DAY):
        return ()
    clauses = read_clauses(text)
    if len(clauses) != 1 or clauses[0].groups or not clauses[0].is_decided:
        raise NotUnderstoodError("no_hours", text)
    return _hours(clauses[0])


def _is_one_of(text: str, phrases: Iterable[str]) -> bool:
    return " ".join(plain(text).strip(" .").split()) in phrases


def _hours(clause: Clause) -> tuple[Span, ...]:
    return tuple(without(merged(sorted(clause.spans)), clause.breaks))


def _week(clauses: list[Clause]) -> dict[int, tuple[Span, ...]]:
    """Hours by day; clauses that name days again replace or extend."""
    week: dict[int, tuple[Span, ...]] = {}
    named: list[frozenset[int]] = []
    for clause in sorted(clauses, key=lambda one: bool(one.groups)):
        _require_hours(clause, may_lack_days=_is_for_all_days(clause, clauses))
        days = _days(clause, clauses)
        hours = () if clause.is_closed else _hours(clause)
        for day in days:
            week[day] = _combined(week.get(day), hours, is_same=days in named, clause=clause)
        named.append(days)
    if any(HOLIDAYS in days for clause in clauses for days in clause.excluded):
        week[HOLIDAYS] = ()
    return week


def _days(clause: Clause, clauses: list[Clause]) -> frozenset[int]:
    if not clause.groups:
        return WEEK - frozenset().union(*clause.excluded)
    if OTHERS not in clause.days:
        return clause.days
    others = frozenset().union(*(one.days for one in clauses if one is not clause))
    return (clause.days | WEEK - others) - {OTHERS}


def _is_for_all_days(clause: Clause, clauses: list[Clause]) -> bool:
    """Whether hours without days are for those that nothing else is said of.

    Then some days are excluded, or the others are closed, or they are the weekend.
    """
    others = [one for one in clauses if one is not clause]
    named = frozenset[int]().union(*(one.days for one in others))
    are_named = all(one.groups for one in others) and not named >= WEEK
    return are_named and (bool(clause.excluded) or all(one.is_closed for one in others) or named >= WEEKEND_DAYS)


def _require_hours(clause: Clause, may_lack_days: bool) -> None:
    if clause.is_closed and clause.spans:
        raise NotUnderstoodError("closed_or_open", clause.piece)
    if not clause.is_decided:
        raise NotUnderstoodError("no_hours", clause.piece)
    if not clause.groups and (clause.is_closed or not may_lack_days):
        raise NotUnderstoodError("whose_hours", clause.piece)
    if clause.groups and not clause.days:
        raise NotUnderstoodError("no_days", clause.piece)


def _combined(
    before: tuple[Span, ...] | None, hours: tuple[Span, ...], is_same: bool, clause: Clause
) -> tuple[Span, ...]:
    """The same days again with other hours have both; some of the days again have the new hours only."""
    if not before or not hours:
        return hours
    overlaps = any(start < until and since < end for start, end in before for since, until in hours)
    if overlaps == is_same:  # the same days twice for one time, or more hours for some days of others
        raise NotUnderstoodError("named_twice", clause.piece)
    return hours if overlaps else tuple(sorted((*before, *hours)))


def _openstreetmap(week: dict[int, tuple[Span, ...]]) -> str:
    if not any(week.values()):
        raise NotUnderstoodError("never_open", "")
    days_of: dict[str, list[int]] = {}
    for day in range(7):
        if times := _times(week.get(day, ())):
            days_of.setdefault(times, []).append(day)
    rules = [f"{','.join(_runs(days))} {times}" for times, days in days_of.items()]
    if HOLIDAYS in week:
        rules.append(f"PH {_times(week[HOLIDAYS]) or 'off'}")
    return "24/7" if rules == ["Mo-Su 00:00-24:00"] else "; ".join(rules)


def _runs(days: list[int]) -> Iterator[str]:
    """[0, 1, 2, 4] → "Mo-We", "Fr"."""
    for _, run in groupby(enumerate(days), key=lambda one: one[1] - one[0]):
        names = [_NAMES[day] for _, day in run]
        yield names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"


def _times(spans: Iterable[Span]) -> str:
    return ",".join(clock(span) for span in spans)
