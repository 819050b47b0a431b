"""All phrasings of an FAQ side by side, for comparing a message with every one at once."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faq.matching.char_ngrams import BUCKETS, inverse_document_frequency, ngram_table, weighted_ngrams
from faq.matching.embeddings import Embeddings
from faq.matching.meanings import Meanings
from faq.matching.phrases import Phrases
from faq.matching.postings import Features, Ids, Postings, Table, Weights, index, joined, table
from faq.matching.quantized import QuantizedVectors
from faq.matching.situations import situations
from faq.matching.vocabulary import Vocabulary
from faq.matching.word_rarity import word_rarity
from faq.matching.wordlists import Language

_TINY = 1e-6
_AT_ONCE = 200  # texts or entries: more at once only take more memory


@dataclass(frozen=True)
class WordQuery:
    """A message's words as the FAQ's stems."""

    stems: Features  # weights are rarity in the FAQ times likeness
    length: float  # Euclidean, unknown words included
    total: float  # sum of the weights, unknown words included
    unknown: float  # the share of the weight in words that the FAQ does not know, 0 to 1


@dataclass(frozen=True)
class EmbeddingIndex:
    """What the phrasings mean."""

    vectors: QuantizedVectors  # of the phrasings
    spread: Weights  # the length of the mean of each entry's vectors; shape (entries,)
    places: Postings


class PhraseIndex:
    """Phrasings entry by entry, and what is needed to compare a message with them.

    `owner[i]` is the number of the entry of phrasing i; `counts[e]` is how many phrasings entry e has.
    """

    def __init__(self, language: Language, phrases: Phrases, owner: Sequence[int], meanings: Meanings) -> None:
        self.language = language
        self.owner = np.asarray(owner, np.int32)
        self._firsts = np.flatnonzero(np.r_[True, self.owner[1:] != self.owner[:-1]])
        self.counts = np.diff(np.r_[self._firsts, len(self.owner)]).astype(np.float32)
        texts = [phrase.words for phrase in phrases.read]
        self.vocabulary = Vocabulary(language, texts, meanings)
        self._index_words(texts)
        self._index_ngrams(texts)
        self.places = index(phrases.places, len(situations(language)))
        self.embeddings = None if phrases.embeddings is None else self._index_embeddings(phrases.embeddings)

    def _index_words(self, texts: Sequence[Sequence[str]]) -> None:
        entries, size = len(self.counts), len(self.vocabulary)
        stems = table([self._stems(tokens) for tokens in texts])
        rarities = np.array([word_rarity(stem, self.language) for stem in self.vocabulary.stems], np.float32)
        with_stem = np.bincount(_added_up(stems, self.owner)[1], minlength=size)
        self._weights = (np.log(1 + entries / (with_stem + 0.5)) * rarities).astype(np.float32)
        self._unseen_weight = math.log(1 + entries / 0.5)
        self.word_table = stems.weighed(self._weights)
        self.words = index(self.word_table, size)
        self.presence = replace(self.words, weights=np.ones_like(self.words.weights))
        self.word_spread = self._spread(self.word_table)

    def _stems(self, tokens: Sequence[str]) -> Features:
        ids = np.array(sorted({self.vocabulary.number_of(word) for word in tokens}), np.int32)
        return Features(ids, np.ones(len(ids), np.float32))

    def _index_ngrams(self, texts: Sequence[Sequence[str]]) -> None:
        self.ngram_table = _letters(texts)
        self.letters = index(self.ngram_table, BUCKETS)
        self.ngram_spread = self._spread(self.ngram_table)

    def _index_embeddings(self, embeddings: Embeddings) -> EmbeddingIndex:
        lengths = []
        for first, last, phrasings in self._blocks():
            vectors = embeddings.vectors.taken(phrasings).unpacked()
            sums = np.add.reduceat(vectors, self._firsts[first:last] - phrasings[0], axis=0)
            lengths.append(np.linalg.norm(sums, axis=1))
        spread = np.asarray(np.concatenate(lengths) / self.counts + _TINY, np.float32)
        return EmbeddingIndex(embeddings.vectors, spread, index(embeddings.places, len(situations(self.language))))

    def _spread(self, texts: Table) -> Weights:
        """The length of the mean of each entry's unit vectors, near 1 when its phrasings are alike; (entries,)."""
        squares = []
        for first, last, phrasings in self._blocks():
            entries, _, sums = _added_up(texts.taken(phrasings), self.owner[phrasings] - first)
            squares.append(np.bincount(entries, sums**2, minlength=last - first))
        return np.asarray(np.sqrt(np.concatenate(squares)) / self.counts + _TINY, np.float32)

    def _blocks(self) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
        """Some entries at a time, from the first to before the last, with the numbers of their phrasings."""
        bounds = np.append(self._firsts, len(self.owner))
        for first in range(0, len(self.counts), _AT_ONCE):
            last = min(first + _AT_ONCE, len(self.counts))
            yield first, last, np.arange(bounds[first], bounds[last])

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

    def ngrams_of(self, tokens: Sequence[str]) -> Features:
        """The runs of letters of a message, weighed as the phrasings' are."""
        return weighted_ngrams(tokens, self.letters)

    def best(self, by_phrase: Weights) -> Weights:
        """The best of each entry's phrasings; shape (entries,)."""
        return np.asarray(np.maximum.reduceat(by_phrase, self._firsts), np.float32)

    def mean(self, by_phrase: Weights) -> Weights:
        """The mean over each entry's phrasings; shape (entries,)."""
        return np.asarray(np.add.reduceat(by_phrase, self._firsts) / self.counts, np.float32)


def _added_up(texts: Table, owner: Ids) -> tuple[NDArray[np.int64], NDArray[np.int64], Weights]:
    """Each entry's features: the entry's number, the feature's, and its weights in all its texts added up."""
    size = int(texts.ids.max(initial=0)) + 1
    keys = owner[texts.owners()].astype(np.int64) * size + texts.ids
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    firsts = np.flatnonzero(np.diff(keys, prepend=-1))
    sums = np.add.reduceat(texts.weights[order], firsts) if len(firsts) else texts.weights
    return keys[firsts] // size, keys[firsts] % size, sums


def _letters(texts: Sequence[Sequence[str]]) -> Table:
    """The runs of letters of texts given as words, weighed by how rare each is among them."""
    runs = [ngram_table(texts[first : first + _AT_ONCE]) for first in range(0, len(texts), _AT_ONCE)]
    having = np.bincount(np.concatenate([some.ids for some in runs]), minlength=BUCKETS)
    rare = inverse_document_frequency(having, len(texts))
    return joined([some.weighed(rare) for some in runs])
