"""All phrasings of an FAQ side by side, for comparing a message with every one at once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faq.matching.commonness import rarity
from faq.matching.encoder import Vectors
from faq.matching.letters import BUCKETS, letter_runs, rareness
from faq.matching.meanings import Meanings
from faq.matching.phrases import Phrase
from faq.matching.postings import Features, Postings, Table, Weights, index, table
from faq.matching.sense import Sense
from faq.matching.situations import situations
from faq.matching.vocabulary import Vocabulary
from faq.matching.wordlists import Language

_TINY = 1e-6


@dataclass(frozen=True)
class WordQuery:
    """A message's words as the FAQ's stems."""

    stems: Features  # weights are rarity in the FAQ times likeness
    length: float  # Euclidean, unknown words included
    total: float  # sum of the weights, unknown words included
    unknown: float  # the share of the weight in words that the FAQ does not know, 0 to 1


@dataclass(frozen=True)
class SenseIndex:
    """What the phrasings mean."""

    vectors: Vectors  # shape (phrasings, dimensions)
    spread: Weights  # the length of the mean of each entry's vectors; shape (entries,)
    places: Postings


class PhraseIndex:
    """Phrasings entry by entry, and what is needed to compare a message with them.

    `owner[i]` is the number of the entry of phrasing i; `counts[e]` is how many phrasings entry e has.
    """

    def __init__(self, language: Language, phrases: Sequence[Phrase], owner: Sequence[int], meanings: Meanings) -> None:
        self.language = language
        self.owner = np.asarray(owner, np.int32)
        self._firsts = np.flatnonzero(np.r_[True, self.owner[1:] != self.owner[:-1]])
        self.counts = np.diff(np.r_[self._firsts, len(self.owner)]).astype(np.float32)
        self.vocabulary = Vocabulary(language, [phrase.words for phrase in phrases], meanings)
        self._index_words(phrases)
        self._index_letters(phrases)
        self.places = index(table([phrase.place for phrase in phrases]), len(situations(language).names))
        self.senses = self._index_senses([phrase.sense for phrase in phrases if phrase.sense])

    def _index_words(self, phrases: Sequence[Phrase]) -> None:
        entries, size = len(self.counts), len(self.vocabulary)
        stems = table([self._stems(phrase.words) for phrase in phrases])
        rarities = np.array([rarity(stem, self.language) for stem in self.vocabulary.stems], np.float32)
        with_stem = np.bincount(self._by_entry(stems)[1], minlength=size)
        self._weights = (np.log(1 + entries / (with_stem + 0.5)) * rarities).astype(np.float32)
        self._unseen_weight = math.log(1 + entries / 0.5)
        self.word_table = stems.weighed(self._weights)
        self.words = index(self.word_table, size)
        self.presence = replace(self.words, weights=np.ones_like(self.words.weights))
        self.word_spread = self._spread(self.word_table)

    def _stems(self, tokens: Sequence[str]) -> Features:
        ids = np.array(sorted({self.vocabulary.number_of(word) for word in tokens}), np.int32)
        return Features(ids, np.ones(len(ids), np.float32))

    def _index_letters(self, phrases: Sequence[Phrase]) -> None:
        runs = table([phrase.letters for phrase in phrases])
        self._rareness = rareness(runs)
        self.letter_table = runs.weighed(self._rareness)
        self.letters = index(self.letter_table, BUCKETS)
        self.letter_spread = self._spread(self.letter_table)

    def _index_senses(self, senses: Sequence[Sense]) -> SenseIndex | None:
        if not senses:
            return None
        vectors = np.stack([sense.vector for sense in senses])
        sums = np.add.reduceat(vectors, self._firsts, axis=0)
        spread = np.linalg.norm(sums, axis=1) / self.counts + _TINY
        places = table([sense.place for sense in senses])
        return SenseIndex(vectors, spread, index(places, len(situations(self.language).names)))

    def _spread(self, texts: Table) -> Weights:
        """The length of the mean of each entry's unit vectors, near 1 when its phrasings are alike; (entries,)."""
        entries, _, sums = self._by_entry(texts)
        squares = np.bincount(entries, sums**2, minlength=len(self.counts))
        return np.asarray(np.sqrt(squares) / self.counts + _TINY, np.float32)

    def _by_entry(self, texts: Table) -> tuple[NDArray[np.int64], NDArray[np.int64], Weights]:
        """Each entry's features: the entry's number, the feature's, and its weights in all phrasings added up."""
        size = int(texts.ids.max(initial=0)) + 1
        keys = self.owner[texts.owners()].astype(np.int64) * size + texts.ids
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        firsts = np.flatnonzero(np.diff(keys, prepend=-1))
        sums = np.add.reduceat(texts.weights[order], firsts) if len(firsts) else texts.weights
        return keys[firsts] // size, keys[firsts] % size, sums

    def words_of(self, tokens: Sequence[str]) -> WordQuery:
        """The words of a message as the FAQ's stems, unknown ones weighed too."""
        found: dict[int, float] = {}
        weighed = [self._weigh(word, found) for word in dict.fromkeys(tokens)]
        ids = np.array(sorted(found), np.int32)
        stems = Features(ids, np.array([min(1.0, found[i]) for i in ids], np.float32) * self._weights[ids])
        length = math.sqrt(sum(weight * weight for weight, _ in weighed)) + _TINY
        total = sum(weight for weight, _ in weighed) + _TINY
        return WordQuery(stems, length, total, sum(weight * (1 - likeness) for weight, likeness in weighed) / total)

    def _weigh(self, word: str, found: dict[int, float]) -> tuple[float, float]:
        """The word's weight in the message and how surely the FAQ knows it; its stems are added to `found`."""
        expansion = self.vocabulary.expand(word)
        if not expansion:
            return self._unseen_weight * self.vocabulary.weight(word), 0.0
        for number, likeness in expansion:
            found[number] = found.get(number, 0.0) + likeness
        best = max(likeness for _, likeness in expansion)
        return max(float(self._weights[i]) * likeness for i, likeness in expansion) / best, best

    def letters_of(self, tokens: Sequence[str]) -> Features:
        """The runs of letters of a message, weighed as the phrasings' are."""
        runs = letter_runs(tokens)
        return Features(runs.ids, runs.weights * self._rareness[runs.ids]).unit()

    def best(self, by_phrase: Weights) -> Weights:
        """The best of each entry's phrasings; shape (entries,)."""
        return np.asarray(np.maximum.reduceat(by_phrase, self._firsts), np.float32)

    def mean(self, by_phrase: Weights) -> Weights:
        """The mean over each entry's phrasings; shape (entries,)."""
        return np.asarray(np.add.reduceat(by_phrase, self._firsts) / self.counts, np.float32)
