"""A week as people write it → OpenStreetMap's `opening_hours`.

"пн-пт 9-18, сб 10-16", «будни с 9 до 18», "Mon-Fri 9am-6pm, Sat 10 to 4", "каждый день кроме воскресенья с 9 до 20",
"пн–пт 9:00–18:00 перерыв 13–14, вс выходной".

Days that are not named are closed. Days may stand before their hours or behind them. A later clause about some of the
days of an earlier one replaces their hours; hours without days, or with the same days, are added to the clause before.
A break without a separator before it belongs to its clause; behind a comma, to every clause so far that has none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from bot.calendar.stretches import merged, without
from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.times import DAY, Span, Stretch, afternoon, clock
from bot.calendar.written.tokens import HOLIDAYS, OTHERS, WEEK, WEEKEND_DAYS, Kind, Token, plain, tokens

USUAL_WEEK = "Mo-Fr 09:00-18:00"
_USUAL = frozenset(
    {"как обычно", "обычно", "обычные часы", "обычные", "стандартно", "как у всех", "по умолчанию", "usual", "as usual"}
    | {"the usual", "usual hours", "the usual hours", "usual week", "regular hours", "standard", "default"}
)
_CLOSED_DAY = frozenset({"closed", "off", "выходной", "выходной день", "закрыто", "закрыты", "не работаем"})
_LONGEST = 500  # characters; a week is never longer
_PARTED = {Kind.SEPARATOR: 1, Kind.FULL_STOP: 2}
_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su", "PH")


@dataclass
class _Clause:
    """Some days with their hours. `groups`: days as they were named; those joined by "and" are one group."""

    text: list[str] = field(default_factory=list)
    groups: list[frozenset[int]] = field(default_factory=list)
    parted: list[int] = field(default_factory=list)
    """What stands before each group: nothing, a comma, a full stop; one of _PARTED."""
    excluded: list[frozenset[int]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    """As they were read; `spans` are what they mean."""
    breaks: list[Span] = field(default_factory=list)
    is_closed: bool = False
    days_come_last: bool = False
    """Whether the hours, or "closed", stand before the days."""

    @property
    def days(self) -> frozenset[int]:
        return frozenset().union(*self.groups) - frozenset().union(*self.excluded)

    @property
    def is_decided(self) -> bool:
        return bool(self.spans) or self.is_closed

    @property
    def piece(self) -> str:
        return " ".join(self.text)


def read_week(text: str) -> str:
    """The week in OpenStreetMap's notation. Raises NotUnderstoodError, which names the piece that is not understood."""
    if len(text) > _LONGEST:
        raise NotUnderstoodError("too_long", text[:60])
    if _is_one_of(text, _USUAL):
        return USUAL_WEEK
    clauses = _Reading().read(text)
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
    clauses = _Reading().read(text)
    if len(clauses) != 1 or clauses[0].groups or not clauses[0].is_decided:
        raise NotUnderstoodError("no_hours", text)
    return _hours(clauses[0])


def _is_one_of(text: str, phrases: Iterable[str]) -> bool:
    return " ".join(plain(text).strip(" .").split()) in phrases


