"""An FAQ made ready to be asked: its entries in a fixed order, with the index of their phrasings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from faq.entry import Entry
from faq.matching.encoder import Encoder
from faq.matching.layouts import cyrillic_share
from faq.matching.meanings import Meanings, own_meanings
from faq.matching.phrase_index import PhraseIndex
from faq.matching.phrases import Phrase, Phrases, read_phrases
from faq.matching.reading import Reading
from faq.matching.wordlists import Language

_TOLD_BY = 300  # phrasings that tell the language


@dataclass(frozen=True)
class Prepared:
    """Entries sorted by id, so that the order they came in never matters."""

    entries: tuple[Entry, ...]
    language: Language
    encoder: Encoder | None
    phrases: Phrases  # entry by entry
    index: PhraseIndex
    exact: Mapping[tuple[str, ...], int]  # words that only one entry's phrasings are made of → its number

    @property
    def phrasings(self) -> float:
        """How many phrasings an entry has, on average."""
        return len(self.phrases.texts) / len(self.entries)

    def exactly(self, typed: Sequence[str], reading: Reading) -> int | None:
        """The number of the entry that has just these words as a phrasing, as typed or as read."""
        found = self.exact.get(tuple(typed))
        return self.exact.get(reading.words) if found is None else found


def prepared(
    entries: Iterable[Entry], encoder: Encoder | None, known: Phrases | None = None, own_words: str = ""
) -> Prepared | None:
    """None for no entries. Phrasings in `known`, read with the same encoder and words, are not read again."""
    ordered = tuple(sorted(entries, key=lambda entry: entry.id))
    if not ordered:
        return None
    by_entry = [tuple(dict.fromkeys((entry.question, *entry.also))) for entry in ordered]
    texts = tuple(text for phrasings in by_entry for text in phrasings)
    owner = [number for number, phrasings in enumerate(by_entry) for _ in phrasings]
    language = _language(ordered, texts)
    meanings = own_meanings(language, own_words)
    phrases = _read(texts, known, language, encoder, meanings)
    index = PhraseIndex(language, phrases, owner, meanings)
    return Prepared(ordered, language, encoder, phrases, index, _exact(phrases.read, owner))


def _read(
    texts: tuple[str, ...], known: Phrases | None, language: Language, encoder: Encoder | None, meanings: Meanings
) -> Phrases:
    new = [text for text in dict.fromkeys(texts) if known is None or text not in known.row]
    if known is None:
        return read_phrases(new, language, encoder, meanings).arranged(texts)
    if new:
        known = known.joined(read_phrases(new, language, encoder, meanings))
    return known.arranged(texts)


def _language(entries: Sequence[Entry], texts: Sequence[str]) -> Language:
    said = {entry.language for entry in entries}
    if said == {"ru"} or said == {"en"}:
        return "ru" if "ru" in said else "en"
    return "ru" if cyrillic_share(" ".join(texts[:_TOLD_BY])) > 0.5 else "en"


def _exact(phrases: Sequence[Phrase], owner: Sequence[int]) -> dict[tuple[str, ...], int]:
    """As typed wins over as read: a word list never takes an entry's own words away from it."""
    read = _unambiguous((phrase.words, number) for phrase, number in zip(phrases, owner, strict=True))
    typed = _unambiguous((phrase.typed, number) for phrase, number in zip(phrases, owner, strict=True))
    return {key: number for key, number in (read | typed).items() if key}


def _unambiguous(pairs: Iterable[tuple[tuple[str, ...], int]]) -> dict[tuple[str, ...], int]:
    owners: dict[tuple[str, ...], set[int]] = {}
    for key, number in pairs:
        owners.setdefault(key, set()).add(number)
    return {key: min(numbers) for key, numbers in owners.items() if len(numbers) == 1}
