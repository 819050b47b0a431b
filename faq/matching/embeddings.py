"""Embeddings of texts, and by these their similarity to the situations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from faq.matching.encoder import Encoder
from faq.matching.lines import standard_lines
from faq.matching.postings import SparseRows, SparseVector, Weights, concatenated_rows, sparse_rows
from faq.matching.quantized import QuantizedVectors, concatenated
from faq.matching.shipped_arrays import Arrays
from faq.matching.situations import situations
from faq.matching.wordlists import Language

_BLOCK_SIZE = 64  # texts encoded and compared with all lines


@dataclass(frozen=True)
class Embeddings:
    """Embeddings of texts and their situation profiles, row by row."""

    vectors: QuantizedVectors  # of the texts, at unit length
    profiles: SparseRows  # by similarity to the situations

    def taken(self, texts: NDArray[np.integer]) -> "Embeddings":
        """Those of some of the texts, in the order asked for."""
        return Embeddings(self.vectors.taken(texts), self.profiles.taken(texts))

    def joined(self, others: "Embeddings") -> "Embeddings":
        return Embeddings(
            concatenated([self.vectors, others.vectors]), concatenated_rows([self.profiles, others.profiles])
        )


@dataclass(frozen=True)
class SituationEmbeddings:
    """Embeddings of the lines of the situations and of the background."""

    vectors: QuantizedVectors  # of the lines
    background_mean: Weights  # similarity of the background to each situation; shape (situations,)


@cache
def situation_embeddings(language: Language, encoder: Encoder) -> SituationEmbeddings:
    """Those that the encoder knows, else encoded now."""
    arrays = encoder.known_lines(language) or encode_lines(language, encoder)
    return SituationEmbeddings(QuantizedVectors(arrays["steps"], arrays["sizes"]), arrays["usual"])


def encode_lines(language: Language, encoder: Encoder) -> Arrays:
    """Quantized embeddings of all lines, and the background's mean similarity to each situation by embeddings."""
    return line_arrays(language, _encoded(standard_lines(language), encoder))


def line_arrays(language: Language, vectors: QuantizedVectors) -> Arrays:
    """The same, from the vectors of all lines."""
    known = situations(language)
    background = vectors.taken(np.arange(known.background_start, len(vectors))).dequantized()
    usual = known.mean_background_similarity(vectors @ message for message in background)
    return {"steps": vectors.steps, "sizes": vectors.sizes, "usual": usual}


def embed(texts: Sequence[Sequence[str]], language: Language, encoder: Encoder) -> Embeddings:
    """The embeddings of texts given as words."""
    lines = situation_embeddings(language, encoder)
    known = situations(language)
    vectors = _encoded(texts, encoder)
    profiles: list[SparseVector] = []
    for first in range(0, len(vectors), _BLOCK_SIZE):
        some = vectors.taken(np.arange(first, min(first + _BLOCK_SIZE, len(vectors)))).dequantized()
        profiles += [
            known.profile(similarity, lines.background_mean)
            for similarity in np.ascontiguousarray((lines.vectors @ some.T).T)
        ]
    return Embeddings(vectors, sparse_rows(profiles))


def _encoded(texts: Sequence[Sequence[str]], encoder: Encoder) -> QuantizedVectors:
    said = [" ".join(tokens) or "." for tokens in texts]
    blocks = [said[first : first + _BLOCK_SIZE] for first in range(0, len(said), _BLOCK_SIZE)]
    return concatenated([QuantizedVectors.of(encoder.encode(block)) for block in blocks])
