"""An FAQ's phrasings, read once: what of them does not depend on the other phrasings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from faq.matching.char_ngrams import ngram_table
from faq.matching.encoder import Encoder
from faq.matching.meanings import Meanings
from faq.matching.normalise import words
from faq.matching.phrase_vectors import CachedVectors, PhraseVectors, phrase_vectors
from faq.matching.postings import Ids, SparseRows, concatenated_rows
from faq.matching.reading import replace_colloquial
from faq.matching.wordlists import Language

_BLOCK_SIZE = 200  # texts whose character n-grams are counted together: more at once only take more memory
Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Words:
    """The words of texts, one text after the other."""

    starts: Ids  # text i's words are at starts[i]:starts[i + 1]
    ids: Ids  # places in the lexicon
    lexicon: tuple[str, ...]  # the different words of all texts, sorted

    def owners(self) -> Ids:
        """The text of each word; shape of `ids`."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def taken(self, texts: NDArray[np.integer]) -> "Words":
        """The words of some of the texts, in the order asked for."""
        sizes = np.diff(self.starts)[texts]
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        places = np.arange(starts[-1]) + np.repeat(self.starts[texts] - starts[:-1], sizes)
        ids = self.ids[places]
        used = np.bincount(ids, minlength=len(self.lexicon)) > 0
        if used.all():
            return Words(starts, ids, self.lexicon)
        lexicon = tuple(word for word, is_used in zip(self.lexicon, used.tolist(), strict=True) if is_used)
        return Words(starts, (np.cumsum(used, dtype=np.int32) - 1)[ids], lexicon)

    def joined(self, others: "Words") -> "Words":
        lexicon = tuple(sorted({*self.lexicon, *others.lexicon}))
        number = {word: i for i, word in enumerate(lexicon)}
        ids = [
            np.array([number[word] for word in one.lexicon], np.int32)[one.ids] if len(one.ids) else one.ids
            for one in (self, others)
        ]
        starts = np.concatenate([self.starts, others.starts[1:] + self.starts[-1]])
        return Words(starts, np.concatenate(ids), lexicon)


@dataclass(frozen=True)
class Phrases:
    """Phrasings ready to be indexed, side by side."""

    language: Language  # that they were read in
    texts: tuple[str, ...]
    words: Words  # colloquial ones replaced
    typed_keys: Keys  # word_key of the words as they stand; shape (texts,)
    keys: Keys  # word_key of the words with colloquial ones replaced; shape (texts,)
    ngrams: SparseRows  # character n-grams, weighted by 1 + log of how often they occur
    vectors: PhraseVectors

    @cached_property
    def row(self) -> Mapping[str, int]:
        """Where a text stands."""
        return {text: i for i, text in enumerate(self.texts)}

    def arranged(self, texts: tuple[str, ...]) -> "Phrases":
        """The phrasings of these texts, which must all be here, in this order."""
        if texts == self.texts:
            return self
        rows = np.array([self.row[text] for text in texts], np.int32)
        return Phrases(
            self.language,
            texts,
            self.words.taken(rows),
            self.typed_keys[rows],
            self.keys[rows],
            self.ngrams.taken(rows),
            self.vectors.taken(rows),
        )

    def joined(self, others: "Phrases") -> "Phrases":
        return Phrases(
            self.language,
            self.texts + others.texts,
            self.words.joined(others.words),
            np.concatenate([self.typed_keys, others.typed_keys]),
            np.concatenate([self.keys, others.keys]),
            concatenated_rows([self.ngrams, others.ngrams]),
            self.vectors.joined(others.vectors),
        )


def read_phrases(
    texts: Sequence[str],
    language: Language,
    encoder: Encoder | None,
    meanings: Meanings,
    cached: CachedVectors | None = None,
) -> Phrases:
    """Each text read on its own; without an encoder, no embeddings.

    cached: vectors of texts that were read before with the same encoder and meanings.
    """
    typed = [words(text) for text in texts]
    tokens = [replace_colloquial(line, meanings.plain) for line in typed]
    return Phrases(
        language,
        tuple(texts),
        _words(tokens),
        _keys(typed),
        _keys(tokens),
        _ngrams(tokens),
        phrase_vectors(texts, tokens, language, encoder, cached),
    )


def word_key(tokens: Sequence[str]) -> int:
    """A number of 64 bits for words in their order, the same in every process; 0 for none."""
    if not tokens:
        return 0
    digest = blake2b("\n".join(tokens).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _words(texts: Sequence[Sequence[str]]) -> Words:
    lexicon = sorted({word for text in texts for word in text})
    number = {word: i for i, word in enumerate(lexicon)}
    starts = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text) for text in texts], out=starts[1:])
    ids = np.fromiter((number[word] for text in texts for word in text), np.int32, int(starts[-1]))
    return Words(starts, ids, tuple(lexicon))


def _keys(texts: Iterable[Sequence[str]]) -> Keys:
    return np.array([word_key(text) for text in texts], np.uint64)


def _ngrams(texts: Sequence[Sequence[str]]) -> SparseRows:
    blocks = range(0, max(1, len(texts)), _BLOCK_SIZE)
    return concatenated_rows([ngram_table(texts[first : first + _BLOCK_SIZE]) for first in blocks])
