"""What a change does: recent questions that would be met otherwise, and entries that the changed one is mistaken for.

Pure: two answerers and questions in, counts and examples out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from faq.answerer import Answerer
from faq.deciding import Preview, Suggest
from faq.entry import Entry
from faq.learnt import NOTHING
from faq.normalising import normalise
from faq.small_talk import wants_human

MOST_QUESTIONS = 500
"""Different ones, the most frequent first."""

MOST_PHRASINGS = 50
"""Of the changed entry, that are matched against the others."""


@dataclass(frozen=True)
class Asked:
    """A customer's question, its language, and the day on the company's calendar."""

    text: str
    language: str
    on: date


class Met(IntEnum):
    """What a customer gets, the better the higher."""

    HANDED_OFF = 0
    OFFERED = 1
    PREVIEWED = 2
    ANSWERED = 3


@dataclass(frozen=True)
class Outcome:
    """`entries` are the ids that are answered, previewed first, or offered; none when a person takes over."""

    met: Met
    entries: tuple[str, ...]


class Direction(StrEnum):
    ANSWERED = "answered"  # it is now, and was not
    PREVIEWED = "previewed"  # it is now, and was at most offered
    OFFERED = "offered"  # it is now, and a person took over
    OTHER = "other"  # as well as before, by another entry
    WORSE = "worse"  # it was answered, previewed or offered, and is less so now


@dataclass(frozen=True)
class Effect:
    """A question that would be met otherwise; `count`: how often it was asked, whatever its capitals and marks."""

    question: str
    language: str
    count: int
    before: Outcome
    after: Outcome

    @property
    def direction(self) -> Direction:
        if self.after.met < self.before.met:
            return Direction.WORSE
        if self.after.met == self.before.met:
            return Direction.OTHER
        return Direction(self.after.met.name.lower())


@dataclass(frozen=True)
class Effects:
    """`effects` come most frequent first. `asked` is the number of questions that were looked at, repeated ones too."""

    effects: tuple[Effect, ...]
    asked: int

    @property
    def counts(self) -> dict[Direction, int]:
        """How many of the questions there are of each direction."""
        return {one: sum(effect.count for effect in self.of(one)) for one in Direction}

    def of(self, direction: Direction) -> tuple[Effect, ...]:
        return tuple(effect for effect in self.effects if effect.direction is direction)


@dataclass(frozen=True)
class Confusion:
    """A phrasing of the changed entry that is like `other`, by that entry's phrasing `like`.

    `probability`, 0 to 1, is that of `other` if the changed entry were not there.
    """

    phrasing: str
    other: Entry
    like: str
    probability: float


def effects(before: Answerer, after: Answerer, asked: Iterable[Asked]) -> Effects:
    """The questions that would be met otherwise after the change.

    Each is looked at by itself, on the day on which it was asked, without the conversation around it. Of more than
    `MOST_QUESTIONS` different ones the most frequent are: these take 3.5 s of a slow processor, 12 s with the encoder,
    and half of that where `before` serves and has met the questions before.
    """
    first: dict[tuple[str, str], Asked] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for one in asked:
        words = (normalise(one.text), one.language)
        first.setdefault(words, one)
        counts[words] += 1
    looked_at = counts.most_common(MOST_QUESTIONS)
    found = []
    for words, count in looked_at:
        was, becomes = (_outcome(answerer, first[words]) for answerer in (before, after))
        if (was.met, was.entries[:1]) != (becomes.met, becomes.entries[:1]):
            found.append(Effect(first[words].text, words[1], count, was, becomes))
    return Effects(tuple(found), sum(count for _, count in looked_at))


def confusions(after: Answerer, entry: Entry, language: str, phrasings: Sequence[str] = ()) -> tuple[Confusion, ...]:
    """The phrasings for which another entry would be previewed or answered if this one were not there, surest first.

    `entry` is of the FAQ after the change; `phrasings` are those to look at, all of its own if empty.
    """
    if entry.is_small_talk:
        return ()
    served = after.library.served(language)
    lessons = after.learnt.get(served, NOTHING).lessons
    entries = (one for one in after.library.entries(served) if one.id != entry.id and not one.is_small_talk)
    matcher = after.matchers[served].updated(map(lessons.taught, entries))
    least = after.bands(language).preview
    found = []
    for phrasing in (phrasings or entry.phrasings)[:MOST_PHRASINGS]:
        best = next(iter(matcher.match(phrasing, limit=1)), None)
        if best is not None and best.probability >= least:
            considered = matcher.explain(phrasing).considered[0]
            found.append(Confusion(phrasing, best.entry, considered.phrasing, best.probability))
    return tuple(sorted(found, key=lambda one: -one.probability))


def _outcome(answerer: Answerer, asked: Asked) -> Outcome:
    if wants_human(asked.text):
        return Outcome(Met.HANDED_OFF, ())
    if small_talk := answerer.small_talk(asked.text, asked.language):
        return Outcome(Met.ANSWERED, (small_talk.id,))
    understood = answerer.understand(asked.text, asked.language, asked.on)
    if understood.answers:
        return Outcome(Met.ANSWERED, tuple(match.entry.id for match in understood.answers))
    if isinstance(understood.decision, Suggest):
        is_preview = isinstance(understood.decision, Preview)
        ids = tuple(match.entry.id for match in understood.decision.matches)
        return Outcome(Met.PREVIEWED if is_preview else Met.OFFERED, ids)
    return Outcome(Met.HANDED_OFF, ())
