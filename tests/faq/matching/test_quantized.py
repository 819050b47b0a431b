"""Vectors in a quarter of their room say nearly what they said."""

import numpy as np

from faq.matching.quantized import QuantizedVectors, concatenated

VECTORS = np.random.default_rng(1).normal(size=(1_500, 64)).astype(np.float32)
VECTORS /= np.linalg.norm(VECTORS, axis=1, keepdims=True)


def test_products_are_those_of_the_vectors() -> None:
    quantized = QuantizedVectors.of(VECTORS)
    assert np.allclose(quantized @ VECTORS[7], VECTORS @ VECTORS[7], atol=0.005)
    assert np.allclose(quantized @ VECTORS[:3].T, VECTORS @ VECTORS[:3].T, atol=0.005)


def test_vectors_are_unpacked_taken_and_joined_in_order() -> None:
    quantized = QuantizedVectors.of(VECTORS)
    both = concatenated([quantized.taken(np.array([5, 2])), quantized.taken(np.array([9]))])
    assert np.allclose(both.dequantized(), VECTORS[[5, 2, 9]], atol=0.005)


def test_a_vector_of_nothing_stays_nothing() -> None:
    assert not QuantizedVectors.of(np.zeros((1, 4), np.float32)).dequantized().any()
