"""Which labels count: what people together say that a question means.

A colleague's or an author's word counts as two customers' do, and it takes two to teach. One person has one opinion of
a question, the latest. Who says that it means another entry, that nothing answers it, or that this entry does not,
counts against. A single customer is also believed where somebody else ties a question like it to the same entry, and
no other entry has words much more like it; but not where most of what that customer ties to entries finds nobody to
agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

import numpy as np

from faq.entry import Entry
from faq.label import Label
from faq.masking import masked
from faq.matching.likeness import Likeness
from faq.matching.normalise import words
from faq.matching.prepared import language_of

Words = tuple[str, ...]

_NEEDED = 2
_WEIGHTS = {"customer": 1, "colleague": 2, "author": 2}
_ALIKE = 0.2  # likeness from which somebody else's question supports one
_MUCH_MORE_ALIKE = 0.1  # by which another entry's words may be nearer at most
_MANY = 4  # questions from which a customer is judged by how many of them find somebody to agree


@dataclass
class Opinion:
    """What one person says of one question."""

    weight: int = 0
    means: set[str | None] = field(default_factory=set)  # one at most; None: no entry answers it
    means_not: set[str] = field(default_factory=set)

    def hear(self, label: Label) -> None:
        """Take in a later label of the same person."""
        self.weight = max(self.weight, _WEIGHTS[label.by])
        if label.holds:
            self.means = {label.entry}
            self.means_not.discard(label.entry or "")
        elif label.entry is not None:
            self.means.discard(label.entry)
            self.means_not.add(label.entry)


@dataclass(frozen=True)
class Question:
    """A question as it was first put, masked, with everybody's opinion of it."""

    words: Words
    text: str
    latest: datetime  # when somebody last said something of it
    opinions: Mapping[str, Opinion]  # by who has it

    def without(self, people: frozenset[str]) -> "Question":
        return replace(self, opinions={who: said for who, said in self.opinions.items() if who not in people})

    def meanings(self) -> set[str | None]:
        return {meaning for opinion in self.opinions.values() for meaning in opinion.means}

    def support(self, meaning: str | None) -> int:
        """The weight of those who say so beyond that of those who contradict."""
        others = [self._weight(other) for other in self.meanings() if other != meaning]
        against = sum(opinion.weight for opinion in self.opinions.values() if meaning in opinion.means_not)
        return self._weight(meaning) - against - max(others, default=0)

    def opposition(self, entry: str) -> int:
        """The weight of those who say that it does not mean the entry beyond that of those who say it does."""
        against = sum(opinion.weight for opinion in self.opinions.values() if entry in opinion.means_not)
        return against - self._weight(entry)

    def rejected(self) -> set[str]:
        """The entries that somebody says it does not mean."""
        return {entry for opinion in self.opinions.values() for entry in opinion.means_not}

    def _weight(self, meaning: str | None) -> int:
        return sum(opinion.weight for opinion in self.opinions.values() if meaning in opinion.means)


@dataclass(frozen=True)
class Verdict:
    """What counts: the masked texts of questions, in the order in which they first came."""

    meant: Mapping[str, tuple[Question, ...]]  # by the entry's id
    not_meant: Mapping[str, tuple[Question, ...]]
    unanswered: tuple[Question, ...]
    questions: tuple[Question, ...]  # all of them, also those of which nothing counts


def verdict(entries: list[Entry], labels: Iterable[Label]) -> Verdict:
    """What all labels together say about questions to an FAQ of one language.

    Labels of entries that it has no more, removed or with another id, say nothing for or against the others.
    """
    known = {entry.id for entry in entries}
    questions = _questions(label for label in labels if label.entry is None or label.entry in known)
    judge = _Judge(entries, questions, _likeness(entries, questions))
    if unbelievable := judge.unbelievable():
        questions = [question.without(unbelievable) for question in questions]
        judge = _Judge(entries, questions, judge.likeness)
    meant: dict[str, list[Question]] = defaultdict(list)
    not_meant: dict[str, list[Question]] = defaultdict(list)
    for place, question in enumerate(questions):
        for entry in known.intersection(question.meanings()):
            if judge.counts(place, entry):
                meant[entry].append(question)
        for entry in known & question.rejected():
            if question.opposition(entry) >= _NEEDED:
                not_meant[entry].append(question)
    unanswered = tuple(question for question in questions if question.support(None) >= _NEEDED)
    return Verdict(_fixed(meant), _fixed(not_meant), unanswered, tuple(questions))


