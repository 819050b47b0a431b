"""Tokens → clauses: which days have which hours, what is closed, excluded, or a break."""

from itertools import takewhile

from bot.calendar.written.choice import ambiguous, has_two_readings, meant, within
from bot.calendar.written.clauses import Clause
from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.tokens import OTHERS, WEEK, WEEKEND_DAYS, Kind, Token, tokens

_PARTED = {Kind.SEPARATOR: 1, Kind.FULL_STOP: 2}


def read_clauses(text: str) -> list[Clause]:
    """The clauses of a text, none for a text without words. Raises NotUnderstoodError."""
    return _Reading().read(text)


class _Reading:
    """Tokens become clauses, one after another."""

    def __init__(self) -> None:
        self.clauses = [Clause()]
        self.before: Kind | None = None
        self.mode = Kind.TIME  # what a stretch of time is next: TIME, or BREAK
        self.excludes = False
        self.break_for_all = False
        self.break_without_hours = ""  # the name of a break of which the hours come next
        self.ahead_is_its_name = False  # whether the next token names the break that was read: «13-14 обед»
        self.ahead: list[Token] = []

    def read(self, text: str) -> list[Clause]:
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
    def _current(self) -> Clause:
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
            self.clauses.append(Clause())
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
            self.clauses.append(Clause())
        self._current.days_come_last = not self._current.groups
        self._current.is_closed = True

    def _take_time(self, token: Token) -> None:
        if self.mode is not Kind.TIME or (self.excludes and self.before is Kind.EXCEPT):
            self._take_break(token)
            return
        if self._following is Kind.BREAK and within(token.stretch, self._current.spans):  # «9-18, 13-14 обед»
            self.break_for_all = self.before in _PARTED
            self._take_break(token)
            self.ahead_is_its_name = True
            return
        if self.excludes and self._current.spans and self.before is Kind.DAYS:  # «9-18, кроме среды 20-22»
            raise NotUnderstoodError("whose_hours", token.text)
        self.excludes = False
        self._begin_clause_for_hours()
        clause = self._current
        clause.days_come_last = not clause.groups
        since, until = span = meant(token, clause)
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
            self.clauses.append(Clause(groups=taken))
        elif clause.is_closed and not is_closed and self.before in _PARTED:  # «пн выходной, 10-20»
            self.clauses.append(Clause())

    def _groups_kept(self, clause: Clause, is_closed: bool) -> int:
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
        whose = [one for one in open_ones if not one.breaks] if self.break_for_all else open_ones[-1:]
        if not whose and open_ones:
            whose = open_ones[-1:]
        inside = [(one, span) for one in whose if (span := within(token.stretch, one.spans))]
        if any(has_two_readings(token.stretch, one.spans) for one in whose):
            raise ambiguous(token)
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


def _border(clause: Clause, is_closed: bool) -> int:
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
