"""What the encoder makes of texts: their vectors, and by these their places among the situations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from faq.matching.encoder import Encoder
from faq.matching.lines import plain_lines
from faq.matching.postings import Features, Table, Weights, joined, table
from faq.matching.quantized import QuantizedVectors, concatenated
from faq.matching.shipped_arrays import VECTORS, Arrays, made_from, shipped_arrays
from faq.matching.situations import situations
from faq.matching.wordlists import Language

_AT_ONCE = 64  # texts encoded and compared with all lines


@dataclass(frozen=True)
class Embeddings:
    """What texts mean."""

    vectors: QuantizedVectors  # of the texts, at unit length
    places: Table  # among the situations

    def taken(self, texts: NDArray[np.integer]) -> "Embeddings":
        """Those of some of the texts, in the order asked for."""
        return Embeddings(self.vectors.taken(texts), self.places.taken(texts))

    def joined(self, others: "Embeddings") -> "Embeddings":
        return Embeddings(concatenated([self.vectors, others.vectors]), joined([self.places, others.places]))


@dataclass(frozen=True)
class SituationEmbeddings:
    """What the lines of the situations and of the background mean."""

    vectors: QuantizedVectors  # of the lines
    usual: Weights  # likeness of the background to each situation; shape (situations,)


@cache
def situation_embeddings(language: Language, encoder: Encoder) -> SituationEmbeddings:
    """As shipped for the encoder that they were made with; encoded now for another."""
    is_shipped = made_from(language, VECTORS).endswith(f" {encoder.name}")
    arrays = shipped_arrays(language, VECTORS) if is_shipped else line_vectors(language, encoder)
    return SituationEmbeddings(QuantizedVectors(arrays["steps"], arrays["sizes"]), arrays["usual"])


def line_vectors(language: Language, encoder: Encoder) -> Arrays:
    """The vectors of the situations' lines, and the background's usual likeness to each situation by meaning."""
    known = situations(language)
    vectors = _encoded(plain_lines(language), encoder)
    background = vectors.taken(np.arange(known.end, len(vectors))).unpacked()
    usual = known.usual_likeness(vectors @ message for message in background)
    return {"steps": vectors.steps, "sizes": vectors.sizes, "usual": usual}


def embed(texts: Sequence[Sequence[str]], language: Language, encoder: Encoder) -> Embeddings:
    """The senses of texts given as words."""
    lines = situation_embeddings(language, encoder)
    known = situations(language)
    vectors = _encoded(texts, encoder)
    places: list[Features] = []
    for first in range(0, len(vectors), _AT_ONCE):
        some = vectors.taken(np.arange(first, min(first + _AT_ONCE, len(vectors)))).unpacked()
        places += [known.place(likeness, lines.usual) for likeness in np.ascontiguousarray((lines.vectors @ some.T).T)]
    return Embeddings(vectors, table(places))


def _encoded(texts: Sequence[Sequence[str]], encoder: Encoder) -> QuantizedVectors:
    said = [" ".join(tokens) or "." for tokens in texts]
    blocks = [said[first : first + _AT_ONCE] for first in range(0, len(said), _AT_ONCE)]
    return concatenated([QuantizedVectors.of(encoder.encode(block)) for block in blocks])
