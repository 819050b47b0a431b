"""Finds patterns of words in a message: a whole message made of them, or some of them anywhere in it.

A pattern is a row of terms; a term is several words, «подам|подаю», or beginnings of words, «хам*». A term that starts
with "=" stands right behind the one before. A long word that nobody knows may be misspelt by a letter other than the
first. The time is bounded by the number of words.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from faq.normalising import normalise

GAP = 3
"""Words that may stand between two terms of a pattern found anywhere."""

LONGEST_WHOLE = 14
"""Words of a message that is a whole made of patterns."""

_MOST_REPAIRED = 40
"""Words; in a longer message no misspelling is looked for."""

_LEAST_MISSPELT = 6
"""Letters of a word in which one typing error is forgiven."""

_LEAST_BEGINNING = 7
"""Letters of a beginning in which one typing error is forgiven."""

_REPEATED_LETTER = re.compile(r"(.)\1")

_NEGATIONS = frozenset({"не", "ни", "никто", "dont", "not", "no", "never", "didnt"})


def negated(words: Sequence[str]) -> frozenset[int]:
    """The places of the words right behind a negation."""
    return frozenset(place + 1 for place, word in enumerate(words) if word in _NEGATIONS)


Pattern = tuple[str, ...]
"""Terms as they are written in a list."""


def pattern(line: str) -> Pattern:
    return tuple(line.split())


@dataclass(frozen=True)
class Phrasebook:
    """All terms of some lists. `is_known` tells a real word of the language, which is no misspelling of another."""

    terms: frozenset[str]
    is_known: Callable[[str], bool]

    @staticmethod
    def of(patterns: Iterable[Pattern], is_known: Callable[[str], bool]) -> "Phrasebook":
        return Phrasebook(frozenset(term for one in patterns for term in one), is_known)

    def read(self, words: Sequence[str], repairs: bool = True) -> list[frozenset[str]]:
        """For each normalised word the terms that it stands for. `repairs`: misspelt words, too, of a short message."""
        repairs = repairs and len(words) <= _MOST_REPAIRED
        return [self._terms_of(word, repairs) for word in words]

    @cached_property
    def _terms_of(self) -> Callable[[str, bool], frozenset[str]]:
        return lru_cache(maxsize=5000)(self._look_up)  # the same words come in most messages

    def _look_up(self, word: str, repairs: bool) -> frozenset[str]:
        found = self._exactly(word) | self._exactly(_REPEATED_LETTER.sub(r"\1", word))  # «привеет»
        if found or not repairs or len(word) < _LEAST_MISSPELT or self.is_known(word):
            return found
        return self._nearly(word)

    def _exactly(self, word: str) -> frozenset[str]:
        begun = (terms for size in self._beginnings if (terms := self._beginnings[size].get(word[:size])))
        return self._words.get(word, frozenset()).union(*begun)

    def _nearly(self, word: str) -> frozenset[str]:
        choices = self._long_words
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=1, limit=None)
        found = frozenset(term for other, _, _ in near if other[0] == word[0] for term in self._words[other])
        for size, beginnings in self._beginnings.items():
            if size >= _LEAST_BEGINNING and len(word) >= size:
                near = process.extract(word[:size], list(beginnings), scorer=OSA.distance, score_cutoff=1, limit=None)
                found = found.union(*(beginnings[other] for other, _, _ in near if other[0] == word[0]))
        return found

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        """Whole words with the terms that they stand for."""
        return _by_text((normalise(one), term) for term in self.terms for one in _parts(term) if one[-1:] != "*")

    @cached_property
    def _long_words(self) -> list[str]:
        return [word for word in self._words if len(word) >= _LEAST_MISSPELT]

    @cached_property
    def _beginnings(self) -> Mapping[int, Mapping[str, frozenset[str]]]:
        """Beginnings of words by their length."""
        texts = _by_text((normalise(one), term) for term in self.terms for one in _parts(term) if one[-1:] == "*")
        return {
            size: {text: terms for text, terms in texts.items() if len(text) == size} for size in set(map(len, texts))
        }


@dataclass(frozen=True)
class Patterns:
    """Some patterns, found by their first term."""

    by_first: Mapping[str, tuple[Pattern, ...]]

    @staticmethod
    def of(patterns: Iterable[Pattern]) -> "Patterns":
        found: dict[str, tuple[Pattern, ...]] = {}
        for one in patterns:
            found[one[0]] = (*found.get(one[0], ()), one)
        return Patterns(found)

    def are_in(self, read: Sequence[frozenset[str]], negated: Container[int] = ()) -> bool:
        """Whether one of them is somewhere, a few words between its terms, and its first not at a `negated` place."""
        return any(
            _reaches(one, read, at)
            for at, terms in enumerate(read)
            if at not in negated
            for term in terms
            for one in self.by_first.get(term, ())
        )

    def make_up(self, read: Sequence[frozenset[str]], around: frozenset[str]) -> bool:
        """Whether all words are of these patterns, at least one, or of the terms around."""
        at, found = 0, False
        while at < len(read):
            taken = self._longest_at(read, at)
            if not taken and around.isdisjoint(read[at]):
                return False
            at, found = at + max(1, taken), found or bool(taken)
        return found

    def _longest_at(self, read: Sequence[frozenset[str]], at: int) -> int:
        """Words of the longest pattern that stands there without gaps; 0 for none."""
        sizes = (
            len(one)
            for term in read[at]
            for one in self.by_first.get(term, ())
            if len(read) >= at + len(one) and all(term in read[at + place] for place, term in enumerate(one))
        )
        return max(sizes, default=0)


def _reaches(terms: Pattern, read: Sequence[frozenset[str]], at: int) -> bool:
    """Whether the terms follow the first one, which stands at `at`, each with at most `GAP` words between."""
    for term in terms[1:]:
        gap = 0 if term.startswith("=") else GAP
        window = range(at + 1, min(len(read), at + 2 + gap))
        found = next((place for place in window if term in read[place]), None)
        if found is None:
            return False
        at = found
    return True


def _parts(term: str) -> list[str]:
    return term.removeprefix("=").split("|")


def _by_text(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for text, term in pairs:
        if text:
            found[text] = found.get(text, frozenset()) | {term}
    return found
