"""Runs of two to four letters within words: what stays when a word is misspelt."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from faq.matching.postings import Features, Table, Weights

BUCKETS = 1 << 17  # runs are numbered by a hash; two runs in one bucket are rare and harmless
_SPACE = 32
_LONGEST_TEXT = 700  # characters


def letter_runs(tokens: Sequence[str]) -> Features:
    """The runs of a text's words, each word with a space on both sides, with 1 + log of how often they occur."""
    padded = f" {'  '.join(tokens)} "[:_LONGEST_TEXT]
    codes = np.frombuffer(padded.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    hashes = np.concatenate([_hashes(codes, length) for length in (2, 3, 4)])
    ids, counts = np.unique(hashes, return_counts=True)
    return Features(ids.astype(np.int32), (1 + np.log(counts)).astype(np.float32))


def _hashes(codes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """A number below BUCKETS for each run of `length` that has no space within."""
    if len(codes) < length:
        return np.zeros(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes, length)
    within = windows[:, 1:-1]
    whole = (within != _SPACE).all(axis=1) & ~((windows[:, 0] == _SPACE) & (windows[:, -1] == _SPACE))
    powers = np.array([1_000_003**i % (1 << 61) for i in range(length)], np.uint64)
    mixed = (windows[whole] * powers).sum(axis=1, dtype=np.uint64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray((mixed >> np.uint64(40)) % np.uint64(BUCKETS), np.uint64)


def rareness(texts: Table) -> Weights:
    """Smoothed inverse document frequency of every bucket; shape (BUCKETS,)."""
    having = np.bincount(texts.ids, minlength=BUCKETS)
    return (np.log((1 + len(texts)) / (1 + having)) + 1).astype(np.float32)