def _fixed(questions: Mapping[str, list[Question]]) -> dict[str, tuple[Question, ...]]:
    return {entry: tuple(found) for entry, found in questions.items()}


def _questions(labels: Iterable[Label]) -> list[Question]:
    texts: dict[Words, str] = {}
    latest: dict[Words, datetime] = {}
    opinions: dict[Words, dict[str, Opinion]] = defaultdict(lambda: defaultdict(Opinion))
    for label in sorted(labels, key=lambda one: (one.at, one.who, one.question, one.entry or "", one.holds)):
        text = masked(label.question)
        if key := question_words(text):
            texts.setdefault(key, text)
            latest[key] = label.at
            opinions[key][label.who].hear(label)
    return [Question(key, text, latest[key], opinions[key]) for key, text in texts.items()]


@lru_cache(maxsize=10_000)
def question_words(text: str) -> Words:
    """The words by which a question is known, however they were typed."""
    return tuple(words(text))


def _likeness(entries: list[Entry], questions: list[Question]) -> Likeness | None:
    """Of all questions, in their order, and then all authors' phrasings; None without entries."""
    own = [phrasing for entry in entries for phrasing in entry.phrasings]
    return Likeness([question.text for question in questions] + own, language_of(entries)) if entries else None


class _Judge:
    """Tells which single customers are believed, by what others say of questions like theirs."""

    def __init__(self, entries: list[Entry], questions: list[Question], likeness: Likeness | None) -> None:
        """likeness: as `_likeness` makes it."""
        own = [entry.id for entry in entries for _ in entry.phrasings]
        self.likeness = likeness
        self._questions = questions
        self._counted: dict[tuple[int, str], bool] = {}
        # Every tie of a text to an entry, side by side: the text's place, the entry's number, and who says so.
        self._number = {entry.id: number for number, entry in enumerate(entries)}
        ties = [
            (place, self._number[meaning], who)
            for place, question in enumerate(questions)
            for who, opinion in question.opinions.items()
            for meaning in opinion.means
            if meaning in self._number
        ]
        ties += [(place, self._number[entry], "") for place, entry in enumerate(own, len(questions))]
        self._places = np.array([place for place, _, _ in ties], np.int64)
        self._entries = np.array([entry for _, entry, _ in ties], np.int64)
        self._person = {who: number for number, who in enumerate(dict.fromkeys(who for _, _, who in ties))}
        self._people = np.array([self._person[who] for _, _, who in ties], np.int64)
        self._is_label = self._places < len(questions)

    def counts(self, place: int, entry: str) -> bool:
        """Whether the question at that place teaches the entry."""
        if (place, entry) not in self._counted:
            support = self._questions[place].support(entry)
            counts = support >= _NEEDED or (support > 0 and self._is_vouched_for(place, entry))
            self._counted[place, entry] = counts
        return self._counted[place, entry]

    def _is_vouched_for(self, place: int, entry: str) -> bool:
        if self.likeness is None:
            return False
        like = self.likeness.with_all(place)[self._places]
        of_others = np.ones(len(like), np.bool_)
        for who, opinion in self._questions[place].opinions.items():
            if entry in opinion.means:
                of_others &= self._people != self._person[who]
        same = self._entries == self._number[entry]
        vouching = like[of_others & same & self._is_label].max(initial=0.0)
        nearest = like[of_others & same].max(initial=0.0)
        nearest_other = like[of_others & ~same].max(initial=0.0)
        return bool(vouching >= _ALIKE and nearest_other <= nearest + _MUCH_MORE_ALIKE)

    def unbelievable(self) -> frozenset[str]:
        """Customers who tie many questions to entries, most of which nobody agrees with."""
        agreed: dict[str, list[bool]] = defaultdict(list)
        for place, question in enumerate(self._questions):
            for who, opinion in question.opinions.items():
                if opinion.weight < _NEEDED:
                    agreed[who] += [self.counts(place, one) for one in opinion.means if one in self._number]
        return frozenset(who for who, found in agreed.items() if len(found) >= _MANY and 2 * sum(found) < len(found))
