"""How probably two questions ask for the same, by their words, letters, situations and, with an encoder, their meaning.

The log odds are a weighted sum of likenesses. The weights were learnt by logistic regression from pairs of questions to
other FAQs, see bench/pairs.py.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faq.entry import Entry
from faq.gaps.clusters import Odds
from faq.gaps.pair_weights import LEXICAL, SEMANTIC
from faq.matching.answer_words import sentences
from faq.matching.char_ngrams import BUCKETS, inverse_document_frequency, ngram_table
from faq.matching.embeddings import situation_embeddings
from faq.matching.encoder import Encoder, Vectors
from faq.matching.listed_words import listed_words, stem
from faq.matching.meanings import Meanings, shipped_meanings
from faq.matching.normalise import words
from faq.matching.postings import SparseRows, SparseVector, Weights, index, sparse_rows
from faq.matching.reading import read, replace_colloquial
from faq.matching.situations import situations
from faq.matching.vocabulary import Vocabulary
from faq.matching.word_rarity import common_stems, word_rarity
from faq.matching.wordlists import Language

Words = tuple[str, ...]
Pairs = Callable[[], Odds]

_SYNONYM = 0.6  # the weight of a word that the question has by another of the same meaning
_COMMON = 0.45  # rarity below which a word tells how something is asked rather than what
_SEEN_OFTEN = 2  # questions from which a word that no list has is none of a typing error
_BLOCK_SIZE = 64  # texts encoded at once
_NEAREST = 3  # background messages


@dataclass(frozen=True)
class Texts:
    """Questions as they were read, beside the FAQ that has no answer to them."""

    words: tuple[Words, ...]  # in the keyboard layout that was meant, colloquial ones replaced
    repaired: tuple[Words, ...]  # misspelt ones too
    is_as_typed: tuple[bool, ...]  # False: in the other layout, or in Latin letters
    faq: tuple[Words, ...]  # each entry's phrasings

    @staticmethod
    def read(questions: Sequence[str], entries: Sequence[Entry], language: Language) -> "Texts":
        meanings = shipped_meanings(language)
        faq = [_plain(entry.phrasings, meanings) for entry in entries]
        answers = [_plain(sentences(entry.answer), meanings) for entry in entries]
        own = {word for text in (*faq, *answers) for word in text}
        vocabulary = Vocabulary(language, sorted(own), meanings)
        readings = [read(question, vocabulary) for question in questions]
        typed = [reading.words for reading in readings]
        known = Vocabulary(language, sorted(own | _established(typed, language)), meanings)
        repaired = tuple(tuple(known.repair(word)[0] for word in one) for one in typed)
        return Texts(tuple(typed), repaired, tuple(one.keyboard == "typed" for one in readings), tuple(faq))


def _plain(texts: Iterable[str], meanings: Meanings) -> Words:
    return tuple(word for text in texts for word in replace_colloquial(words(text), meanings.plain))


def _established(texts: Sequence[Words], language: Language) -> set[str]:
    """The words of the questions that are no typing errors: a list has them, or several questions do."""
    listed, common = listed_words(language).stems, common_stems(language)
    questions_with = Counter(word for text in texts for word in set(text))
    return {
        word
        for word, count in questions_with.items()
        if count >= _SEEN_OFTEN or word in listed or stem(word, language) in common
    }


def pair_odds(texts: Texts, language: Language, encoder: Encoder | None) -> Odds:
    """The log odds that each pair of questions asks for the same; shape (texts, texts), symmetric."""
    weights = LEXICAL if encoder is None else SEMANTIC
    found = np.full((len(texts.words), len(texts.words)), weights.bias, np.float32)
    for name, pairs in pair_features(texts, language, encoder).items():
        if slope := weights.slopes.get(name):
            found += np.float32(slope) * pairs()
    return np.asarray((found + found.T) / 2, np.float32)


def pair_features(texts: Texts, language: Language, encoder: Encoder | None) -> Mapping[str, Pairs]:
    """What tells whether two questions ask for the same, by name; each is worked out when it is called."""
    stems = _Stems.of(texts, language)
    lines = _Lines.of(texts.repaired, language)
    length = np.log1p(np.array([len(text) for text in texts.repaired], np.float32))
    found: dict[str, Pairs] = {
        "words": lambda: _products(stems.with_synonyms.weighted(stems.weights[stems.with_synonyms.ids])),
        "coverage": stems.coverage,
        "asking": lambda: _products(stems.asking()),
        "letters": lambda: _products(_ngrams(texts)),
        "situations": lambda: _products(lines.profiles) * np.minimum.outer(lines.nearest, lines.nearest),
        "background": lambda: np.maximum.outer(lines.background, lines.background),
        "shorter": lambda: np.minimum.outer(length, length),
    }
    if encoder is not None:
        vectors = _encoded(texts, encoder)
        by_meaning = _Lines.by_meaning(vectors, language, encoder)
        found |= {
            "meaning": lambda: vectors @ vectors.T,
            "situations_by_meaning": lambda: _products(by_meaning.profiles),
            "background_by_meaning": lambda: np.maximum.outer(by_meaning.background, by_meaning.background),
        }
    return found


def _products(rows: SparseRows) -> Odds:
    """The dot products of every pair of rows."""
    columns = index(rows, int(rows.ids.max(initial=0)) + 1)
    return np.array([columns.dot(rows.row(text)) for text in range(len(rows))], np.float32)


def _ngrams(texts: Texts) -> SparseRows:
    """Character n-grams of the questions, weighted by how rare they are among them and in the FAQ."""
    table = ngram_table((*texts.repaired, *texts.faq))
    rarities = inverse_document_frequency(table.document_frequency(BUCKETS), len(table))
    return table.weighted(rarities[table.ids]).taken(np.arange(len(texts.repaired)))


@dataclass(frozen=True)
class _Stems:
    """The questions' words as numbered stems."""

    said: SparseRows  # 1 for each stem of a question
    with_synonyms: SparseRows  # and less for other questions' stems of the same meaning
    rarities: Weights  # of each stem in the language; shape (stems,)
    weights: Weights  # by rarity in the language and among the FAQ's entries; shape (stems,)

    @staticmethod
    def of(texts: Texts, language: Language) -> "_Stems":
        by_text = [sorted({stem(word, language) for word in text}) for text in texts.repaired]
        stems = sorted({one for text in by_text for one in text})
        number = {one: place for place, one in enumerate(stems)}
        near = shipped_meanings(language).near
        said = [{number[one]: 1.0 for one in text} for text in by_text]
        expanded = [
            {number[other]: _SYNONYM for one in text for other in near.get(one, ()) if other in number} | own
            for text, own in zip(by_text, said, strict=True)
        ]
        entries_with = Counter(one for text in texts.faq for one in {stem(word, language) for word in text})
        having = np.array([entries_with[one] for one in stems], np.float32)
        rarities = np.array([word_rarity(one, language) for one in stems], np.float32)
        in_faq = np.log1p(len(texts.faq) / (having + 0.5)) / np.log1p(max(1, len(texts.faq)) / 0.5)
        weights = (rarities * (in_faq if texts.faq else 1)).astype(np.float32)
        return _Stems(_rows(said), _rows(expanded), rarities, weights)

    def coverage(self) -> Odds:
        """The share of one question's weight that is in the other's words, the lesser of both ways."""
        having = index(self.with_synonyms, max(1, len(self.weights)))
        found = np.empty((len(self.said), len(self.said)), np.float32)
        for text in range(len(self.said)):
            ids = self.said.row(text).ids
            total = float(self.weights[ids].sum()) + 1e-6
            found[text] = having.dot(SparseVector(ids, self.weights[ids] / total))
        return np.minimum(found, found.T)

    def asking(self) -> SparseRows:
        """The commonest words alone: how something is asked rather than what."""
        factors = np.where(self.rarities < _COMMON, self.rarities, 0).astype(np.float32)
        return self.said.weighted(factors[self.said.ids])


