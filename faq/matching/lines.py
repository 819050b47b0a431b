"""The lines of the shipped lists of situations and of the background, for comparing a text with each."""

from collections.abc import Sequence
from itertools import chain

import numpy as np

from faq.matching.char_ngrams import weighted_ngrams
from faq.matching.listed_words import listed_words
from faq.matching.meanings import shipped_meanings
from faq.matching.normalise import words
from faq.matching.postings import Postings, SparseVector, Weights
from faq.matching.reading import replace_colloquial
from faq.matching.shipped_arrays import Arrays
from faq.matching.vocabulary import Vocabulary
from faq.matching.wordlists import Language, background_list, situation_lists


class SituationLines:
    """One language's lines, the background's last.

    A similarity to them has a value for each, 0 to 1; shape (lines,).
    """

    def __init__(self, vocabulary: Vocabulary, by_word: Postings, by_ngrams: Postings) -> None:
        self._vocabulary = vocabulary
        self._words = by_word
        self._ngrams = by_ngrams

    def similarity(self, tokens: Sequence[str]) -> Weights:
        """The mean of the cosines by words and by character n-grams; shape (lines,), 0 to 1."""
        by_word = self._words.dot(word_features(tokens, self._vocabulary))
        by_ngram = self._ngrams.dot(weighted_ngrams(tokens, self._ngrams))
        return np.asarray((by_word + by_ngram) / 2, np.float32)


def word_features(tokens: Sequence[str], vocabulary: Vocabulary) -> SparseVector:
    """A text's words as stems of the lines, weighted by their rarity."""
    found: dict[int, float] = {}
    for word in dict.fromkeys(tokens):
        weight = vocabulary.weight(word)
        for number, similarity in vocabulary.expand(word):
            found[number] = max(found.get(number, 0.0), weight * similarity)
    ids = sorted(found)
    return SparseVector(np.array(ids, np.int32), np.array([found[i] for i in ids], np.float32)).unit()


def standard_lines(language: Language) -> list[list[str]]:
    """The words of every line, colloquial ones replaced."""
    plain = shipped_meanings(language).plain
    said = (*chain.from_iterable(situation_lists(language)), *background_list(language))
    return [replace_colloquial(words(line), plain) for line in said]


def situation_lines(arrays: Arrays, language: Language) -> SituationLines:
    """The lines as they are shipped: which of the listed words they are made of, and postings of stems and n-grams."""
    own = [word for word, is_own in zip(listed_words(language).stems, arrays["own"].tolist(), strict=True) if is_own]
    vocabulary = Vocabulary(language, own, shipped_meanings(language))
    return SituationLines(vocabulary, Postings.of(arrays, "words"), Postings.of(arrays, "letters"))
