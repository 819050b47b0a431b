"""An FAQ's phrasings, read once: what of them does not depend on the other phrasings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from faq.matching.embeddings import Embeddings, embed
from faq.matching.encoder import Encoder
from faq.matching.meanings import Meanings
from faq.matching.normalise import words
from faq.matching.postings import Table, joined, table
from faq.matching.reading import plainly
from faq.matching.situations import situations
from faq.matching.wordlists import Language


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of one phrasing."""

    typed: tuple[str, ...]  # as they stand
    words: tuple[str, ...]  # colloquial ones replaced


@dataclass(frozen=True)
class Phrases:
    """Phrasings ready to be indexed, side by side."""

    texts: tuple[str, ...]
    read: tuple[Phrase, ...]
    places: Table  # among the situations, by words and letters
    embeddings: Embeddings | None  # None without an encoder

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Where a text stands."""
        return {text: i for i, text in enumerate(self.texts)}

    def __getitem__(self, text: str) -> Phrase:
        return self.read[self.row[text]]

    def arranged(self, texts: tuple[str, ...]) -> "Phrases":
        """The phrasings of these texts, which must all be here, in this order."""
        if texts == self.texts:
            return self
        rows = np.array([self.row[text] for text in texts], np.int32)
        understood = self.embeddings and self.embeddings.taken(rows)
        return Phrases(texts, tuple(self.read[i] for i in rows.tolist()), self.places.taken(rows), understood)

    def joined(self, others: "Phrases") -> "Phrases":
        understood = self.embeddings and others.embeddings and self.embeddings.joined(others.embeddings)
        places = joined([self.places, others.places])
        return Phrases(self.texts + others.texts, self.read + others.read, places, understood)


def read_phrases(texts: Sequence[str], language: Language, encoder: Encoder | None, meanings: Meanings) -> Phrases:
    """Each text read on its own; without an encoder, no senses."""
    met: dict[str, str] = {}  # a word that many phrasings have is kept once
    typed = [tuple(met.setdefault(word, word) for word in words(text)) for text in texts]
    tokens = [tuple(plainly(line, meanings.plain)) for line in typed]
    known = situations(language)
    places = table([known.place(known.likeness(line), known.usual) for line in tokens])
    understood = None if encoder is None else embed(tokens, language, encoder)
    return Phrases(tuple(texts), tuple(map(Phrase, typed, tokens)), places, understood)
