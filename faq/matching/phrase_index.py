"""Inverted indexes over all phrasings of an FAQ, for comparing a message with every one at once."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from faq.matching.char_ngrams import BUCKETS, inverse_document_frequency, weighted_ngrams
from faq.matching.embeddings import Embeddings
from faq.matching.meanings import Meanings
from faq.matching.phrases import Phrases, Words
from faq.matching.postings import (
    Ids,
    PostingGroups,
    Postings,
    SparseRows,
    SparseVector,
    Weights,
    index,
    rows_from_keys,
    unique_counts,
)
from faq.matching.quantized import QuantizedVectors
from faq.matching.situations import situations
from faq.matching.vocabulary import Vocabulary
from faq.matching.word_rarity import word_rarity
from faq.matching.wordlists import Language

_EPSILON = 1e-6
_BLOCK_SIZE = 200  # entries: more at once only take more memory


@dataclass(frozen=True)
class WordQuery:
    """A message's words as the FAQ's stems."""

    stems: SparseVector  # weights are rarity in the FAQ times similarity
    length: float  # Euclidean, unknown words included
    total: float  # sum of the weights, unknown words included
    unknown_weight: float  # the share of the weight in words that the FAQ does not know, 0 to 1


@dataclass(frozen=True)
class EmbeddingIndex:
    """Embeddings of the phrasings."""

    vectors: QuantizedVectors  # of the phrasings
    spread: Weights  # the length of the mean of each entry's vectors; shape (entries,)
    profiles: Postings  # situation profiles


class PhraseIndex:
    """Phrasings entry by entry, and what is needed to compare a message with them.

    `owner[i]` is the number of the entry of phrasing i, ascending; `counts[e]` is how many phrasings entry e has.
    """

    def __init__(
        self,
        language: Language,
        phrases: Phrases,
        owner: Ids,
        meanings: Meanings,
        before: "PhraseIndex | None" = None,
    ) -> None:
        """before: the index of an earlier state; what is known there of entries that stay is not worked out again."""
        self.language = language
        self.owner = owner
        self._texts = phrases.texts
        self._firsts = np.flatnonzero(np.r_[True, self.owner[1:] != self.owner[:-1]])
        self.counts = np.diff(np.r_[self._firsts, len(self.owner)]).astype(np.float32)
        self.vocabulary = Vocabulary(language, phrases.words.lexicon, meanings)
        self._index_words(phrases.words)
        self._index_ngrams(phrases.ngrams)
        self.profiles = index(phrases.vectors.profiles, len(situations(language)))
        embeddings = phrases.vectors.embeddings
        self.embeddings = None if embeddings is None else self._index_embeddings(embeddings, before)

    def _index_words(self, words: Words) -> None:
        entries, size = len(self.counts), len(self.vocabulary)
        numbers = self.vocabulary.stem_numbers[words.ids] if size else words.ids
        keys, _ = unique_counts(words.owners().astype(np.int64) * size + numbers)
        stems = rows_from_keys(keys, np.ones(len(keys), np.float32), len(self.owner), size)
        rarities = np.array([word_rarity(stem, self.language) for stem in self.vocabulary.stems], np.float32)
        by_stem = index(stems, size)
        with_stem = np.diff(np.searchsorted(by_stem.grouped_by(self.owner).places, by_stem.starts))
        self._weights = (np.log(1 + entries / (with_stem + 0.5)) * rarities).astype(np.float32)
        self._unseen_weight = math.log(1 + entries / 0.5)
        self.word_rows = stems.weighted(self._weights[stems.ids])
        self.words = index(self.word_rows, size)
        self.presence = replace(self.words, weights=np.broadcast_to(np.float32(1), self.words.weights.shape))
        self.word_spread = self._spread(self.words.grouped_by(self.owner))

    def _index_ngrams(self, ngrams: SparseRows) -> None:
        rarities = inverse_document_frequency(ngrams.document_frequency(BUCKETS), len(ngrams))
        self.ngram_rows = ngrams.weighted(rarities[ngrams.ids])
        self.ngrams = index(self.ngram_rows, BUCKETS)
        self.ngram_spread = self._spread(self.ngrams.grouped_by(self.owner))

    def _index_embeddings(self, embeddings: Embeddings, before: "PhraseIndex | None") -> EmbeddingIndex:
        known = None if before is None else before.embeddings
        head, tail = (0, 0) if before is None or known is None else self._entries_as(before)
        until = len(self.counts) - tail
        spreads = [known.spread[:head]] if known is not None else []
        for first, last, phrasings in self._blocks(head, until):
            vectors = embeddings.vectors.taken(phrasings).dequantized()
            sums = np.add.reduceat(vectors, self._firsts[first:last] - phrasings[0], axis=0)
            spreads.append(np.linalg.norm(sums, axis=1) / self.counts[first:last] + _EPSILON)
        if known is not None and tail:
            spreads.append(known.spread[-tail:])
        spread = np.concatenate(spreads).astype(np.float32)
        return EmbeddingIndex(embeddings.vectors, spread, index(embeddings.profiles, len(situations(self.language))))

    def _entries_as(self, before: "PhraseIndex") -> tuple[int, int]:
        """How many entries at the beginning and, of the others, at the end have the same phrasings as before."""
        head = self._same(before, 1)
        return head, min(self._same(before, -1), len(self.counts) - head, len(before.counts) - head)

    def _same(self, before: "PhraseIndex", step: int) -> int:
        """How many entries have the same phrasings, counted from the first (1) or the last (-1) until one differs."""
        texts = zip(self._texts[::step], before._texts[::step], strict=False)
        same = next((place for place, (one, other) in enumerate(texts) if one != other), None)
        if same is None:
            same = min(len(self._texts), len(before._texts))
        counts, earlier = self.counts[::step], before.counts[::step]
        most = min(len(counts), len(earlier))
        is_same = (counts[:most] == earlier[:most]) & (np.cumsum(counts[:most]) <= same)
        return int(most if is_same.all() else np.argmin(is_same))

    def _spread(self, by_entry: PostingGroups) -> Weights:
        """The length of the mean of each entry's unit vectors, near 1 when its phrasings are alike; (entries,)."""
        squares = np.bincount(by_entry.owners, by_entry.sums**2, minlength=len(self.counts))
        return np.asarray(np.sqrt(squares) / self.counts + _EPSILON, np.float32)

    def _blocks(self, start: int, end: int) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
        """Some entries at a time, from `start` to before `end`: from one to before another, with their phrasings."""
        bounds = np.append(self._firsts, len(self.owner))
        for first in range(start, end, _BLOCK_SIZE):
            last = min(first + _BLOCK_SIZE, end)
            yield first, last, np.arange(bounds[first], bounds[last])

    def word_query(self, tokens: Sequence[str]) -> WordQuery:
        """The words of a message as the FAQ's stems, unknown ones weighted too."""
        found: dict[int, float] = {}
        weights = [self._weigh(word, found) for word in dict.fromkeys(tokens)]
        ids = np.array(sorted(found), np.int32)
        stems = SparseVector(ids, np.array([min(1.0, found[i]) for i in ids], np.float32) * self._weights[ids])
        length = math.sqrt(sum(weight * weight for weight, _ in weights)) + _EPSILON
        total = sum(weight for weight, _ in weights) + _EPSILON
        return WordQuery(stems, length, total, sum(weight * (1 - similarity) for weight, similarity in weights) / total)

    def _weigh(self, word: str, found: dict[int, float]) -> tuple[float, float]:
        """The word's weight in the message and how surely the FAQ knows it; its stems are added to `found`."""
        expansion = self.vocabulary.expand(word)
        if not expansion:
            return self._unseen_weight * self.vocabulary.weight(word), 0.0
        for number, similarity in expansion:
            found[number] = found.get(number, 0.0) + similarity
        best = max(similarity for _, similarity in expansion)
        return max(float(self._weights[i]) * similarity for i, similarity in expansion) / best, best

    def ngram_query(self, tokens: Sequence[str]) -> SparseVector:
        """The character n-grams of a message, weighted as the phrasings' are."""
        return weighted_ngrams(tokens, self.ngrams)

    def max_by_entry(self, by_phrase: Weights) -> Weights:
        """The best of each entry's phrasings; shape (entries,)."""
        return np.asarray(np.maximum.reduceat(by_phrase, self._firsts), np.float32)

    def mean_by_entry(self, by_phrase: Weights) -> Weights:
        """The mean over each entry's phrasings; shape (entries,)."""
        return np.asarray(np.add.reduceat(by_phrase, self._firsts) / self.counts, np.float32)
