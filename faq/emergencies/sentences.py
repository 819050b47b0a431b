"""Sentences as rules read them: which words of the rules stand where."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.emergencies.rules import Part, Phrase, Rule, Token
from faq.matching.layouts import other_layout
from faq.matching.listed_words import listed_words
from faq.matching.stems import is_cyrillic, snowball_stem
from faq.normalising import MAX_LENGTH, collapse_spaces, normalise
from faq.readings import from_latin_letters

_ENDS = re.compile(r"[.!?;…\n]+")
_CERTAIN_ENDS = re.compile(r"[!?\n]+")
"""In another keyboard layout the other marks are letters."""

_MOST_WORDS = 300  # of a message
_MOST_SHORT = 12
"""Words; a message of so many is also read as one sentence, whatever lines it is written in."""

_WINDOW = 9
"""Words in which all parts of a rule stand."""

_LEAST_MISSPELT = 6  # letters


class Words:
    """The words of some rules, in which misspelt ones are looked for, too."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        tokens = {token for rule in rules for part in (*rule.parts, rule.exceptions) for one in part for token in one}
        self._known: dict[tuple[str, str], Token] = {(token.how, token.text): token for token in tokens}
        self._beginnings = tuple(sorted(self._of_kind("begin")))
        self._long = {how: sorted(self._of_kind(how, _LEAST_MISSPELT)) for how in ("word", "stem")}
        self.of = lru_cache(maxsize=5000)(self._of)

    def _of(self, word: str) -> tuple[Token, ...]:
        """The words of the rules that this one is, perhaps misspelt."""
        found = list(self._exactly(word))
        if not found and len(word) >= _LEAST_MISSPELT and not _is_known(word):
            found = list(self._misspelt(word))
        return tuple(found)

    def _exactly(self, word: str) -> Iterator[Token]:
        for key in (("word", word), ("stem", snowball_stem(word))):
            if key in self._known:
                yield self._known[key]
        for beginning in self._beginnings:
            if word.startswith(beginning):
                yield self._known["begin", beginning]

    def _misspelt(self, word: str) -> Iterator[Token]:
        """Those that differ by one typing error; of beginnings, as much as the word begins with."""
        for how, said in (("word", word), ("stem", snowball_stem(word))):
            near = process.extract(said, self._long[how], scorer=OSA.distance, score_cutoff=1, limit=5)
            yield from (self._known[how, one] for one, _, _ in near)
        for beginning in self._beginnings:
            if len(beginning) >= _LEAST_MISSPELT and OSA.distance(word[: len(beginning)], beginning) <= 1:
                yield self._known["begin", beginning]

    def _of_kind(self, how: str, least: int = 0) -> set[str]:
        return {text for kind, text in self._known if kind == how and len(text) >= least}


@dataclass(frozen=True)
class Span:
    """Where something stands: the places of its first and last word."""

    first: int
    last: int

    def with_(self, other: "Span") -> "Span":
        return Span(min(self.first, other.first), max(self.last, other.last))

    def overlaps(self, other: "Span") -> bool:
        return self.first <= other.last and other.first <= self.last

    def words_of(self, words: Sequence[str]) -> Sequence[str]:
        return words[self.first : self.last + 1]

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Place:
    """Where a rule holds: all of its words, and those of its first part, which says what happens."""

    whole: Span
    head: Span


@dataclass(frozen=True)
class Sentence:
    """The normalised words of a sentence, with the words of the rules that each of them is."""

    words: tuple[str, ...]
    known: Words
    _places: dict[Token, list[int]] = field(init=False, default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for place, word in enumerate(self.words):
            for token in self.known.of(word):
                self._places.setdefault(token, []).append(place)

    @property
    def tokens(self) -> Iterable[Token]:
        """All words of rules that stand in the sentence."""
        return self._places.keys()

    def spans_of(self, part: Part) -> list[Span]:
        """Where phrases of the part stand."""
        return [span for phrase in part if phrase[0] in self._places for span in self._spans_of(phrase)]

    def place_of(self, rule: Rule) -> "Place | None":
        """Where the rule holds; None where it doesn't."""
        if self.spans_of(rule.exceptions):
            return None
        first, *others = rule.parts
        near = [Place(span, span) for span in self.spans_of(first)]
        for part in others:
            found = self.spans_of(part)
            near = [Place(min((one.whole.with_(span) for span in found), key=len), one.head) for one in near if found]
        return min(
            (place for place in near if len(place.whole) <= _WINDOW), key=lambda one: len(one.whole), default=None
        )

    def _spans_of(self, phrase: Phrase) -> Iterator[Span]:
        for place in self._places[phrase[0]]:
            if all(place + step in self._places.get(token, ()) for step, token in enumerate(phrase)):
                yield Span(place, place + len(phrase) - 1)


def readings_of(text: str, known: Words) -> Iterator[Sequence[Sentence]]:
    """The sentences of a message as it was typed, as typed in the other keyboard layout, and as Russian in Latin."""
    text = collapse_spaces(text[:MAX_LENGTH])
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for reading in (
        [normalise(one) for one in _pieces(text, _ENDS)],
        [normalise(one) for one in _pieces(other_layout(text), _CERTAIN_ENDS)],
        [from_latin_letters(one) for one in _pieces(text, _ENDS)],
    ):
        sentences = tuple(_bounded(tuple(one.split()) for one in reading if one))
        if sentences and sentences not in seen:
            seen.add(sentences)
            yield [Sentence(words, known) for words in sentences]


def _pieces(text: str, ends: re.Pattern[str]) -> list[str]:
    pieces = ends.split(text)
    joined = ends.sub(" ", text) if "\n" in text and len(text.split()) <= _MOST_SHORT else ""
    return [*pieces, joined]


def _bounded(sentences: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    left = _MOST_WORDS
    for words in sentences:
        if left > 0:
            yield words[:left]
        left -= len(words)


@lru_cache(maxsize=5000)
def _is_known(word: str) -> bool:
    """Whether the word is spelt as words of the language are."""
    return word in listed_words("ru" if is_cyrillic(word) else "en").stems
