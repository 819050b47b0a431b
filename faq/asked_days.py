"""Days that a question names: "on Sunday", "8 March", "Boxing Day", «в праздники».

The words are in words/ru/days.toml and words/en/days.toml; both languages are read. Which date is meant, the calendar
tells.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NotRequired, TypedDict, cast

from faq.normalising import normalise
from faq.wordlists import LANGUAGES

_LONGEST = 3  # words of a phrase that names a day
_ENDING = r"(?:st|nd|rd|th|го| го|е| е)?"
_DOTTED = re.compile(r"(?:(?P<time>до|с|от|в|till|until|from|at|by)\s+)?(?<![\d.:])(\d{1,2})\.(\d{1,2})(?![\d:]|\.\d)")


@dataclass(frozen=True)
class Weekday:
    """The next such day; Monday is 0."""

    number: int


@dataclass(frozen=True)
class DayOfYear:
    """May be none at all: "February 30"."""

    month: int
    day: int


@dataclass(frozen=True)
class DaysAhead:
    number: int


@dataclass(frozen=True)
class Holiday:
    """The next public holidays whose English names have these parts, one for each; the `usual` day where none has.

    Without names: public holidays in general.
    """

    names: tuple[str, ...] = ()
    usual: DayOfYear | None = None

    @property
    def is_any(self) -> bool:
        return not self.names and self.usual is None


AskedDay = Weekday | DayOfYear | DaysAhead | Holiday


class _Holiday(TypedDict):
    said: list[str]
    names: list[str]
    date: NotRequired[list[int]]


class _Words(TypedDict):
    weekdays: list[str]
    months: list[str]
    day_after_tomorrow: list[str]
    any_holiday: list[str]
    holidays: list[_Holiday]


def asked_days(text: str) -> tuple[AskedDay, ...]:
    """The days that the text names, each once; none for today, tomorrow, "Sundays" and the like."""
    return tuple(dict.fromkeys([*_dotted(text), *_dates(said := normalise(text)), *_named(said.split())]))


def _named(words: list[str]) -> Iterator[AskedDay]:
    at, phrases = 0, _phrases()
    while at < len(words):
        sizes = (size for size in range(_LONGEST, 0, -1) if " ".join(words[at : at + size]) in phrases)
        if size := next(sizes, 0):
            yield phrases[" ".join(words[at : at + size])]
        at += size or 1


def _dates(said: str) -> Iterator[DayOfYear]:
    for number, month in enumerate(_months(), start=1):
        before = re.search(rf"\b(\d{{1,2}}){_ENDING}(?: of)? (?:{month})\b", said)
        if found := before or re.search(rf"\b(?:{month}) (?:the )?(\d{{1,2}}){_ENDING}\b", said):
            yield DayOfYear(number, int(found[1]))


def _dotted(text: str) -> Iterator[DayOfYear]:
    """«31.12», but neither «до 9.10» nor "9.30", which are times."""
    for found in _DOTTED.finditer(text.lower()):
        if not found["time"] and 1 <= int(found[3]) <= len(_months()):
            yield DayOfYear(int(found[3]), int(found[2]))


@cache
def _phrases() -> Mapping[str, AskedDay]:
    found: dict[str, AskedDay] = {}
    for words in _words():
        for number, line in enumerate(words["weekdays"]):
            found |= dict.fromkeys(line.split("|"), Weekday(number))
        found |= dict.fromkeys(words["day_after_tomorrow"], DaysAhead(2))
        found |= dict.fromkeys(words["any_holiday"], Holiday())
        for one in words["holidays"]:
            usual = DayOfYear(*one["date"]) if "date" in one else None
            found |= dict.fromkeys(one["said"], Holiday(tuple(one["names"]), usual))
    return found


@cache
def _months() -> tuple[str, ...]:
    """The names of each month, as of a regular expression."""
    return tuple(map("|".join, zip(*(words["months"] for words in _words()), strict=True)))


@cache
def _words() -> tuple[_Words, ...]:
    texts = (files("faq").joinpath("words", one, "days.toml").read_text(encoding="utf-8") for one in LANGUAGES)
    return tuple(cast("_Words", tomllib.loads(text)) for text in texts)
