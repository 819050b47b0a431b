"""What the encoder makes of texts: their vectors, and by these their places among the situations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO

import numpy as np
from numpy.typing import NDArray

from faq.matching.encoder import Encoder, Vectors
from faq.matching.postings import Features, Weights
from faq.matching.situations import situations
from faq.matching.wordlists import Language


@dataclass(frozen=True)
class Sense:
    """What a text means."""

    vector: Vectors  # shape (dimensions,), unit length
    place: Features  # among the situations


@dataclass(frozen=True)
class SituationSense:
    """What the lines of the situations and of the background mean."""

    vectors: Vectors  # shape (lines, dimensions)
    usual: Weights  # likeness of the background to each situation; shape (situations,)


@cache
def situation_sense(language: Language, encoder: Encoder) -> SituationSense:
    """From the shipped file where it fits the lists and the encoder, else encoded now."""
    known = situations(language)
    vectors = _shipped(language, encoder.name, known.digest)
    if vectors is None:
        vectors = encoder.encode(known.texts)
    return SituationSense(vectors, known.usual_likeness(vectors @ message for message in known.background(vectors)))


def senses(texts: Sequence[Sequence[str]], language: Language, encoder: Encoder) -> list[Sense]:
    """The senses of texts given as words."""
    if not texts:
        return []
    lines = situation_sense(language, encoder)
    known = situations(language)
    vectors = encoder.encode([" ".join(tokens) or "." for tokens in texts])
    return [Sense(vector, known.place(lines.vectors @ vector, lines.usual)) for vector in vectors]


def _shipped(language: Language, encoder: str, digest: str) -> Vectors | None:
    file = files("faq") / "words" / language / "vectors.npz"
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream) as shipped:
        if str(shipped["made_from"]) != f"{encoder} {digest}":
            return None
        return np.asarray(shipped["steps"] * shipped["scales"], np.float32)


def ship(stream: IO[bytes], language: Language, encoder: Encoder) -> None:
    """Write the situations' vectors in a quarter of their room: whole steps, and the size of each vector's step."""
    known = situations(language)
    vectors = encoder.encode(known.texts)
    scales: NDArray[np.float32] = (np.abs(vectors).max(axis=1, keepdims=True) / 127).astype(np.float32)
    steps = np.round(vectors / scales).astype(np.int8)
    np.savez(stream, made_from=np.array(f"{encoder.name} {known.digest}"), steps=steps, scales=scales)
