"""Questions that people's labels say an entry, or no entry, answers: what looks like them is less probable.

"Same need, another thing" is where most wrong answers come from: a question about a washing machine's guarantee is near
to a lamp shop's entry on guarantees. Words alone don't tell; what colleagues answered by hand does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.matching.encoder import Vectors
from faq.matching.meanings import Meanings
from faq.matching.phrase_index import PhraseIndex
from faq.matching.phrases import Phrases
from faq.matching.postings import Weights
from faq.matching.reading import Reading
from faq.matching.ridge import mixed_similarity

_MARGIN = 0.2  # similarity by which an entry's own words must be nearer to be trusted as before
_WEIGHT = 4.5  # log odds per unit of similarity


def unlike_texts(by_entry: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Each such question once."""
    return tuple(dict.fromkeys(text for texts in dict.fromkeys(by_entry) for text in texts))


@dataclass(frozen=True)
class Unlike:
    """Such questions of an FAQ, ready to be compared with a message."""

    by_entry: tuple[tuple[str, ...], ...]  # in the entries' order
    phrases: Phrases
    index: PhraseIndex  # each question an entry of its own
    concerns: NDArray[np.bool_]  # whether a question is one that the entry does not answer; shape (questions, entries)

    @staticmethod
    def of(by_entry: tuple[tuple[str, ...], ...], phrases: Phrases, meanings: Meanings) -> "Unlike":
        index = PhraseIndex(phrases.language, phrases, np.arange(len(phrases.texts), dtype=np.int32), meanings)
        concerns = np.zeros((len(phrases.texts), len(by_entry)), np.bool_)
        for number, texts in enumerate(by_entry):
            concerns[[phrases.row[text] for text in texts], number] = True
        return Unlike(by_entry, phrases, index, concerns)

    def penalty(self, reading: Reading, vector: Vectors | None, nearest: Weights) -> Weights:
        """What to take from the log odds of each entry; shape (entries,).

        vector: the message's embedding, with an encoder; nearest: its similarity to each entry's nearest phrasing.
        """
        query = self.index.word_query(reading.words)
        by_words = self.index.words.dot(query.stems) / query.length
        by_ngrams = self.index.ngrams.dot(self.index.ngram_query(reading.words))
        embeddings = self.index.embeddings
        cosines = None if vector is None or embeddings is None else embeddings.vectors @ vector
        similarity = mixed_similarity(np.asarray((by_words + by_ngrams) / 2, np.float32), cosines)
        highest = np.where(self.concerns, similarity[:, None], -np.inf).max(axis=0)
        return np.asarray(_WEIGHT * np.maximum(0, highest - nearest + _MARGIN), np.float32)
