"""An FAQ made ready to be asked: its entries in a fixed order, with the index of their phrasings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from faq.entry import Entry
from faq.matching.answer_words import Answers, answer_texts
from faq.matching.encoder import Encoder
from faq.matching.layouts import cyrillic_share
from faq.matching.meanings import Meanings, own_meanings
from faq.matching.phrase_index import PhraseIndex
from faq.matching.phrase_vectors import CachedVectors
from faq.matching.phrases import Keys, Phrases, read_phrases, word_key
from faq.matching.postings import Ids
from faq.matching.reading import Reading
from faq.matching.unlike import Unlike, unlike_texts
from faq.matching.wordlists import Language

_TOLD_BY = 300  # phrasings that tell the language


@dataclass(frozen=True)
class OwnPhrasings:
    """Which entry has a phrasing of just these words by its author, where only one has."""

    keys: Keys  # word_key of the words, ascending
    entries: Ids  # the number of each one's entry

    def find(self, words: Sequence[str]) -> int | None:
        """The number of the entry that has these words as a phrasing."""
        key = np.uint64(word_key(words))
        place = int(np.searchsorted(self.keys, key))
        return int(self.entries[place]) if key and place < len(self.keys) and self.keys[place] == key else None


@dataclass(frozen=True)
class PreparedFaq:
    """Entries sorted by id, so that the order they came in never matters."""

    entries: tuple[Entry, ...]
    language: Language
    encoder: Encoder | None
    phrases: Phrases  # entry by entry, an entry's learnt ones last
    index: PhraseIndex
    as_typed: OwnPhrasings
    as_read: OwnPhrasings  # colloquial words replaced
    answers: Answers | None  # None where no answer has a sentence
    unlike: Unlike | None  # None where there are no such questions

    @property
    def texts(self) -> Phrases:
        """Everything that was read: the phrasings, then the answers' sentences, then the questions not meant."""
        found = self.phrases
        for part in (self.answers, self.unlike):
            found = found if part is None else found.joined(part.phrases)
        return found

    @cached_property
    def phrasings(self) -> float:
        """How many phrasings an entry has of its author, on average; learnt ones make no line laxer."""
        return sum(len(set(entry.phrasings)) for entry in self.entries) / len(self.entries)

    def exact_match(self, typed: Sequence[str], reading: Reading) -> int | None:
        """The number of the entry that has just these words as a phrasing, as typed or as read.

        As typed wins over as read: a word list never takes an entry's own words away from it.
        """
        for words in (typed, reading.words):
            for known in (self.as_typed, self.as_read):
                if (found := known.find(words)) is not None:
                    return found
        return None


def language_of(entries: Iterable[Entry]) -> Language:
    """The language of an FAQ: what all its entries say, else that of the letters of its first phrasings."""
    ordered = _ordered(entries)
    said = {entry.language for entry in ordered}
    if said == {"ru"} or said == {"en"}:
        return "ru" if "ru" in said else "en"
    texts = [text for entry in ordered[:_TOLD_BY] for text in entry.phrasings]
    return "ru" if cyrillic_share(" ".join(texts[:_TOLD_BY])) > 0.5 else "en"


def prepare_faq(
    entries: Iterable[Entry],
    encoder: Encoder | None,
    known: PreparedFaq | None = None,
    own_words: str = "",
    cached: CachedVectors | None = None,
) -> PreparedFaq | None:
    """None for no entries.

    known: an FAQ prepared before with the same encoder and words, whose texts are not read again; cached: vectors of
    the same.
    """
    ordered = _ordered(entries)
    if not ordered:
        return None
    language = language_of(ordered)
    reader = _Reader(language, encoder, own_meanings(language, own_words), cached)
    before = known if known is not None and known.language == language else None
    texts, owner, is_own = _phrasings(ordered)
    phrases = reader.read(texts, before.phrases if before else None)
    index = PhraseIndex(language, phrases, owner, reader.meanings, before.index if before else None)
    typed, read = (_unambiguous(keys[is_own], owner[is_own]) for keys in (phrases.typed_keys, phrases.keys))
    answers = reader.answers(ordered, before.answers if before else None)
    unlike = reader.unlike(ordered, before.unlike if before else None)
    return PreparedFaq(ordered, language, encoder, phrases, index, typed, read, answers, unlike)


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _phrasings(entries: Sequence[Entry]) -> tuple[tuple[str, ...], Ids, NDArray[np.bool_]]:
    """The phrasings entry by entry, each one's entry, and whether it is its author's own."""
    own = [tuple(dict.fromkeys(entry.phrasings)) for entry in entries]
    by_entry = [
        tuple(dict.fromkeys((*texts, *entry.learnt))) if entry.learnt else texts
        for texts, entry in zip(own, entries, strict=True)
    ]
    owner = np.repeat(np.arange(len(entries), dtype=np.int32), [len(texts) for texts in by_entry])
    is_own = [place < len(mine) for mine, texts in zip(own, by_entry, strict=True) for place in range(len(texts))]
    return tuple(text for texts in by_entry for text in texts), owner, np.array(is_own, np.bool_)


@dataclass(frozen=True)
class _Reader:
    """Reads texts of an FAQ, but for those that are known."""

    language: Language
    encoder: Encoder | None
    meanings: Meanings
    cached: CachedVectors | None

    def read(self, texts: tuple[str, ...], known: Phrases | None) -> Phrases:
        new = [text for text in dict.fromkeys(texts) if known is None or text not in known.row]
        if known is None:
            return self._read(new).arranged(texts)
        return (known.joined(self._read(new)) if new else known).arranged(texts)

    def answers(self, entries: Sequence[Entry], known: Answers | None) -> Answers | None:
        numbered = answer_texts(entries)
        if not numbered:
            return None
        if known is not None and (known.numbered, known.entries) == (numbered, len(entries)):
            return known
        phrases = self.read(tuple(text for text, _ in numbered), known.phrases if known else None)
        return Answers.of(numbered, len(entries), phrases, self.meanings)

    def unlike(self, entries: Sequence[Entry], known: Unlike | None) -> Unlike | None:
        by_entry = tuple(entry.unlike for entry in entries)
        texts = unlike_texts(by_entry)
        if not texts:
            return None
        if known is not None and known.by_entry == by_entry:
            return known
        return Unlike.of(by_entry, self.read(texts, known.phrases if known else None), self.meanings)

    def _read(self, texts: Sequence[str]) -> Phrases:
        return read_phrases(texts, self.language, self.encoder, self.meanings, self.cached)


def _unambiguous(keys: Keys, owner: NDArray[np.int32]) -> OwnPhrasings:
    """The keys that only one owner has."""
    order = np.argsort(keys, kind="stable")
    keys, owner = keys[order], owner[order]
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    lowest = np.minimum.reduceat(owner, firsts)
    is_only = lowest == np.maximum.reduceat(owner, firsts)
    return OwnPhrasings(keys[firsts][is_only], lowest[is_only])
