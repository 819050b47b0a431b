"""Sparse vectors of numbered features, rows of them, and an inverted index over them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq.matching.shipped_arrays import Arrays

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]
_SORT_BLOCK = 1 << 16  # features: as many as 16-bit keys tell apart, which numpy sorts in linear time
_PARTS = ("starts", "rows", "weights", "texts")


@dataclass(frozen=True, slots=True)
class SparseVector:
    """The numbers of a vector's features, ascending and unique, and their weights; both of shape (features,)."""

    ids: Ids
    weights: Weights

    def unit(self) -> "SparseVector":
        """The same vector at length 1."""
        length = float(np.sqrt((self.weights**2).sum()))
        return SparseVector(self.ids, self.weights / max(length, 1e-9))


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Sparse vectors of many texts, one after the other (CSR)."""

    starts: Ids  # text i's features are at starts[i]:starts[i + 1]
    ids: Ids
    weights: Weights

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, text: int) -> SparseVector:
        span = slice(self.starts[text], self.starts[text + 1])
        return SparseVector(self.ids[span], self.weights[span])

    def taken(self, texts: NDArray[np.integer]) -> "SparseRows":
        """Some of the texts, in the order asked for."""
        firsts = self.starts[texts]
        sizes = self.starts[texts + 1] - firsts
        starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        places = np.arange(starts[-1]) + (firsts - starts[:-1]).repeat(sizes)
        return SparseRows(starts, self.ids[places], self.weights[places])

    def owners(self) -> Ids:
        """The text of each feature."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def document_frequency(self, features: int) -> NDArray[np.int64]:
        """How many texts have each feature, of those below `features`; shape (features,)."""
        return np.bincount(self.ids, minlength=features)

    def weighted(self, factors: Weights) -> "SparseRows":
        """Every weight times its factor, then every row at length 1; factors: shape (weights,)."""
        weights = self.weights * factors
        sizes = np.diff(self.starts)
        squares = np.zeros(len(self))
        squares[sizes > 0] = np.add.reduceat(weights**2, self.starts[:-1][sizes > 0], dtype=np.float64)
        lengths = np.repeat(np.sqrt(squares) + 1e-9, sizes)
        return SparseRows(self.starts, self.ids, (weights / lengths).astype(np.float32))


@dataclass(frozen=True, slots=True)
class PostingGroups:
    """The postings of each feature in the texts of each owner, as one; ascending by feature, then by owner."""

    owners: Ids  # shape (groups,)
    sums: Weights  # of the postings' weights; shape (groups,)
    places: NDArray[np.int64]  # of each group's first posting; shape (groups,)


@dataclass(frozen=True, slots=True)
class Postings:
    """An inverted index: for each feature, the texts that have it and its weights there."""

    starts: Ids  # feature f's postings are at starts[f]:starts[f + 1]
    rows: NDArray[np.integer]
    weights: NDArray[np.floating]
    texts: int

    @staticmethod
    def of(arrays: Arrays, name: str) -> "Postings":
        """As they are shipped, but for the weights' size: reading 16-bit ones takes longer than all the rest."""
        starts, rows, weights, texts = (arrays[f"{name}_{part}"] for part in _PARTS)
        return Postings(starts, rows, weights.astype(np.float32), int(texts))

    def document_frequency(self, features: Ids) -> NDArray[np.int32]:
        """How many texts have each of the features."""
        return np.asarray(self.starts[features + 1] - self.starts[features])

    def grouped_by(self, owner: Ids) -> "PostingGroups":
        """Postings of one feature in texts of the same owner, added up.

        owner: of each text, ascending; shape (texts,).
        """
        owners = owner[self.rows]
        begins = np.diff(owners, prepend=-1) != 0
        begins[self.starts[:-1][np.diff(self.starts) > 0]] = True
        firsts = np.flatnonzero(begins)
        sums = np.add.reduceat(self.weights, firsts) if len(firsts) else self.weights
        return PostingGroups(owners[firsts], sums, firsts)

    def dot(self, query: SparseVector) -> Weights:
        """The dot product of the query with every text; shape (texts,)."""
        if not len(query.ids):
            return np.zeros(self.texts, np.float32)
        starts, ends = self.starts[query.ids], self.starts[query.ids + 1]
        spans = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        rows = np.concatenate([self.rows[span] for span in spans])
        weights = np.concatenate([self.weights[span] for span in spans])
        weights = weights * query.weights.repeat(ends - starts)
        return np.bincount(rows, weights, minlength=self.texts).astype(np.float32)


