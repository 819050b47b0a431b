"""Average linkage, and texts that move to where they belong."""

import numpy as np
import pytest

from faq.gaps.clusters import Odds, members, merged, settled

ALIKE, APART = 2.0, -6.0


def odds(*groups: set[int], size: int, apart: float = APART) -> Odds:
    found = np.full((size, size), apart, np.float32)
    for group in groups:
        found[np.ix_(sorted(group), sorted(group))] = ALIKE
    return found


def test_texts_that_are_alike_are_merged() -> None:
    found = merged(odds({0, 3}, {1, 2, 4}, size=6), [1] * 6, 0)
    assert members(found) == [[0, 3], [1, 2, 4], [5]]


def test_clusters_are_as_like_as_their_texts_are_on_average() -> None:
    table = odds({0, 1}, {2, 3}, size=4)
    table[np.ix_([0, 1], [2, 3])] = table[np.ix_([2, 3], [0, 1])] = [[1, 1], [1, -3]]
    table = np.asarray((table + table.T) / 2, np.float32)
    assert members(merged(table, [1] * 4, 0.0)) == [[0, 1, 2, 3]]
    assert members(merged(table, [1] * 4, 0.1)) == [[0, 1], [2, 3]]


def test_a_text_said_often_weighs_more() -> None:
    table = odds({0, 1}, size=3)
    table[0, 2] = table[2, 0] = 1
    table[1, 2] = table[2, 1] = -2
    assert members(merged(table, [1, 1, 1], 0)) == [[0, 1], [2]]
    assert members(merged(table, [3, 1, 1], 0)) == [[0, 1, 2]]


def test_a_text_moves_to_where_it_is_likeliest_to_belong() -> None:
    table = odds({0, 1, 2}, {3, 4, 5}, size=6)
    wrongly = np.array([0, 0, 3, 3, 3, 3])
    assert members(settled(table, [1] * 6, wrongly, 0)) == [[0, 1, 2], [3, 4, 5]]


def test_a_text_that_belongs_nowhere_is_alone() -> None:
    table = odds({0, 1, 2}, size=4)
    assert members(settled(table, [1] * 4, np.zeros(4, np.int64), 0)) == [[0, 1, 2], [3]]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_few_texts(size: int) -> None:
    labels = settled(odds(size=size), [1] * size, merged(odds(size=size), [1] * size, 0), 0)
    assert members(labels) == [[place] for place in range(size)]
