"""The FAQ's own words, and which of them a customer's word may stand for."""

from collections.abc import Sequence
from functools import cache, cached_property

import numpy as np

from faq.matching.listed_words import listed_words, stem
from faq.matching.meanings import Meanings
from faq.matching.spelling_candidates import SpellingCandidates
from faq.matching.word_rarity import common_stems, word_rarity
from faq.matching.wordlists import Language

_UNKNOWN_SYNONYM = 0.9  # the weight of a synonym of a word that the FAQ lacks
_KNOWN_SYNONYM = 0.3  # and of one that it has
_LEAST_LIKE = {3: 0.66, 4: 0.7, 5: 0.6, 6: 0.62, 7: 0.57, 8: 0.6}  # similarity by letters: two errors in seven
# Added to or taken from similarities of 0 to 1:
_OWN_WORD = 0.05  # in doubt a misspelt word is the FAQ's
_SAME_START = 0.03  # of words with the same first letter
_OTHER_START = 0.06  # of words with another
_RARE = 0.02  # of the rarest word
_REPAIRED = 0.3  # share of a corrected word that counts as unknown
_LEAST_MISSPELT = 3  # letters
_LONGEST_WORD = 30  # letters
_MOST_REMEMBERED = 4_000  # words

Expansion = tuple[tuple[int, float], ...]  # stems by number, with weights up to 1


class Vocabulary:
    """Stems of the FAQ by number, with synonyms of them and the repair of misspelt words towards them."""

    def __init__(self, language: Language, lexicon: Sequence[str], meanings: Meanings) -> None:
        """lexicon: the different words of all phrasings, sorted."""
        self.meanings = meanings
        self.language = language
        self._words = lexicon
        self.number: dict[str, int] = {}
        self._word_of: list[str] = []  # the first word of each stem
        numbers = []
        for word in lexicon:
            own = stem(word, language)
            number = self.number.setdefault(own, len(self.number))
            if number == len(self._word_of):
                self._word_of.append(word)
            numbers.append(number)
        self.stem_numbers = np.array(numbers, np.int32)  # the number of each word's stem; shape (words,)
        self._common, self._common_words = _common(language)
        self._known = common_stems(language)
        self._expansions: dict[str, Expansion] = {}
        self._repairs: dict[str, tuple[str, float]] = {}

    def __len__(self) -> int:
        return len(self.number)

    @property
    def stems(self) -> Sequence[str]:
        """The FAQ's stems in the order of their numbers."""
        return list(self.number)

    @cached_property
    def _own(self) -> SpellingCandidates:
        """Made when the first unknown word comes, not at every edit of the FAQ."""
        return SpellingCandidates(self._words)

    def weight(self, word: str) -> float:
        return word_rarity(stem(word, self.language), self.language)

    def expand(self, word: str) -> Expansion:
        """The FAQ's stems that `word` may stand for: itself, synonyms, what it may be a misspelling of."""
        found = self._expansions.get(word)
        if found is None:
            if len(self._expansions) >= _MOST_REMEMBERED:
                self._expansions.clear()
            found = self._expansions[word] = self._expand(word)
        return found

    def _expand(self, word: str) -> Expansion:
        own = stem(word, self.language)
        weight = _KNOWN_SYNONYM if own in self.number else _UNKNOWN_SYNONYM
        found = {self.number[near]: weight for near in self.meanings.near.get(own, ()) if near in self.number}
        if own in self.number:
            found[self.number[own]] = 1.0
        else:
            for number, similarity in self._spelling_matches(word):
                found[number] = max(found.get(number, 0.0), similarity)
        return tuple(sorted(found.items()))

    def _spelling_matches(self, word: str) -> list[tuple[int, float]]:
        if not _may_be_misspelt(word):
            return []
        least = 0.72 if len(word) >= 5 else 0.66
        likes = [(i, like - _OTHER_START * (self._words[i][0] != word[0])) for i, like in self._own.of(word, least, 6)]
        return [(int(self.stem_numbers[i]), like * like) for i, like in likes if like >= least]

    def known_share(self, tokens: Sequence[str], more_than: float = 0.0) -> float:
        """The share of the words' letters that the FAQ or the language's lists know, the FAQ's own counting more.

        As soon as it can't be more than `more_than`, 0.
        """
        sizes = [min(len(word), 6) for word in tokens]
        known = total = float(sum(sizes))
        for word, size in zip(tokens, sizes, strict=True):
            known -= size * (1 - self._familiarity(word))
            if known <= more_than * total:
                return 0.0
        return known / max(1.0, total)

    def _familiarity(self, word: str) -> float:
        listed = 0.7 if stem(word, self.language) in self._known and len(word) > 1 else 0.0
        return max([listed, *(weight for _, weight in self.expand(word))])

    def knows(self, word: str) -> bool:
        """Whether it is not looked for in the lists as a misspelt word: the FAQ or they have it, or it is a number."""
        own = stem(word, self.language)
        return own in self.number or own in self._known or len(word) < _LEAST_MISSPELT or word.isdigit()

    def repair(self, word: str) -> tuple[str, float]:
        """The corrected word, and how much of it counts as unknown: 0 known, 0.3 corrected, 1 unknown."""
        found = self._repairs.get(word)
        if found is None:
            if len(self._repairs) >= _MOST_REMEMBERED:
                self._repairs.clear()
            found = self._repairs[word] = self._repair(word)
        return found

    def _repair(self, word: str) -> tuple[str, float]:
        if self.knows(word):
            return word, 0.0
        if not _may_be_misspelt(word):
            return word, 1.0
        similarity, own_word = self._most_like(word, self._own, self._words)
        other_similarity, other = self._most_like(word, self._common, self._common_words)
        if max(similarity, other_similarity) == 0:
            return word, 1.0
        return (own_word if similarity + _OWN_WORD >= other_similarity else other), _REPAIRED

    def _most_like(
        self, word: str, spelling_candidates: SpellingCandidates, listed: Sequence[str]
    ) -> tuple[float, str]:
        found = [(listed[i], like) for i, like in spelling_candidates.of(word, _LEAST_LIKE[min(len(word), 8)], 4)]
        same_start = [(like + _SAME_START * (near[0] == word[0]), near) for near, like in found]
        return max(((like - _RARE * self.weight(near), near) for like, near in same_start), default=(0.0, word))

    def in_own_words(self, word: str) -> str:
        """A synonym that the FAQ uses, for a word that it does not, where there is no wide choice."""
        own = stem(word, self.language)
        if own in self.number:
            return word
        near = [self.number[other] for other in self.meanings.near.get(own, ()) if other in self.number]
        return self._word_of[near[0]] if 1 <= len(near) <= 3 else word


@cache
def _common(language: Language) -> tuple[SpellingCandidates, Sequence[str]]:
    listed = listed_words(language).common
    return SpellingCandidates(listed), listed


def _may_be_misspelt(word: str) -> bool:
    return _LEAST_MISSPELT <= len(word) <= _LONGEST_WORD and not word.isdigit()