class _Reading:
    """Tokens become clauses, one after another."""

    def __init__(self) -> None:
        self.clauses = [_Clause()]
        self.before: Kind | None = None
        self.mode = Kind.TIME  # what a stretch of time is next: TIME, or BREAK
        self.excludes = False
        self.break_for_all = False
        self.break_without_hours = ""  # the name of a break of which the hours come next
        self.ahead_is_its_name = False  # whether the next token names the break that was read: «13-14 обед»
        self.ahead: list[Token] = []

    def read(self, text: str) -> list[_Clause]:
        """Raises NotUnderstoodError."""
        found = list(tokens(text))
        for number, token in enumerate(found, 1):
            self.ahead = found[number:]
            self._take(token)
            if token.kind not in (*_PARTED, Kind.AND, Kind.BUT):
                self._current.text.append(token.text)
            self.before = token.kind
        self._end_of_breaks()
        return [clause for clause in self.clauses if clause.text]

    @property
    def _current(self) -> _Clause:
        return self.clauses[-1]

    @property
    def _following(self) -> Kind | None:
        return self.ahead[0].kind if self.ahead else None

    def _take(self, token: Token) -> None:
        match token.kind:
            case Kind.DAYS:
                self._take_days(token.days)
            case Kind.WEEKEND:
                self._take_weekend()
            case Kind.TIME:
                self._take_time(token)
            case Kind.SHUT if self._following is Kind.TIME and self._current.spans:
                self._begin_break(token)
            case Kind.CLOSED | Kind.SHUT:
                self._take_closed()
            case Kind.BREAK | Kind.BREAKS:
                self._begin_break(token)
            case Kind.EXCEPT:
                self.excludes = True
            case Kind.BUT:
                self.excludes = self.before is Kind.DAYS
            case Kind.FULL_STOP:
                self._end_of_breaks()

    def _take_days(self, days: frozenset[int]) -> None:
        self._end_of_breaks()
        if self.excludes and self._goes_on_excluding():
            self._current.excluded.append(days)
            return
        clause, are_others = self._current, self.excludes
        self.excludes = False
        if clause.is_decided and (are_others or not clause.days_come_last):
            if days == WEEK == clause.days:  # «ежедневно 9-21, без выходных»
                return
            self.clauses.append(_Clause())
        groups = self._current.groups
        if groups and self.before is Kind.AND:
            groups[-1] |= days
        else:
            groups.append(days)
            self._current.parted.append(self._parting())

    def _parting(self) -> int:
        """What parts the days from what stands before them; a dot may end an abbreviation, or a sentence."""
        if self.before is Kind.DAYS and self._current.text[-1].endswith("."):
            return _PARTED[Kind.SEPARATOR]
        return _PARTED.get(self.before, 0) if self.before else 0

    def _goes_on_excluding(self) -> bool:
        """Whether days behind "except" are excluded as well, and not those of the hours that follow.

        «10-20, кроме пн, вт» excludes both, «10-20, кроме вс и пн, сб 11-16» the first two. Raises NotUnderstoodError.
        """
        if self.before not in _PARTED or not self._current.is_decided:
            return True
        after = [token.kind for token in self.ahead]
        until_hours = list(takewhile(lambda kind: kind in (Kind.DAYS, Kind.AND, Kind.SEPARATOR), after))
        if self.before is Kind.FULL_STOP or len(until_hours) == len(after):
            return self.before is not Kind.FULL_STOP
        if Kind.SEPARATOR in until_hours or len(self._current.excluded) == 1:  # «10-20, кроме пт, сб 11-16»
            raise NotUnderstoodError("whose_hours", self._current.piece)
        return False

    def _take_weekend(self) -> None:
        """«сб, вс выходные» are closed, «выходные 10-16» are days."""
        says_hours = self._following in (Kind.TIME, Kind.CLOSED, Kind.SHUT)
        if not says_hours and not self.excludes:
            is_undecided = self._current.groups and not self._current.is_decided
            if is_undecided or self._following is Kind.DAYS:
                self._take_closed()
                return
            self._take_days(WEEKEND_DAYS)
            self._take_closed()
            return
        self._take_days(WEEKEND_DAYS)

    def _take_closed(self) -> None:
        self._end_of_breaks()
        self._begin_clause_for_hours(is_closed=True)
        if self._current.spans:
            self.clauses.append(_Clause())
        self._current.days_come_last = not self._current.groups
        self._current.is_closed = True

    def _take_time(self, token: Token) -> None:
        if self.mode is not Kind.TIME or (self.excludes and self.before is Kind.EXCEPT):
            self._take_break(token)
            return
        if self._following is Kind.BREAK and _within(token.stretch, self._current.spans):  # «9-18, 13-14 обед»
            self.break_for_all = self.before in _PARTED
            self._take_break(token)
            self.ahead_is_its_name = True
            return
        self.excludes = False
        self._begin_clause_for_hours()
        clause = self._current
        clause.days_come_last = not clause.groups
        since, until = span = _meant(token, clause)
        if any(start < until and since < end for start, end in clause.spans):
            raise NotUnderstoodError("whose_hours", token.text)
        clause.spans.append(span)
        clause.stretches.append(token.stretch)

    def _begin_clause_for_hours(self, is_closed: bool = False) -> None:
        """Hours after hours are more hours of the same days; after days that end a clause they begin a new one."""
        clause = self._current
        if not clause.is_decided:
            return
        if clause.days_come_last and clause.groups:
            kept = self._groups_kept(clause, is_closed)
            taken, clause.groups = clause.groups[kept:], clause.groups[:kept]
            self.clauses.append(_Clause(groups=taken))
        elif clause.is_closed and not is_closed and self.before in _PARTED:  # «пн выходной, 10-20»
            self.clauses.append(_Clause())

    def _groups_kept(self, clause: _Clause, is_closed: bool) -> int:
        """How many of the days behind the hours are those of the clause; the others have the hours that follow."""
        if self.before not in (Kind.DAYS, Kind.WEEKEND):
            return len(clause.groups)
        if len(clause.groups) == 1:
            return 0 if clause.parted[0] else 1
        return _border(clause, is_closed)

    def _begin_break(self, token: Token) -> None:
        if self.ahead_is_its_name:
            self.ahead_is_its_name = False
            return
        is_several = token.kind is Kind.BREAKS
        self.mode, self.break_for_all = Kind.BREAKS if is_several else Kind.BREAK, self.before in _PARTED
        self.break_without_hours = token.text

    def _take_break(self, token: Token) -> None:
        self.excludes = False
        open_ones = [clause for clause in self.clauses if clause.spans]
        meant = [one for one in open_ones if not one.breaks] if self.break_for_all else open_ones[-1:]
        if not meant and open_ones:
            meant = open_ones[-1:]
        inside = [(one, span) for one in meant if (span := _within(token.stretch, one.spans))]
        if any(_has_two_readings(token.stretch, one.spans) for one in meant):
            raise _ambiguous(token)
        if not inside:
            raise NotUnderstoodError("break_outside", token.text)
        for clause, span in inside:
            clause.breaks.append(span)
        self.break_without_hours = ""
        self.mode = self.mode if self.mode is Kind.BREAKS else Kind.TIME

    def _end_of_breaks(self) -> None:
        if self.break_without_hours:
            raise NotUnderstoodError("break_without_hours", self.break_without_hours)
        self.mode = Kind.TIME


