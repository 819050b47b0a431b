"""An FAQ made ready to be asked: its entries in a fixed order, with the index of their phrasings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.entry import Entry
from faq.matching.encoder import Encoder
from faq.matching.layouts import cyrillic_share
from faq.matching.meanings import Meanings, own_meanings
from faq.matching.phrase_index import PhraseIndex
from faq.matching.phrase_vectors import CachedVectors
from faq.matching.phrases import Keys, Phrases, read_phrases, word_key
from faq.matching.postings import Ids
from faq.matching.reading import Reading
from faq.matching.wordlists import Language

_TOLD_BY = 300  # phrasings that tell the language


@dataclass(frozen=True)
class OwnPhrasings:
    """Which entry has a phrasing of just these words, where only one has."""

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
    phrases: Phrases  # entry by entry
    index: PhraseIndex
    as_typed: OwnPhrasings
    as_read: OwnPhrasings  # colloquial words replaced

    @property
    def phrasings(self) -> float:
        """How many phrasings an entry has, on average."""
        return len(self.phrases.texts) / len(self.entries)

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
    texts = [text for entry in ordered[:_TOLD_BY] for text in _texts(entry)]
    return "ru" if cyrillic_share(" ".join(texts[:_TOLD_BY])) > 0.5 else "en"


def prepare_faq(
    entries: Iterable[Entry],
    encoder: Encoder | None,
    known: Phrases | None = None,
    own_words: str = "",
    cached: CachedVectors | None = None,
) -> PreparedFaq | None:
    """None for no entries.

    known: phrasings read before with the same encoder and words, which are not read again; cached: vectors of the same.
    """
    ordered = _ordered(entries)
    if not ordered:
        return None
    by_entry = [_texts(entry) for entry in ordered]
    texts = tuple(text for phrasings in by_entry for text in phrasings)
    owner = np.repeat(np.arange(len(ordered), dtype=np.int32), [len(phrasings) for phrasings in by_entry])
    language = language_of(ordered)
    meanings = own_meanings(language, own_words)
    phrases = _read(texts, known, language, encoder, meanings, cached)
    index = PhraseIndex(language, phrases, owner, meanings)
    typed, read = _unambiguous(phrases.typed_keys, owner), _unambiguous(phrases.keys, owner)
    return PreparedFaq(ordered, language, encoder, phrases, index, typed, read)


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.id))


def _texts(entry: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entry.question, *entry.also)))


def _read(
    texts: tuple[str, ...],
    known: Phrases | None,
    language: Language,
    encoder: Encoder | None,
    meanings: Meanings,
    cached: CachedVectors | None,
) -> Phrases:
    if known is not None and known.language != language:
        known = None
    new = [text for text in dict.fromkeys(texts) if known is None or text not in known.row]
    if known is None:
        return read_phrases(new, language, encoder, meanings, cached).arranged(texts)
    if new:
        known = known.joined(read_phrases(new, language, encoder, meanings, cached))
    return known.arranged(texts)


def _unambiguous(keys: Keys, owner: NDArray[np.int32]) -> OwnPhrasings:
    """The keys that only one owner has."""
    order = np.argsort(keys, kind="stable")
    keys, owner = keys[order], owner[order]
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    lowest = np.minimum.reduceat(owner, firsts)
    is_only = lowest == np.maximum.reduceat(owner, firsts)
    return OwnPhrasings(keys[firsts][is_only], lowest[is_only])
