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
_ROUNDS = 8
_APART = np.float32(-np.inf)


def clusters(odds: Odds, weights: Sequence[int], least: float, least_to_stay: float) -> list[list[int]]:
    """The places of each cluster's texts, ascending; a text that belongs nowhere is a cluster of its own.

    odds: log odds of each pair, symmetric; shape (texts, texts), its diagonal is not read. weights: how often each text
    was said. least: the mean log odds from which clusters are merged; least_to_stay: from which a text is one's own.
    """
    if not len(odds):
        return []
    size = np.asarray(weights, np.float32)
    labels = _settled(odds, size, _merged(odds, size, least), least_to_stay)
    by_label: dict[int, list[int]] = {}
    for place, label in enumerate(labels.tolist()):
        by_label.setdefault(label if label >= 0 else -1 - place, []).append(place)
    return list(by_label.values())


def _merged(odds: Odds, weights: Odds, least: float) -> Labels:
    """The cluster of each text, known by the place of its first."""
    between, size = odds.astype(np.float32), weights.copy()
    np.fill_diagonal(between, _APART)
    labels = np.arange(len(odds))
    nearest = between.argmax(axis=1)
    highest = between[labels, nearest]
    while highest.max() >= least:
        one = int(highest.argmax())
        kept, gone = sorted((one, int(nearest[one])))
        merged = (size[kept] * between[kept] + size[gone] * between[gone]) / (size[kept] + size[gone])
        merged[[kept, gone]] = _APART
        between[kept], between[:, kept] = merged, merged
        between[gone], between[:, gone] = _APART, _APART
        size[kept] += size[gone]
        labels[labels == gone] = kept
        stale = np.flatnonzero((nearest == kept) | (nearest == gone))
        stale = np.unique(np.append(stale, (kept, gone)))
        nearest[stale] = between[stale].argmax(axis=1)
        highest[stale] = between[stale, nearest[stale]]
        nearer = merged > highest
        nearest[nearer], highest[nearer] = kept, merged[nearer]
    return labels


def _settled(odds: Odds, weights: Odds, labels: Labels, least: float) -> Labels:
    """Each text's cluster once all are where they are likeliest to belong; -1 for those that belong nowhere."""
    _, labels, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    labels = np.where(sizes[labels] > 1, labels, -1)
    count = len(sizes)
    others = odds.astype(np.float32)
    np.fill_diagonal(others, 0)
    for _ in range(_ROUNDS):
        belongs = np.zeros((len(labels), count), np.float32)
        inside = np.flatnonzero(labels >= 0)
        belongs[inside, labels[inside]] = weights[inside]
        weight_of_others = belongs.sum(axis=0) - belongs
        mean = np.where(weight_of_others > 0, others @ belongs / np.maximum(weight_of_others, 1), _APART)
        moved = np.where(mean.max(axis=1) >= least, mean.argmax(axis=1), -1)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return labels