def _rows(features: Sequence[Mapping[int, float]]) -> SparseRows:
    ordered = [sorted(one.items()) for one in features]
    return sparse_rows(
        [
            SparseVector(np.array([i for i, _ in one], np.int32), np.array([w for _, w in one], np.float32))
            for one in ordered
        ]
    )


@dataclass(frozen=True)
class _Lines:
    """The questions' likeness to the shipped situations and to messages that no FAQ answers."""

    profiles: SparseRows
    nearest: Weights  # likeness to the nearest situation; shape (texts,)
    background: Weights  # and to such messages; shape (texts,)

    @staticmethod
    def of(texts: Sequence[Words], language: Language) -> "_Lines":
        known = situations(language)
        by_line = [known.similarity(text) for text in texts]
        return _Lines(
            sparse_rows([known.profile(one, known.background_mean) for one in by_line]),
            np.array([known.nearest(one) for one in by_line], np.float32),
            np.array([known.background(one).max() for one in by_line], np.float32),
        )

    @staticmethod
    def by_meaning(vectors: Vectors, language: Language, encoder: Encoder) -> "_Lines":
        known, lines = situations(language), situation_embeddings(language, encoder)
        profiles, nearest, background = [], [], []
        for vector in vectors:
            by_line = lines.vectors @ vector
            profiles.append(known.profile(by_line, lines.background_mean))
            nearest.append(known.nearest(by_line))
            background.append(np.sort(known.background(by_line))[-_NEAREST:].mean())
        return _Lines(sparse_rows(profiles), np.array(nearest, np.float32), np.array(background, np.float32))


def _encoded(texts: Texts, encoder: Encoder) -> Vectors:
    """The unit means of the embeddings of each question as read and repaired; shape (texts, dimensions)."""
    ways = [[" ".join(text) or "." for text in way] for way in (texts.words, texts.repaired)]
    different = sorted({text for way in ways for text in way})
    blocks = [different[first : first + _BLOCK_SIZE] for first in range(0, len(different), _BLOCK_SIZE)]
    vectors = np.concatenate([encoder.encode(block) for block in blocks])
    place = {text: number for number, text in enumerate(different)}
    together = sum(vectors[[place[text] for text in way]] for way in ways)
    return np.asarray(together / (np.linalg.norm(together, axis=1, keepdims=True) + 1e-6), np.float32)