def sparse_rows(texts: Sequence[SparseVector]) -> SparseRows:
    starts = np.zeros(len(texts) + 1, np.int32)
    np.cumsum([len(text.ids) for text in texts], out=starts[1:])
    if not texts:
        return SparseRows(starts, np.zeros(0, np.int32), np.zeros(0, np.float32))
    return SparseRows(starts, np.concatenate([t.ids for t in texts]), np.concatenate([t.weights for t in texts]))


def concatenated_rows(tables: Sequence[SparseRows]) -> SparseRows:
    """The texts of all tables, one after the other."""
    sizes = np.concatenate([np.diff(one.starts) for one in tables])
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    return SparseRows(
        starts, np.concatenate([one.ids for one in tables]), np.concatenate([one.weights for one in tables])
    )


def rows_from_keys(keys: NDArray[np.int64], weights: Weights, texts: int, features: int) -> SparseRows:
    """The table of texts whose features are given as text * features + feature, ascending."""
    owners, ids = np.divmod(keys, features)
    starts = np.searchsorted(owners, np.arange(texts + 1)).astype(np.int32)
    return SparseRows(starts, ids.astype(np.int32), weights)


def index(texts: SparseRows, features: int) -> Postings:
    """The postings of texts over features numbered below `features`."""
    starts = np.zeros(features + 1, np.int32)
    np.cumsum(np.bincount(texts.ids, minlength=features), out=starts[1:])
    owners = texts.owners().astype(np.min_scalar_type(len(texts)))
    rows, weights = np.empty_like(owners), np.empty_like(texts.weights)
    for first in range(0, features, _SORT_BLOCK):
        last = min(first + _SORT_BLOCK, features)
        order = _order_of(texts.ids, first, last)
        at = slice(starts[first], starts[last])
        rows[at], weights[at] = owners[order], texts.weights[order]
    return Postings(starts, rows, weights, len(texts))


def _order_of(ids: Ids, first: int, last: int) -> NDArray[np.int64]:
    """The places of the features from `first` to before `last`, sorted by feature and then by place."""
    if first == 0 and (not len(ids) or ids.max() < last):
        return np.argsort(ids.astype(np.uint16), kind="stable")
    some = np.flatnonzero((ids >= first) & (ids < last))
    return np.asarray(some[np.argsort((ids[some] - first).astype(np.uint16), kind="stable")])


def unique_counts(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different ones of numbers from 0, ascending, and how often each occurs.

    np.unique would do, but brings in masked arrays: a megabyte, and much of the time that a short text takes.
    """
    if not len(numbers):
        return numbers, np.zeros(0, np.int64)
    ordered = np.sort(numbers)
    firsts = np.concatenate(([0], (ordered[1:] != ordered[:-1]).nonzero()[0] + 1))
    return ordered[firsts], np.concatenate((firsts[1:], [len(ordered)])) - firsts


def top_k(scores: Weights, most: int) -> NDArray[np.int64]:
    """The places of the `most` highest scores, highest first; of equals the earlier first."""
    among = np.arange(len(scores))
    if most < len(scores):
        among = np.flatnonzero(scores >= np.partition(scores, len(scores) - most)[len(scores) - most])
    return among[np.argsort(-scores[among], kind="stable")][:most]
