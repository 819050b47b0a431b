"""Clusters of texts by the log odds that two of them ask for the same: average linkage, then each text put right.

Average linkage (UPGMA; Sokal and Michener 1958) merges the two clusters whose texts are on average likeliest to belong
together, until no two are likely enough. It never looks back, so afterwards each text may move to the cluster that it
is likeliest to belong to, or leave them all (as in k-means, with means of log odds for distances).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Odds = NDArray[np.float32]
Labels = NDArray[np.int64]
_ROUNDS = 6
_LEAST_GAIN = 1e-4  # log odds; below it rounding decides
_APART = np.float32(-np.inf)


def merged(odds: Odds, weights: Sequence[int], least: float) -> Labels:
    """The cluster of each text, known by the place of its first; shape (texts,).

    odds: log odds of each pair, symmetric; shape (texts, texts), its diagonal is not read. weights: how often each text
    was said. least: the mean log odds from which clusters are merged.
    """
    if not len(odds):
        return np.zeros(0, np.int64)
    between, size = odds.astype(np.float32), np.asarray(weights, np.float32)
    np.fill_diagonal(between, _APART)
    labels = np.arange(len(odds))
    nearest = between.argmax(axis=1)
    highest = between[labels, nearest]
    while highest.max() >= least:
        one = int(highest.argmax())
        kept, gone = sorted((one, int(nearest[one])))
        mean = (size[kept] * between[kept] + size[gone] * between[gone]) / (size[kept] + size[gone])
        mean[[kept, gone]] = _APART
        between[kept], between[:, kept] = mean, mean
        between[gone], between[:, gone] = _APART, _APART
        size[kept] += size[gone]
        labels[labels == gone] = kept
        stale = np.flatnonzero((nearest == kept) | (nearest == gone))
        stale = np.unique(np.append(stale, (kept, gone)))
        nearest[stale] = between[stale].argmax(axis=1)
        highest[stale] = between[stale, nearest[stale]]
        nearer = mean > highest
        nearest[nearer], highest[nearer] = kept, mean[nearer]
    return labels


def settled(odds: Odds, weights: Sequence[int], labels: Labels, least: float) -> Labels:
    """Each text's cluster once all are where they are likeliest to belong; one of its own where it belongs nowhere.

    labels: the clusters from which it begins, as `merged` gives them; least: the mean log odds to a cluster from which
    a text is its own. Texts move one after the other, in each round first those that gain most by it.
    """
    if not len(labels):
        return labels
    names, numbers, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    moving = _Moving(odds, np.asarray(weights, np.float32), np.where(sizes[numbers] > 1, numbers, -1), len(names))
    for _ in range(_ROUNDS):
        gains, _ = moving.gains(np.arange(len(numbers)), least)
        order = np.argsort(-gains, kind="stable")
        order = order[gains[order] > _LEAST_GAIN]
        if not len(order):
            break
        for text in order.tolist():
            moving.move_if_better(text, least)
    alone = moving.numbers < 0
    return np.asarray(np.where(alone, len(names) + np.arange(len(alone)), moving.numbers), np.int64)


class _Moving:
    """Texts in numbered clusters, -1 for none, with the sums of their log odds to each cluster."""

    def __init__(self, odds: Odds, weights: Odds, numbers: Labels, clusters: int) -> None:
        self.numbers = np.asarray(numbers, np.int64)
        self._weights = weights
        self._odds = odds.astype(np.float32)
        np.fill_diagonal(self._odds, 0)
        belongs = np.zeros((len(numbers), clusters), np.float32)
        inside = np.flatnonzero(self.numbers >= 0)
        belongs[inside, self.numbers[inside]] = weights[inside]
        self._sums = self._odds @ belongs
        self._sizes = belongs.sum(axis=0)  # of each cluster, by the texts' weights

    def gains(self, texts: Labels, least: float) -> tuple[Odds, Labels]:
        """By how much each text's mean log odds to the best other cluster are higher than to its own; which that is.

        Being in none, -1, counts as `least`.
        """
        numbers, rows = self.numbers[texts], np.arange(len(texts))
        mean = np.where(self._sizes > 0, self._sums[texts] / np.maximum(self._sizes, 1), _APART)
        inside = np.flatnonzero(numbers >= 0)
        others = self._sizes[numbers[inside]] - self._weights[texts[inside]]
        own = np.full(len(texts), least, np.float32)
        to_others = self._sums[texts[inside], numbers[inside]] / np.maximum(others, 1)
        own[inside] = np.where(others > 0, to_others, least)
        mean[inside, numbers[inside]] = _APART
        target = mean.argmax(axis=1)
        best = mean[rows, target]
        return np.maximum(best, least) - own, np.where(best >= least, target, -1)

    def move_if_better(self, text: int, least: float) -> None:
        gains, targets = self.gains(np.array([text]), least)
        if gains[0] <= _LEAST_GAIN:
            return
        for cluster, sign in ((int(self.numbers[text]), -1), (int(targets[0]), 1)):
            if cluster >= 0:
                self._sums[:, cluster] += sign * self._weights[text] * self._odds[:, text]
                self._sizes[cluster] += sign * self._weights[text]
        self.numbers[text] = targets[0]


def members(labels: Labels) -> list[list[int]]:
    """The places of each cluster's texts, ascending, in the order of their first."""
    by_label: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        by_label.setdefault(label, []).append(place)
    return list(by_label.values())
