"""Kernel ridge regression over the phrasings nearest to a message.

Nearest-neighbour scores count one phrasing at a time; the regression weighs the near ones against each other, so that
five phrasings that say the same thing don't outvote one. Solving it among the few nearest for each message needs no
matrix of all pairs, which would have to be kept and renewed at every edit.
"""

import numpy as np
from numpy.typing import NDArray

from faq.matching.phrase_index import PhraseIndex
from faq.matching.postings import SparseRows, Weights, top_k, unique_counts

_NEAREST = 48
_REGULARIZATION = 0.1
_EMBEDDING_WIDTH = 0.5
_EMBEDDING_SHARE = 0.6


def ridge_scores(lexical: Weights, cosines: Weights | None, faq: PhraseIndex) -> Weights:
    """Each entry's score; shape (entries,).

    lexical: the message's similarity to each phrasing by words and letters; cosines: by meaning, with an encoder.
    """
    similarity = _mixed(lexical, cosines)
    nearest = top_k(similarity, _NEAREST)
    owner = faq.owner[nearest]
    system = _gram_matrix(nearest, faq) + np.diag(_REGULARIZATION * np.sqrt(faq.counts[owner]))
    solved = np.linalg.solve(system, similarity[nearest])
    return np.bincount(owner, solved, minlength=len(faq.counts)).astype(np.float32)


def _gram_matrix(nearest: NDArray[np.int64], faq: PhraseIndex) -> NDArray[np.float32]:
    """The similarity of the nearest phrasings to each other; shape (nearest, nearest)."""
    words = _products(faq.word_rows.taken(nearest))
    letters = _products(faq.ngrams_of_phrasings(nearest))
    vectors = None if faq.embeddings is None else faq.embeddings.vectors.taken(nearest).dequantized()
    lexical = np.asarray((words + letters) / 2, np.float32)
    return _mixed(lexical, None if vectors is None else vectors @ vectors.T)


def _mixed(lexical: NDArray[np.float32], cosines: NDArray[np.float32] | None) -> NDArray[np.float32]:
    if cosines is None:
        return lexical
    by_meaning = np.exp((cosines - 1) / _EMBEDDING_WIDTH)
    return np.asarray((1 - _EMBEDDING_SHARE) * lexical + _EMBEDDING_SHARE * by_meaning, np.float32)


def _products(texts: SparseRows) -> NDArray[np.float32]:
    """The dot products of every pair; shape (texts, texts)."""
    columns, _ = unique_counts(texts.ids.astype(np.int64))
    dense = np.zeros((len(texts), len(columns)), np.float32)
    dense[texts.owners(), np.searchsorted(columns, texts.ids)] = texts.weights
    return np.asarray(dense @ dense.T, np.float32)