def _border(clause: _Clause, is_closed: bool) -> int:
    """The index of the first of the days behind the hours that belong to what follows, by what parts them."""
    strongest = max(clause.parted)
    borders = [number for number, parted in enumerate(clause.parted) if parted == strongest and (number or parted)]
    others = next((number for number, group in enumerate(clause.groups) if number and OTHERS in group), None)
    if others is not None:
        return others
    if len(borders) == 1 and strongest:
        return borders[0]
    is_weekend = [group <= WEEKEND_DAYS for group in clause.groups]
    if borders[0] == 0 and (is_closed or all(is_weekend)):  # «10-20, пн, вт выходной», «9-18, сб, вс 10-16»
        return 0
    turns = [number for number in borders if number and is_weekend[number] != is_weekend[number - 1]]
    is_half = clause.is_closed and frozenset().union(*clause.groups[: turns[0] if turns else 0]) != WEEKEND_DAYS
    if len(turns) != 1 or is_half:  # "closed Sun, Mon, Tue-Fri 11-7"
        raise NotUnderstoodError("whose_hours", clause.piece)
    return turns[0]


def _meant(token: Token, clause: _Clause) -> Span:
    """What hours with two readings mean: those behind others of a day come after them. Raises NotUnderstoodError."""
    stretch = token.stretch
    if clause.spans and stretch.other:
        end, counts_to_12 = clause.spans[-1][1], clause.stretches[-1].other is not None
        if stretch.span[0] < end <= stretch.other[0] and (counts_to_12 or not stretch.is_clear):
            return stretch.other
        if end <= stretch.span[0] == stretch.other[0]:  # "9-12, 12:30-5:00"
            return min(stretch.span, stretch.other)
    if stretch.other and not stretch.is_clear:
        raise _ambiguous(token)
    return stretch.span


def _ambiguous(token: Token) -> NotUnderstoodError:
    first, second = token.stretch.span, token.stretch.other or token.stretch.span
    return NotUnderstoodError("ambiguous", token.text, first=clock(first), second=clock(second))


def _within(pause: Stretch, spans: Iterable[Span]) -> Span | None:
    """The break within one of the stretches; "1-2" may mean the afternoon, or the night that belongs to the day."""
    readings = (pause.span, *([pause.other] if pause.other else []))
    nights = (afternoon(pause.span), *((start + DAY, end + DAY) for start, end in readings))
    return next((candidate for candidate in (*readings, *nights) if _is_inside(candidate, spans)), None)


def _has_two_readings(pause: Stretch, spans: Iterable[Span]) -> bool:
    """«круглосуточно, перерыв 3-4»: an afternoon that may as well be the night."""
    is_afternoon = pause.other is not None and pause.other[0] < pause.span[0]
    return is_afternoon and all(_is_inside(one, spans) for one in (pause.span, pause.other) if one)


def _is_inside(pause: Span, spans: Iterable[Span]) -> bool:
    return any(start <= pause[0] and pause[1] <= end for start, end in spans)


def _hours(clause: _Clause) -> tuple[Span, ...]:
    return tuple(without(merged(sorted(clause.spans)), clause.breaks))


def _week(clauses: list[_Clause]) -> dict[int, tuple[Span, ...]]:
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


def _days(clause: _Clause, clauses: list[_Clause]) -> frozenset[int]:
    if not clause.groups:
        return WEEK - frozenset().union(*clause.excluded)
    if OTHERS not in clause.days:
        return clause.days
    others = frozenset().union(*(one.days for one in clauses if one is not clause))
    return (clause.days | WEEK - others) - {OTHERS}


def _is_for_all_days(clause: _Clause, clauses: list[_Clause]) -> bool:
    """Whether hours without days are for those that nothing else is said of.

    Then some days are excluded, or the others are closed, or they are the weekend.
    """
    others = [one for one in clauses if one is not clause]
    named = frozenset[int]().union(*(one.days for one in others))
    are_named = all(one.groups for one in others) and not named >= WEEK
    return are_named and (bool(clause.excluded) or all(one.is_closed for one in others) or named >= WEEKEND_DAYS)


def _require_hours(clause: _Clause, may_lack_days: bool) -> None:
    if clause.is_closed and clause.spans:
        raise NotUnderstoodError("closed_or_open", clause.piece)
    if not clause.is_decided:
        raise NotUnderstoodError("no_hours", clause.piece)
    if not clause.groups and (clause.is_closed or not may_lack_days):
        raise NotUnderstoodError("whose_hours", clause.piece)
    if clause.groups and not clause.days:
        raise NotUnderstoodError("no_days", clause.piece)


def _combined(
    before: tuple[Span, ...] | None, hours: tuple[Span, ...], is_same: bool, clause: _Clause
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
