"""What takes longest to work out about a phrasing: its similarity to the situations, and its embedding.

Both depend on the phrasing alone, so that they are kept between runs; what is kept holds no text, only its digest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from faq.matching.embeddings import Embeddings, embed
from faq.matching.encoder import Encoder
from faq.matching.postings import SparseRows, concatenated_rows, sparse_rows
from faq.matching.quantized import QuantizedVectors
from faq.matching.shipped_arrays import Arrays
from faq.matching.situations import situations
from faq.matching.wordlists import Language

_DIGEST_BYTES = 16


@dataclass(frozen=True)
class PhraseVectors:
    """The vectors of texts, side by side."""

    profiles: SparseRows  # by similarity to the situations in words and character n-grams
    embeddings: Embeddings | None  # None without an encoder

    def taken(self, texts: NDArray[np.integer]) -> "PhraseVectors":
        """Those of some of the texts, in the order asked for."""
        return PhraseVectors(self.profiles.taken(texts), self.embeddings and self.embeddings.taken(texts))

    def joined(self, others: "PhraseVectors") -> "PhraseVectors":
        embeddings = self.embeddings and others.embeddings and self.embeddings.joined(others.embeddings)
        return PhraseVectors(concatenated_rows([self.profiles, others.profiles]), embeddings)

    def arrays(self) -> Arrays:
        arrays = _table_arrays("profiles", self.profiles)
        if self.embeddings is None:
            return arrays
        vectors: Arrays = {"steps": self.embeddings.vectors.steps, "sizes": self.embeddings.vectors.sizes}
        return {**arrays, **vectors, **_table_arrays("embedding_profiles", self.embeddings.profiles)}

    @staticmethod
    def of(arrays: Arrays) -> "PhraseVectors":
        """As `arrays` gave them."""
        embeddings = None
        if "steps" in arrays:
            vectors = QuantizedVectors(arrays["steps"], arrays["sizes"])
            embeddings = Embeddings(vectors, _table(arrays, "embedding_profiles"))
        return PhraseVectors(_table(arrays, "profiles"), embeddings)


@dataclass(frozen=True)
class CachedVectors:
    """Vectors of texts that were worked out before, by the texts' digests."""

    digests: NDArray[np.uint8]  # text_digests of the texts
    vectors: PhraseVectors

    @cached_property
    def row(self) -> dict[bytes, int]:
        """Where a text's vectors stand, by its digest."""
        return {digest.tobytes(): i for i, digest in enumerate(self.digests)}

    def arrays(self) -> Arrays:
        return {"digests": self.digests, **self.vectors.arrays()}

    @staticmethod
    def of(arrays: Arrays) -> "CachedVectors":
        """As `arrays` gave them."""
        return CachedVectors(arrays["digests"], PhraseVectors.of(arrays))


def phrase_vectors(
    texts: Sequence[str],
    tokens: Sequence[Sequence[str]],
    language: Language,
    encoder: Encoder | None,
    cached: CachedVectors | None,
) -> PhraseVectors:
    """The vectors of texts given with their words: those in `cached` are taken from there."""
    if cached is None:
        return _worked_out(tokens, language, encoder)
    rows = [cached.row.get(digest.tobytes(), -1) for digest in text_digests(texts)]
    missing = [i for i, row in enumerate(rows) if row < 0]
    if not missing:
        return cached.vectors.taken(np.array(rows, np.int32))
    new = _worked_out([tokens[i] for i in missing], language, encoder)
    for place, i in enumerate(missing, len(cached.digests)):
        rows[i] = place
    return cached.vectors.joined(new).taken(np.array(rows, np.int32))


def _worked_out(tokens: Sequence[Sequence[str]], language: Language, encoder: Encoder | None) -> PhraseVectors:
    known = situations(language)
    profiles = sparse_rows([known.profile(known.similarity(line), known.background_mean) for line in tokens])
    return PhraseVectors(profiles, None if encoder is None else embed(tokens, language, encoder))


def text_digests(texts: Sequence[str]) -> NDArray[np.uint8]:
    """A digest of each text; shape (texts, 16)."""
    data = b"".join(
        blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest() for text in texts
    )
    return np.frombuffer(data, np.uint8).reshape(-1, _DIGEST_BYTES)


def _table_arrays(name: str, rows: SparseRows) -> Arrays:
    return {f"{name}_starts": rows.starts, f"{name}_ids": rows.ids, f"{name}_weights": rows.weights}


def _table(arrays: Arrays, name: str) -> SparseRows:
    return SparseRows(arrays[f"{name}_starts"], arrays[f"{name}_ids"], arrays[f"{name}_weights"])
