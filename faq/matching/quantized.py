"""Vectors quantized to 8 bits, in a quarter of the memory."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.matching.encoder import Vectors

_BLOCK_SIZE = 512  # vectors dequantized at a time: they stay in the processor's cache, so that it takes hardly longer


@dataclass(frozen=True)
class QuantizedVectors:
    """Vectors of int8 with a scale each (symmetric quantization); a dot product is off by about 0.0005."""

    steps: NDArray[np.int8]  # shape (vectors, dimensions)
    sizes: Vectors  # shape (vectors,)

    @staticmethod
    def of(vectors: Vectors) -> "QuantizedVectors":
        sizes = (np.abs(vectors).max(axis=1, initial=1e-9) / 127).astype(np.float32)
        return QuantizedVectors(np.round(vectors / sizes[:, None]).astype(np.int8), sizes)

    def __len__(self) -> int:
        return len(self.steps)

    def __matmul__(self, others: Vectors) -> Vectors:
        """The dot products with one vector, shape (vectors,), or with the columns of several, (vectors, columns)."""
        found = np.empty((len(self), *others.shape[1:]), np.float32)
        for first in range(0, len(self), _BLOCK_SIZE):
            some = slice(first, first + _BLOCK_SIZE)
            np.matmul(self.steps[some].astype(np.float32), others, out=found[some])
        return np.asarray(found * self.sizes.reshape(-1, *(1,) * (others.ndim - 1)), np.float32)

    def taken(self, places: NDArray[np.integer]) -> "QuantizedVectors":
        return QuantizedVectors(self.steps[places], self.sizes[places])

    def dequantized(self) -> Vectors:
        return self.steps * self.sizes[:, None]


def concatenated(several: Sequence[QuantizedVectors]) -> QuantizedVectors:
    """The vectors of all, one after the other."""
    return QuantizedVectors(
        np.concatenate([one.steps for one in several]), np.concatenate([one.sizes for one in several])
    )
