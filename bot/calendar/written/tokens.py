"""A text about hours as tokens: days, stretches of time, "closed", breaks, exceptions, separators."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from unicodedata import category

from bot.calendar.written.errors import NotUnderstoodError
from bot.calendar.written.times import WHOLE_DAY, Stretch, end_at, stretch_at, until

HOLIDAYS, OTHERS = 7, 8
"""Public holidays, and all days that nothing else is said of, as days beside Monday (0) to Sunday (6)."""

WEEK = frozenset(range(7))
_WORKDAYS = frozenset(range(5))
WEEKEND_DAYS = frozenset({5, 6})


class Kind(Enum):
    DAYS = auto()
    WEEKEND = auto()  # «выходные»: Saturday and Sunday, or "closed"
    TIME = auto()
    CLOSED = auto()  # of days
    SHUT = auto()  # of days, or of a time of the day
    BREAK = auto()
    BREAKS = auto()
    NO_BREAK = auto()
    EXCEPT = auto()
    SEPARATOR = auto()
    FULL_STOP = auto()  # a separator that parts more than a comma does
    AND = auto()
    BUT = auto()  # "every day but Sunday", "but on Saturdays 10-4"


@dataclass(frozen=True)
class Token:
    kind: Kind
    text: str
    days: frozenset[int] = frozenset()
    stretch: Stretch = WHOLE_DAY


_DASHES = dict.fromkeys("‐‑‒–—―−－﹣﹘⁃~∼〜～", "-")
_SPACES = dict.fromkeys("\u00a0\u202f\u2007\u2009\u200a\u2002\u2003\u3000\t", " ")
_LOOKALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")
_CYRILLIC = re.compile(r"[а-я]")
_WORD = re.compile(r"[^\W\d_]+")
_PICTURES = frozenset({"So", "Sk", "Cf", "Me"})  # emoji, skin tones, joiners, keycaps
_EMOJI_STYLE = "\ufe0f"
_PLAIN = str.maketrans({**_DASHES, **_SPACES, "ё": "е", "：": ":", "，": ",", "；": ";", "’": "'", "\r": "\n"})

_DAY_NAMES = (
    r"понедельник[а-я]*|понед|пнд|пон|пн|mondays?|mon|mo|m",
    r"вторник[а-я]*|втор|втр|вт|tuesdays?|tues|tue|tu",
    r"сред[аыуе]|средам|срд|ср|wednesdays?|weds?|we(?!(?:'re)?\s+(?:are|open|work|close)|'re)|w",
    r"четверг[а-я]*|четв|чтв|чт|thursdays?|thurs|thur|thu|th",
    r"пятниц[а-я]*|пятн|птн|пт|fridays?|fri|fr|f",
    r"суббот[а-я]*|субб|суб|сбт|сб|saturdays?|sat|sa",
    r"воскресен[а-я]*|воскр|вск|вос|вс|sundays?|sun|su",
)
_END = r"(?![\w])\.?"
_DAY = "(?:" + "|".join(f"(?P<day{{n}}{number}>{names})" for number, names in enumerate(_DAY_NAMES)) + f"){_END}"
_DAY_1, _DAY_2 = (_DAY.replace("{n}", prefix) for prefix in ("a", "b"))
_ON = r"(?:(?:с|со|в|во|по|от|from|on|every)\s+)?"
_DAY_RANGE = re.compile(rf"{_ON}{_DAY_1}\s*(?:-+|\.\.\.?|…|по|до|to|till?|until|through|thru)\s*{_DAY_2}")
_ONE_DAY = re.compile(rf"{_ON}{_DAY_1}")


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(alternatives)}){_END}")


_ROUND_THE_CLOCK = _words(
    r"(?:24\s?/\s?7|24\s?[xх*]\s?7|7\s?/\s?24|24 на 7)",
    r"круглосуточн\w*|круглые сутки|(?:весь|целый) день|24 ?ч(?:ас\w*)?(?: в сутки)?|нон-?стоп|non-?stop",
    r"(?:a?round|all)[- ]the[- ]clock|24 ?(?:hours|hrs?|h)(?: a day)?",
    r"all day(?: long)?|always(?: open)?|всегда(?: открыт\w*)?",
)
_GROUPS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (_words(r"(?:[пв]о? )?будн\w*(?: дн\w+)?", r"(?:по |в )?рабочи[ем]\w* дн\w+", r"5\s?/\s?2"), _WORKDAYS),
    (_words(r"(?:on |every )?(?:week ?days?|workdays?|working days?|business days?)"), _WORKDAYS),
    (_words(r"weekends?|sat/sun|сб/вс"), WEEKEND_DAYS),
    (_words(r"(?:в )?остальн(?:ые(?: дни)?|ое время)"), frozenset({OTHERS})),
    (_words(r"(?:on )?(?:all )?(?:the )?(?:other days|rest)|otherwise"), frozenset({OTHERS})),
    (_words(r"без (?:перерыв\w*|обед\w*) и (?:без )?выходных(?: дней)?"), WEEK),
    (_words(r"без выходных(?: дней)? и (?:без )?(?:перерыв\w*|обед\w*)"), WEEK),
    (_words(r"без (?:выходных и праздник\w+|праздник\w+ и выходных)"), WEEK | {HOLIDAYS}),
    (_words(r"ежедневно|каждый день|все дни(?: недели)?|всю неделю|(?:без|нет) выходных(?: дней)?|выходных нет"), WEEK),
    (_words(r"(?:7|семь) дней в неделю|daily|every ?day|all week|all days|(?:7|seven) days(?: a| per)? week"), WEEK),
    (_words(r"(?:[пв]о? )?(?:государственн\w+ )?праздни\w+(?: дн\w+)?"), frozenset({HOLIDAYS})),
    (_words(r"(?:on )?(?:public |bank |national )?holidays|ph"), frozenset({HOLIDAYS})),
)
_WEEKEND = _words(r"(?:в |по )?выходные(?: дни)?", r"по выходным(?: дням)?", r"выходных(?: дней)?", r"выходными|вых")
_MARKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.NO_BREAK,
        _words(
            r"(?:без|нет) (?:обед\w*|перерыв\w*)(?: на обед)?|(?:обеда|перерыва) нет",
            r"(?:no|without)(?: a)?(?: lunch)? breaks?",
        ),
    ),
    (Kind.BREAKS, _words(r"перерывы", r"breaks")),
    (
        Kind.BREAK,
        _words(
            r"(?:обеденный |технический )?перерыв(?:ом)?(?: на обед)?|обед(?:ом|енный)?|закрыт\w* на обед",
            r"closed for (?:a )?(?:lunch|break)|(?:a )?lunch(?: break| time)?|(?:a )?break",
        ),
    ),
    (Kind.EXCEPT, _words(r"кроме|за исключением|исключая|except(?: for| on)?|excluding|(?:but )?not(?! open)(?: on)?")),
    (
        Kind.CLOSED,
        _words(r"выходной(?: день)?|нерабоч\w+(?: д\w+)?|отдыха\w+|нет|none|n/a|off|day off"),
    ),
    (Kind.SHUT, _words(r"закрыт[оыа]?|не работа\w+|closed|not open")),
    (Kind.BUT, _words(r"but")),
    (Kind.AND, _words(r"а также|и|а|но|and")),
    (Kind.AND, re.compile(r"[&+]")),
    (Kind.SEPARATOR, re.compile(r"[,/]")),
    (Kind.FULL_STOP, re.compile(r"[;\n|]|\.(?!\d)")),
)
_NOISE = re.compile(
    r"\s+|[:()\"«»!-]|(?:мы|у нас|работаем|работает|работа|открыты?|открыто|время|часы|график|режим|работы|расписание"
    r"|магазин|офис|только|only|с|со|в|во|по|we're|we|are|open|opening|business|working|hours|time|from|on|the|our|is|shop|office"
    r"|часов|ч)(?![\w])\.?"
)


def plain(text: str) -> str:
    """The text in lower case with one kind of dash, space and apostrophe, no emoji; each character keeps its place.

    Latin letters within a Russian word, and a single "c" in a Russian text, were meant as the Russian ones.
    """
    spoken = (" " if one == _EMOJI_STYLE or category(one) in _PICTURES else one for one in text)
    readable = "".join(low if len(low := one.lower()) == 1 else one for one in spoken).translate(_PLAIN)
    return _WORD.sub(_in_one_script, readable)


def _in_one_script(word: re.Match[str]) -> str:
    is_russian = _CYRILLIC.search(word.string if word[0] == "c" else word[0])
    return word[0].translate(_LOOKALIKES) if is_russian else word[0]


def tokens(text: str) -> Iterator[Token]:
    """Raises NotUnderstoodError, which names the first piece that is no token."""
    readable, position = plain(text), 0
    before: Token | None = None
    since = 0
    opening = _Opening()
    while position < len(readable):
        if noise := _skipped(readable, position):
            position = noise
            continue
        token, after = _end_alone(text, readable, position, opening.minutes) or _token(text, readable, position)
        opening.take(token)
        if before and before.kind is token.kind is Kind.DAYS and "-" in readable[since:position]:
            raise NotUnderstoodError("piece", text[since - len(before.text) : after])
        yield token
        before, since, position = token, after, after


def _skipped(readable: str, position: int) -> int | None:
    """Where noise ends that starts here, unless a token starts here as well."""
    if any(read(readable, position) for read in _READERS):
        return None
    found = _NOISE.match(readable, position)
    return found.end() if found else None


class _Opening:
    """From when the days that were named last are open, for an end alone. Days with a break have no single stretch."""

    minutes: int | None = None
    _is_single = True

    def take(self, token: Token) -> None:
        match token.kind:
            case Kind.DAYS | Kind.WEEKEND:
                self._is_single = True
            case Kind.TIME:
                self.minutes = token.stretch.span[0] if self._is_single else None
                self._is_single = False
            case Kind.BREAK | Kind.BREAKS:
                self.minutes = None


def _end_alone(text: str, readable: str, position: int, opening: int | None) -> tuple[Token, int] | None:
    """«пн-чт 10-20, пт до 18»: from when the days before are open."""
    found = end_at(readable, position)
    if found is None or opening is None:
        return None
    stretch = until(opening, found[0])
    return (Token(Kind.TIME, text[position : found[1]].strip(), _NOTHING, stretch), found[1]) if stretch else None


def _token(text: str, readable: str, position: int) -> tuple[Token, int]:
    for read in _READERS:
        if found := read(readable, position):
            kind, days, stretch, after = found
            piece = text[position:after]
            if stretch is None:
                raise NotUnderstoodError("no_time", piece)
            return Token(kind, piece.strip(), days, stretch), after
    raise NotUnderstoodError("piece", _piece(text, position))


def _piece(text: str, position: int) -> str:
    """From here to the next separator."""
    found = re.compile(r"[^,;\n]{1,60}").match(text, position)
    return found[0] if found else text[position:]


def token_at(readable: str, position: int) -> tuple[Kind, frozenset[int], int] | None:
    """The kind, the days and the length of the token that starts there; None for none. `readable` is `plain`."""
    found = next(filter(None, (read(readable, position) for read in _READERS)), None)
    return (found[0], found[1], found[3] - position) if found else None


_Found = tuple[Kind, frozenset[int], Stretch | None, int]
_NOTHING: frozenset[int] = frozenset()


def _read_days(readable: str, position: int) -> _Found | None:
    if found := _DAY_RANGE.match(readable, position):
        first, last = _numbers(found)
        days = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
        return Kind.DAYS, days, WHOLE_DAY, found.end()
    if found := _ONE_DAY.match(readable, position):
        return Kind.DAYS, frozenset(_numbers(found)), WHOLE_DAY, found.end()
    return None


def _numbers(found: re.Match[str]) -> list[int]:
    return [int(name[-1]) for name, value in sorted(found.groupdict().items()) if value is not None]


def _read_groups(readable: str, position: int) -> _Found | None:
    for pattern, days in _GROUPS:
        if found := pattern.match(readable, position):
            return Kind.DAYS, days, WHOLE_DAY, found.end()
    if found := _WEEKEND.match(readable, position):
        return Kind.WEEKEND, WEEKEND_DAYS, WHOLE_DAY, found.end()
    return None


def _read_times(readable: str, position: int) -> _Found | None:
    if found := _ROUND_THE_CLOCK.match(readable, position):
        return Kind.TIME, _NOTHING, WHOLE_DAY, found.end()
    stretch = stretch_at(readable, position)
    return (Kind.TIME, _NOTHING, *stretch) if stretch else None


def _read_marks(readable: str, position: int) -> _Found | None:
    for kind, pattern in _MARKS:
        if found := pattern.match(readable, position):
            return kind, _NOTHING, WHOLE_DAY, found.end()
    return None


_READERS: tuple[Callable[[str, int], _Found | None], ...] = (_read_times, _read_groups, _read_days, _read_marks)
