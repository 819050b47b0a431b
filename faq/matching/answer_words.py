"""Answers' own words as evidence: what an entry's phrasings leave unsaid, its answer often says.

«лифт есть?» is no phrasing of «Сколько стоит доставка?», whose answer says «подъём в стоимость включён». Weak beside
the phrasings, it counts most where an entry has few of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from faq.entry import Entry
from faq.matching.encoder import Vectors
from faq.matching.meanings import Meanings
from faq.matching.normalise import words
from faq.matching.phrase_index import PhraseIndex
from faq.matching.phrases import Phrases
from faq.matching.postings import Ids, Weights
from faq.matching.reading import Reading

BY_WORDS, BY_EMBEDDINGS = 2.0, 2.0  # in units of rank, see bench/LOG.md
_MOST_SENTENCES = 12  # of an answer
_LONGEST = 2_000  # characters of an answer that are read
_TEMPLATE = re.compile(r"\{\{[^}]{0,200}\}\}|\{%[^%]{0,200}%\}|\]\([^)]{0,500}\)|https?://\S{1,500}")
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s|\n")


@lru_cache(maxsize=20_000)  # answers mostly stay when an FAQ changes
def sentences(answer: str) -> tuple[str, ...]:
    """The sentences of an answer that have at least two words, without template expressions and addresses."""
    plain = _TEMPLATE.sub(" ", answer[:_LONGEST])
    found = (" ".join(one.split()) for one in _SENTENCE_END.split(plain))
    return tuple(dict.fromkeys(one for one in found if len(words(one)) >= 2))[:_MOST_SENTENCES]


def answer_texts(entries: Sequence[Entry]) -> tuple[tuple[str, int], ...]:
    """Every sentence with the number of its entry, in the entries' order."""
    return tuple(_numbered(entries))


def _numbered(entries: Sequence[Entry]) -> Iterator[tuple[str, int]]:
    for number, entry in enumerate(entries):
        for sentence in sentences(entry.answer):
            yield sentence, number


@dataclass(frozen=True)
class Answers:
    """The sentences of an FAQ's answers, ready to be compared with a message."""

    numbered: tuple[tuple[str, int], ...]  # see answer_texts
    phrases: Phrases
    index: PhraseIndex  # the sentences of each answer are the phrasings of one entry
    owners: Ids  # the numbers of the entries that have sentences, ascending
    entries: int

    @staticmethod
    def of(numbered: tuple[tuple[str, int], ...], entries: int, phrases: Phrases, meanings: Meanings) -> "Answers":
        numbers = np.array([number for _, number in numbered], np.int32)
        is_first = np.r_[True, numbers[1:] != numbers[:-1]]
        owner = (np.cumsum(is_first) - 1).astype(np.int32)  # entries without a sentence have no number in the index
        index = PhraseIndex(phrases.language, phrases, owner, meanings)
        return Answers(numbered, phrases, index, numbers[is_first], entries)

    def score(self, reading: Reading, vector: Vectors | None) -> Weights:
        """What to add to each entry's rank, by its nearest sentence; shape (entries,)."""
        query = self.index.word_query(reading.words)
        by_words = self.index.words.dot(query.stems) / query.length
        by_ngrams = self.index.ngrams.dot(self.index.ngram_query(reading.words))
        found = BY_WORDS * self.index.max_by_entry(np.asarray((by_words + by_ngrams) / 2, np.float32))
        embeddings = self.index.embeddings
        if vector is not None and embeddings is not None:
            found = found + BY_EMBEDDINGS * self.index.max_by_entry(embeddings.vectors @ vector)
        everybody = np.zeros(self.entries, np.float32)
        everybody[self.owners] = found
        return everybody
