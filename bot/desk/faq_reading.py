"""What the FAQ says about a text. It is read before the transaction that needs it, and only looked up there.

A handler asks its unit of work for a `Reading` by what it is of; `NotReadError` says that it is still to be read. Then
the transaction is rolled back, the reading is made by `bot.desk.faq_reader`, and the handler runs again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeVar, cast

import faq
from faq import Answerer, Entry, Foreign, HandOff, Match, Purpose, Suggest
from faq.emergencies import Danger
from faq.understanding import Understood


@dataclass(frozen=True)
class Read:
    """The result of matching a text: its language, the sure answers, and the rest of the text.

    `left` is the part of the text that the answers leave open, as it was typed. `decision` is about that part; None
    when nothing is left. `is_given_up`: reading took too long, so a person has to read the text.

    Where the rest asks several things, `decision` is about `asked` and `put_off` has the others, a part a line; else
    both are empty.
    """

    language: str
    answers: tuple[Match, ...]
    left: str
    decision: Suggest | HandOff | None
    asked: str = ""
    put_off: str = ""
    is_given_up: bool = False

    @property
    def suffices(self) -> bool:
        """Whether nothing else has to be read of the text."""
        return bool(self.answers)

    @property
    def matches(self) -> tuple[Match, ...]:
        """The closest matches of the open part, best first; the answers when nothing is left open."""
        return self.decision.matches if self.decision else self.answers


@dataclass(frozen=True)
class Intent:
    """What a text says without being matched: danger, thanks, a call for a person, small talk.

    `urgent`: the urgent entries that may be about the danger, likeliest first. `asks_what_to_do`: as people in danger
    do, whether this one is or not. `small_talk` is the author's. `purposes`
    are what it wants besides, and `foreign` the language that nobody here answers in; both are empty where the author's
    entry says what to answer. `is_given_up` as for `Read`.
    """

    is_thanks: bool = False
    wants_human: bool = False
    small_talk: Entry | None = None
    danger: Danger | None = None
    urgent: tuple[Match, ...] = ()
    asks_what_to_do: bool = False
    is_pressing: bool = False
    is_given_up: bool = False
    purposes: tuple[Purpose, ...] = ()
    foreign: Foreign | None = None

    @property
    def purpose(self) -> Purpose | None:
        """The one that counts most."""
        return self.purposes[0] if self.purposes else None

    @property
    def asks_nothing(self) -> bool:
        """Whether it is only said in order to talk: a greeting, "may I ask?", a goodbye."""
        is_talk = self.purpose is not None and self.purpose.is_talk
        return is_talk or self.small_talk is not None or (self.foreign is not None and self.foreign.is_greeting)

    @property
    def closes(self) -> bool:
        """Whether the customer takes back what was asked, or says that it is solved."""
        return self.purpose in (Purpose.SOLVED, Purpose.CLOSE_REQUEST)

    @property
    def suffices(self) -> bool:
        """Whether the text need not be matched."""
        matters = self.is_thanks or self.wants_human or self.asks_nothing
        return matters or self.foreign is not None or self.danger is not None


@dataclass(frozen=True)
class Lacking:
    """Those texts that the FAQ does not answer. `is_given_up`: reading took too long, so nearly all are there."""

    texts: frozenset[str]
    is_given_up: bool = False

    @property
    def suffices(self) -> bool:
        return False


Result = Read | Intent | Lacking


T_co = TypeVar("T_co", bound=Result, covariant=True)
T = TypeVar("T", bound=Result)


class Reading(Protocol[T_co]):
    """Something to be read of a text; hashable, since it is also the key by which its result is found."""

    def read_with(self, answerer: Answerer) -> T_co:
        """Read it now. Pure; takes some milliseconds."""

    def given_up(self) -> T_co:
        """The result when it takes too long: the text goes to a person."""


@dataclass(frozen=True)
class IntentOf:
    """`text` in `language`, the one that it shows or that its author uses."""

    text: str
    language: str

    def read_with(self, answerer: Answerer) -> Intent:
        small_talk = answerer.small_talk(self.text, self.language)
        danger = answerer.danger(self.text, self.language)
        said = Intent(
            faq.is_thanks(self.text),
            danger=danger,
            urgent=answerer.urgent_matches(self.text, self.language, danger) if danger else (),
            asks_what_to_do=answerer.asks_what_to_do(self.text, self.language),
            is_pressing=answerer.is_pressing(self.text, self.language),
        )
        if small_talk:  # "are you a real person?" may be
            return replace(said, small_talk=small_talk)
        purposes = answerer.purposes(self.text, self.language)
        is_talk = bool(purposes) and purposes[0].is_talk
        foreign = None if is_talk else faq.foreign_language_of(self.text)
        wants_human = not is_talk and faq.wants_human(self.text)
        return replace(said, wants_human=wants_human, purposes=purposes, foreign=foreign)

    def given_up(self) -> Intent:
        return Intent(is_given_up=True)


@dataclass(frozen=True)
class MatchesOf:
    """`text` in `language`, on that day of the company's calendar.

    With `before`, the text is a follow-up to that question, which was answered with the entry whose id is `said`.
    """

    text: str
    language: str
    on: date
    before: str | None = None
    said: str | None = None

    def read_with(self, answerer: Answerer) -> Read:
        asked = self.text if self.before is None else f"{self.before}\n{self.text}"
        understood = self._understood(answerer)
        is_whole = understood.left == self.text or self.before is not None
        open_part = understood.asked or (asked if is_whole else understood.left)
        found = answerer.picked(understood, open_part, self.language, self.on, self.said)
        return Read(self.language, found.answers, found.left, found.decision, found.asked, found.put_off)

    def given_up(self) -> Read:
        return Read(self.language, (), self.text, HandOff((), "nothing_close"), is_given_up=True)

    def _understood(self, answerer: Answerer) -> Understood:
        if self.before is None:
            return answerer.understand(self.text, self.language, self.on)
        return answerer.follow(self.text, self.before, self.said, self.language, self.on)


@dataclass(frozen=True)
class LackingOf:
    """`texts`, each with its language: which of them ask something that the FAQ has no sure answer to on that day."""

    texts: tuple[tuple[str, str], ...]
    on: date

    def read_with(self, answerer: Answerer) -> Lacking:
        return Lacking(frozenset(text for text, language in self.texts if self._is_lacking(answerer, text, language)))

    def given_up(self) -> Lacking:
        return Lacking(frozenset(text for text, _ in self.texts if not faq.is_rejection(text)), is_given_up=True)

    def _is_lacking(self, answerer: Answerer, text: str, language: str) -> bool:
        if faq.is_rejection(text) or IntentOf(text, language).read_with(answerer).suffices:
            return False
        return bool(answerer.understand(text, language, self.on).left)


class NotReadError(Exception):
    """The unit of work needs a reading that was not made, or was made of another state of the FAQ."""

    def __init__(self, reading: Reading[Result]) -> None:
        super().__init__(f"not read: {type(reading).__name__}")  # no words of customers
        self.reading = reading


@dataclass(frozen=True)
class Readings:
    """Results of readings, each with the answerer that made it."""

    results: Mapping[Reading[Result], tuple[Answerer, Result]] = field(default_factory=dict)
    used: set[Reading[Result]] = field(default_factory=set)  # what was asked for, also of those joined to it

    def of(self, reading: Reading[T], answerer: Answerer) -> T:
        """The result. Raises NotReadError when there is none by this answerer: the FAQ was edited since."""
        self.used.add(reading)
        known = self.results.get(reading)
        if known is None or known[0] is not answerer:
            raise NotReadError(reading)
        return cast(T, known[1])

    def joined(self, others: "Readings") -> "Readings":
        return Readings({**self.results, **others.results}, self.used)

    @property
    def suffice(self) -> bool:
        """Whether nothing else has to be read for the message, whatever was said before it."""
        return any(result.suffices for _, result in self.results.values())

    @property
    def is_matched(self) -> bool:
        return any(isinstance(reading, MatchesOf) for reading in self.results)

    @property
    def is_match_used(self) -> bool:
        """Whether an answer or a choice may have come of it."""
        is_given_up = any(result.is_given_up for _, result in self.results.values())
        return not is_given_up and any(isinstance(reading, MatchesOf) for reading in self.used)


def read_in_turn(asked: Iterable[Reading[Result]], answerer: Answerer) -> Readings:
    """The results of what is asked, until one suffices."""
    results: dict[Reading[Result], tuple[Answerer, Result]] = {}
    for reading in asked:
        result = reading.read_with(answerer)
        results[reading] = answerer, result
        if result.suffices:
            break
    return Readings(results)
