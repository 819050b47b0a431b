"""Which entries answer a question, and how probably each does."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from faq.entry import Entry
from faq.normalising import normalise
from faq.readings import readings
from faq.small_talk import without_greeting

_CANDIDATES = 40
"""Phrasings that are compared letter by letter, after the index has found the likeliest."""

_FIRST = (-3.2, 4.6, 7.5)
_OTHERS = (-4.2, 7.2, 4.9)
"""Constant, weight of the score and weight of the margin: logistic regression over 4,500 Russian and English questions
to six FAQs with 1 to 25 phrasings an entry, 30 % of them answered by none; for the first match and for the next two."""

_MOST_MARGIN = 0.4
"""A larger margin makes no surer: in a small FAQ a weak match may have no rival at all."""


@dataclass(frozen=True)
class Match:
    """An entry with the probability that it answers the question, from 0 to 1."""

    entry: Entry
    probability: float


@dataclass(frozen=True)
class Scored:
    """An entry with the phrasing that came closest, and how close: 1 is the same words."""

    entry: Entry
    phrasing: str
    score: float


@dataclass(frozen=True)
class Explanation:
    """How a question was read, and what came close."""

    question: str
    readings: tuple[str, ...]
    scored: tuple[Scored, ...]
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class _Phrasing:
    entry: Entry
    text: str
    words: str


class Matcher:
    """Finds the entries of one language that answer a question.

    The order of the entries does not matter. `semantic` is for an encoder of sentences: None uses one if it is
    installed, True demands it; there is none yet, so True raises `ValueError`.
    """

    def __init__(self, entries: Iterable[Entry], *, semantic: bool | None = None) -> None:
        if semantic:
            raise ValueError("no sentence encoder is installed; leave `semantic` out")
        self._phrasings = tuple(_phrasings(sorted(entries, key=lambda entry: entry.id)))
        self._exact = {phrasing.words: phrasing for phrasing in reversed(self._phrasings)}

    def match(self, question: str, limit: int = 3) -> list[Match]:
        """At most `limit` entries with their probabilities, best first; empty when nothing is alike."""
        return _matches(self._scored(question))[:limit]

    def threshold(self, max_wrong: float) -> float:
        """The probability from which at most that share of direct answers is wrong; stricter with few phrasings."""
        entries = len({phrasing.entry.id for phrasing in self._phrasings})
        each = len(self._phrasings) / max(entries, 1)
        return 1 - 0.85 * max_wrong * min(1.0, each / 4)

    def explain(self, question: str) -> Explanation:
        scored = self._scored(question)
        return Explanation(question, _readings(question), tuple(scored[:5]), tuple(_matches(scored)[:5]))

    def updated(self, entries: Iterable[Entry]) -> "Matcher":
        """A matcher for the changed FAQ."""
        return Matcher(entries)

    def _scored(self, question: str) -> list[Scored]:
        """The best phrasing of every entry that came close in any reading, best first."""
        best: dict[str, Scored] = {}
        for reading in _readings(question):
            for scored in self._scored_reading(reading):
                if scored.entry.id not in best or scored.score > best[scored.entry.id].score:
                    best[scored.entry.id] = scored
        return sorted(best.values(), key=lambda scored: (-scored.score, scored.entry.id))

    def _scored_reading(self, reading: str) -> Iterator[Scored]:
        exact = self._exact.get(reading)
        if exact:
            yield Scored(exact.entry, exact.text, 1.0)
        for at, cosine in self._index.nearest(reading, _CANDIDATES):
            phrasing = self._phrasings[at]
            yield Scored(phrasing.entry, phrasing.text, min(0.99, _closeness(reading, phrasing.words, cosine)))

    @cached_property
    def _index(self) -> "_Index":
        return _Index([phrasing.words for phrasing in self._phrasings])


class _Index:
    """Finds texts by the letter groups they share, rare groups weighing more."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [_letter_groups(text) for text in texts]
        holders = Counter(group for count in counts for group in count)
        self._rarity = {group: math.log(1 + len(texts) / held) for group, held in holders.items()}
        self._unseen = math.log(1 + len(texts))
        self._postings: Mapping[str, list[tuple[int, float]]] = defaultdict(list)
        for at, count in enumerate(counts):
            for group, weight in self._weights(count).items():
                self._postings[group].append((at, weight))

    def nearest(self, text: str, most: int) -> list[tuple[int, float]]:
        """Positions with their cosine similarity from 0 to 1, nearest first."""
        found: dict[int, float] = defaultdict(float)
        for group, weight in self._weights(_letter_groups(text)).items():
            for at, other in self._postings.get(group, ()):
                found[at] += weight * other
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]

    def _weights(self, count: Counter[str]) -> dict[str, float]:
        weights = {group: times * self._rarity.get(group, self._unseen) for group, times in sorted(count.items())}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {group: weight / norm for group, weight in weights.items()}


def _phrasings(entries: Iterable[Entry]) -> Iterator[_Phrasing]:
    for entry in entries:
        for text in entry.phrasings:
            if words := normalise(text):
                yield _Phrasing(entry, text, words)


def _readings(question: str) -> tuple[str, ...]:
    """The readings of the whole question and, if it begins with a greeting, of the rest."""
    return tuple(dict.fromkeys([*readings(question), *readings(without_greeting(question))]))


def _letter_groups(text: str) -> Counter[str]:
    """Groups of two to four letters within words; a word begins and ends with a space."""
    bounded = [f" {word} " for word in text[:500].split()]
    return Counter(
        word[at : at + size] for word in bounded for size in (2, 3, 4) for at in range(max(0, len(word) - size + 1))
    )


def _closeness(question: str, phrasing: str, cosine: float) -> float:
    """How alike two normalised texts are, from 0 to 1: shared letter groups, and the same words in any order."""
    return 0.7 * cosine + 0.3 * fuzz.token_sort_ratio(question, phrasing) / 100


def _matches(scored: Sequence[Scored]) -> list[Match]:
    """Probabilities from each score and its margin to the best rival; 1 only for the very words of a phrasing."""
    if not scored:
        return []
    runner_up = scored[1].score if len(scored) > 1 else 0.0
    best = scored[0]
    first = 1.0 if best.score == 1.0 else _logistic(_FIRST, best.score, min(best.score - runner_up, _MOST_MARGIN))
    others = [min(first, _logistic(_OTHERS, one.score, one.score - best.score)) for one in scored[1:]]
    return [Match(one.entry, probability) for one, probability in zip(scored, [first, *others], strict=True)]


def _logistic(weights: tuple[float, float, float], score: float, margin: float) -> float:
    constant, of_score, of_margin = weights
    return 1 / (1 + math.exp(-constant - of_score * score - of_margin * margin))
