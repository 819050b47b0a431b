"""The questions of a span, asked again: of the FAQ as it is, and as it would be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq.advice.questions import AskedQuestion
from faq.deciding import Answer, Preview, decide
from faq.entry import Entry
from faq.matching import Bands, Match, Matcher
from faq.matching.likeness import Likeness
from faq.matching.postings import Weights
from faq.matching.prepared import language_of

_MATCHES = 5
_LEAST_NEAR = 0.2  # see Replay.near
_STEALING = 3  # places at which an entry may come to the front by one more phrasing


class Met(IntEnum):
    """How well a question is met."""

    WRONGLY = -2  # another entry's answer is stated
    MISLED = -1  # another entry's answer is previewed
    NOT = 0
    PREVIEWED = 1
    STATED = 2


@dataclass(frozen=True, order=True)
class Gain:
    """What a change of the FAQ brings, in questions put; the better one is greater."""

    net: int = 0  # `met` minus those that are wrongly stated or previewed and were not
    met: int = 0  # rightly stated or previewed that were not, minus those that were and would not be
    better: int = 0  # steps of Met up and down


@dataclass(frozen=True)
class Shown:
    """What the desk says to a question: the entries that are likeliest, and how well that meets it."""

    ids: tuple[str, ...]
    met: Met


@dataclass(frozen=True)
class FaqOfNow:
    """One language's FAQ with the lines of its bands, on a day of the company's calendar."""

    matcher: Matcher
    bands: Bands
    on: date

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.matcher.entries}

    def changed(self, *entries: Entry) -> "FaqOfNow":
        """With these entries in the place of those with their ids, or beside them. The lines stay where they are."""
        together = self.entries | {entry.id: entry for entry in entries}
        return replace(self, matcher=self.matcher.updated(together.values()))

    def shown(self, text: str, meant: Iterable[str]) -> Shown:
        return self._shown(text, self.matcher.match(text, _MATCHES), meant)

    def presumed(self, question: AskedQuestion) -> tuple[AskedQuestion, Shown]:
        """What it shows now, and what the question means: what is probable, where nobody says anything else."""
        matches = self.matcher.match(question.text, _MATCHES)
        is_open = not question.meant and not question.is_unanswered
        if is_open and matches and matches[0].probability >= self.bands.preview:
            question = replace(question, meant=(matches[0].entry.id,))
        return question, self._shown(question.text, matches, question.meant)

    def _shown(self, text: str, matches: Sequence[Match], meant: Iterable[str]) -> Shown:
        ids = tuple(match.entry.id for match in matches)
        match decide(text, matches, bands=self.bands, on=self.on):
            case Answer(match=stated):
                return Shown(ids, Met.STATED if stated.entry.id in meant else Met.WRONGLY)
            case Preview(matches=previewed):
                return Shown(ids, Met.PREVIEWED if previewed[0].entry.id in meant else Met.MISLED)
            case _:
                return Shown(ids, Met.NOT)


class Replay:
    """Different questions of one language, with what the FAQ of now shows to each."""

    def __init__(self, faq: FaqOfNow, questions: Sequence[AskedQuestion]) -> None:
        asked = [faq.presumed(question) for question in questions]
        self.faq = faq
        self.questions = tuple(question for question, _ in asked)
        self.shown = tuple(shown for _, shown in asked)
        self.likeness = Likeness([question.text for question in questions], language_of(faq.matcher.entries))

    def alike(self, place: int) -> Weights:
        """How alike the question at that place is to each, 0 to 1; shape (questions,)."""
        return self.likeness.with_all(place)

    def means(self, entry: str) -> NDArray[np.bool_]:
        """Which questions the entry answers; shape (questions,)."""
        return np.array([entry in question.meant for question in self.questions], np.bool_)

    def unmet(self) -> NDArray[np.bool_]:
        """Which questions are neither rightly stated nor previewed; shape (questions,)."""
        return np.array([shown.met <= Met.NOT for shown in self.shown], np.bool_)

    def times(self) -> NDArray[np.int64]:
        """How often each was put; shape (questions,)."""
        return np.array([question.times for question in self.questions], np.int64)

    def near(self, place: int, entry: str, most: int) -> tuple[int, ...]:
        """The places of the questions that one more phrasing of the entry may change: its own, near ones, alike ones.

        place: that of the question which becomes a phrasing; at most so many, the likeliest to change first.
        """
        is_behind = np.array([entry in shown.ids[:_STEALING] for shown in self.shown], np.bool_)
        weight = self.alike(place) + 0.3 * self.means(entry) + 0.2 * is_behind
        weight[place] = np.inf
        order = np.argsort(-weight, kind="stable")[:most]
        return tuple(int(one) for one in order if weight[one] > _LEAST_NEAR)

    def gain(self, faq: FaqOfNow, places: Iterable[int]) -> tuple[Gain, dict[int, Shown]]:
        """What the changed FAQ brings to the questions at these places, and what it shows to each."""
        found = {place: faq.shown(self.questions[place].text, self.questions[place].meant) for place in places}
        told = [place for place in found if self._is_known(place)]  # of others nobody knows what is right
        times, before, after = (
            np.array(one, np.int64)
            for one in (
                [self.questions[place].times for place in told],
                [self.shown[place].met for place in told],
                [found[place].met for place in told],
            )
        )
        met = int((times * ((after > Met.NOT).astype(int) - (before > Met.NOT))).sum())
        wrong = int((times * ((after < Met.NOT).astype(int) - (before < Met.NOT))).sum())
        return Gain(met - max(0, wrong), met, int((times * (after - before)).sum())), found

    def having(self, faq: FaqOfNow, shown: dict[int, Shown]) -> "Replay":
        """The replay with a changed FAQ, which shows this to some questions and the same as before to the others."""
        changed = Replay.__new__(Replay)
        changed.faq, changed.questions, changed.likeness = faq, self.questions, self.likeness
        changed.shown = tuple(shown.get(place, before) for place, before in enumerate(self.shown))
        return changed

    def _is_known(self, place: int) -> bool:
        return bool(self.questions[place].meant) or self.questions[place].is_unanswered
