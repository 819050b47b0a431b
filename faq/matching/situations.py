"""Texts placed among the situations that customers of any trade come with.

«лифт сломан, донесёте?» shares no word with «Сколько стоит подъём на этаж?», but both lie near the same paragraph of
the shipped lists. A text's place is its likeness to each of the situations; only what stands out is kept.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from faq.matching.letters import BUCKETS, letter_runs, rareness
from faq.matching.meanings import shipped_meanings
from faq.matching.normalise import words
from faq.matching.postings import Features, Weights, highest, index, table
from faq.matching.reading import plainly
from faq.matching.vocabulary import Vocabulary
from faq.matching.wordlists import Language, lists

_KEPT = 16  # situations of a text
_OUTSTANDING = 2.0  # standard deviations above the text's likeness to the others
_SHARPNESS = 10.0  # of the soft maximum over a situation's lines


class Situations:
    """One language's situations, and the messages that no FAQ answers behind them.

    A likeness has a value for each line of the lists, 0 to 1; shape (lines,), the background's last.
    """

    def __init__(self, language: Language) -> None:
        known = lists(language)
        meanings = shipped_meanings(language)
        lines = [*chain.from_iterable(known.situations), *known.background]
        self.names = tuple(situation[0] for situation in known.situations)
        self.texts = tuple(" ".join(plainly(words(line), meanings.plain)) or "." for line in lines)
        self.digest = hashlib.sha256("\n".join(self.texts).encode()).hexdigest()[:16]  # changes whenever the lists do
        sizes = [len(situation) for situation in known.situations]
        self._firsts = np.cumsum([0, *sizes[:-1]])
        self._end = sum(sizes)
        tokens = [text.split() for text in self.texts]
        self._vocabulary = Vocabulary(language, tokens, meanings)
        self._words = index(table([self._word_features(line) for line in tokens]), len(self._vocabulary))
        runs = table([letter_runs(line) for line in tokens])
        self._rareness = rareness(runs)
        self._letters = index(runs.weighed(self._rareness), BUCKETS)
        self.usual = self.usual_likeness(self.likeness(line) for line in tokens[self._end :])

    def _word_features(self, tokens: Sequence[str]) -> Features:
        found: dict[int, float] = {}
        for word in dict.fromkeys(tokens):
            weight = self._vocabulary.weight(word)
            for number, likeness in self._vocabulary.expand(word):
                found[number] = max(found.get(number, 0.0), weight * likeness)
        ids = sorted(found)
        return Features(np.array(ids, np.int32), np.array([found[i] for i in ids], np.float32)).unit()

    def likeness(self, tokens: Sequence[str]) -> Weights:
        """How like each line a text is in its words and letters."""
        by_word = self._words.dot(self._word_features(tokens))
        runs = letter_runs(tokens)
        by_letter = self._letters.dot(Features(runs.ids, runs.weights * self._rareness[runs.ids]).unit())
        return np.asarray((by_word + by_letter) / 2, np.float32)

    def place(self, likeness: Weights, usual: Weights) -> Features:
        """The situations that stand out in a text's likeness to every line, at length 1.

        usual: what messages that no FAQ answers are like to each situation; shape (situations,).
        """
        pooled = self._pooled(likeness) - usual
        outstanding = (pooled - pooled.mean()) / (pooled.std() + 1e-6) - _OUTSTANDING
        ids = np.sort(highest(outstanding, _KEPT))
        ids = ids[outstanding[ids] > 0]
        return Features(ids.astype(np.int32), outstanding[ids].astype(np.float32)).unit()

    def usual_likeness(self, of_background: Iterable[Weights]) -> Weights:
        """The mean likeness of the background's messages to each situation, from that of each to every line."""
        pooled = [self._pooled(likeness) for likeness in of_background]
        return np.asarray(np.mean(pooled, axis=0), np.float32)

    def _pooled(self, likeness: Weights) -> Weights:
        """The soft maximum of a likeness over each situation's lines; shape (situations,)."""
        sums = np.add.reduceat(np.exp(_SHARPNESS * likeness[: self._end]), self._firsts)
        return np.asarray(np.log(sums) / _SHARPNESS, np.float32)

    def nearest(self, likeness: Weights) -> float:
        """The likeness to the nearest line of any situation."""
        return float(likeness[: self._end].max())

    def background(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """The part of a likeness, or of vectors line by line, that is about messages no FAQ answers."""
        return likeness[self._end :]


@cache
def situations(language: Language) -> Situations:
    return Situations(language)
