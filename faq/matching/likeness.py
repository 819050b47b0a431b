"""How alike short texts are by their words and letters, without an encoder."""

from collections.abc import Sequence

import numpy as np

from faq.matching.char_ngrams import BUCKETS, inverse_document_frequency, ngram_table
from faq.matching.listed_words import stem
from faq.matching.meanings import shipped_meanings
from faq.matching.normalise import words
from faq.matching.postings import SparseRows, SparseVector, Weights, index, sparse_rows
from faq.matching.reading import replace_colloquial
from faq.matching.word_rarity import word_rarity
from faq.matching.wordlists import Language


class Likeness:
    """Texts of one language that are compared with each other."""

    def __init__(self, texts: Sequence[str], language: Language) -> None:
        plain = shipped_meanings(language).plain
        tokens = [replace_colloquial(words(text), plain) for text in texts]
        ngrams = ngram_table(tokens)
        rarities = inverse_document_frequency(ngrams.document_frequency(BUCKETS), len(ngrams))
        self._ngram_rows = ngrams.weighted(rarities[ngrams.ids])
        self._ngrams = index(self._ngram_rows, BUCKETS)
        self._stem_rows, size = _stem_rows(tokens, language)
        self._stems = index(self._stem_rows, size)

    def with_all(self, text: int) -> Weights:
        """The likeness of a text, by its place, to every one: the mean of two cosines, 0 to 1; shape (texts,)."""
        by_letters = self._ngrams.dot(self._ngram_rows.row(text))
        by_stems = self._stems.dot(self._stem_rows.row(text))
        return np.asarray((by_letters + by_stems) / 2, np.float32)


def _stem_rows(tokens: Sequence[Sequence[str]], language: Language) -> tuple[SparseRows, int]:
    """The texts' stems, weighted by rarity in the language and among these texts, and how many there are."""
    number: dict[str, int] = {}
    for text in tokens:
        for word in text:
            number.setdefault(stem(word, language), len(number))
    rarity = np.array([word_rarity(one, language) for one in number], np.float32)
    rows = sparse_rows([_features({number[stem(word, language)] for word in text}) for text in tokens])
    having = rows.document_frequency(len(number))
    weights = rarity * np.log1p(len(tokens) / (having + 0.5)).astype(np.float32)
    return rows.weighted(weights[rows.ids]), max(1, len(number))


def _features(ids: set[int]) -> SparseVector:
    return SparseVector(np.array(sorted(ids), np.int32), np.ones(len(ids), np.float32))
