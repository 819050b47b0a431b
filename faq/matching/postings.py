"""Texts as numbered features with weights, and an inverted index over them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Features:
    """One text's features: their numbers, ascending and unique, and their weights."""

    ids: Ids
    weights: Weights

    def unit(self) -> "Features":
        """The same features at length 1."""
        length = float(np.sqrt((self.weights**2).sum()))
        return Features(self.ids, self.weights / max(length, 1e-9))


@dataclass(frozen=True, slots=True)
class Table:
    """The features of many texts, one after the other."""

    starts: Ids  # text i's features are at starts[i]:starts[i + 1]
    ids: Ids
    weights: Weights

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, text: int) -> Features:
        span = slice(self.starts[text], self.starts[text + 1])
        return Features(self.ids[span], self.weights[span])

    def owners(self) -> Ids:
        """The text of each feature."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def weighed(self, factors: Weights) -> "Table":
        """Every weight times its feature's factor, then every text at length 1."""
        weights = self.weights * factors[self.ids]
        owners = self.owners()
        lengths = np.sqrt(np.bincount(owners, weights**2, minlength=len(self))) + 1e-9
        return Table(self.starts, self.ids, (weights / lengths[owners]).astype(np.float32))


@dataclass(frozen=True, slots=True)
class Postings:
    """For each feature, the texts that have it and its weights there."""

    starts: Ids  # feature f's postings are at starts[f]:starts[f + 1]
    rows: Ids
    weights: Weights
    texts: int

    def dot(self, query: Features) -> Weights:
        """The dot product of the query with every text; shape (texts,)."""
        if not len(query.ids):
            return np.zeros(self.texts, np.float32)
        starts, ends = self.starts[query.ids], self.starts[query.ids + 1]
        spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
        rows = np.concatenate([self.rows[start:end] for start, end in spans])
        weights = np.concatenate([self.weights[start:end] for start, end in spans])
        weights *= np.repeat(query.weights, ends - starts)
        return np.bincount(rows, weights, minlength=self.texts).astype(np.float32)


def table(texts: Sequence[Features]) -> Table:
    starts = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text.ids) for text in texts], out=starts[1:])
    if not texts:
        return Table(starts, np.zeros(0, np.int32), np.zeros(0, np.float32))
    return Table(starts, np.concatenate([t.ids for t in texts]), np.concatenate([t.weights for t in texts]))


def index(texts: Table, features: int) -> Postings:
    """The postings of texts over features numbered below `features`."""
    order = np.argsort(texts.ids, kind="stable")
    starts = np.zeros(features + 1, np.int32)
    np.cumsum(np.bincount(texts.ids, minlength=features), out=starts[1:])
    return Postings(starts, texts.owners()[order], texts.weights[order], len(texts))


def highest(scores: Weights, most: int) -> NDArray[np.int64]:
    """The places of the `most` highest scores, highest first, the earlier of equals first."""
    among = np.arange(len(scores))
    if most < len(scores):
        among = np.flatnonzero(scores >= np.partition(scores, len(scores) - most)[len(scores) - most])
    return among[np.argsort(-scores[among], kind="stable")][:most]
