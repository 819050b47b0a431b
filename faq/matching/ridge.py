"""Kernel ridge regression over the phrasings nearest to a message.

Nearest-neighbour scores count one phrasing at a time; the regression weighs the near ones against each other, so that
five phrasings that say the same thing don't outvote one. Solving it among the few nearest for each message needs no
matrix of all pairs, which would have to be kept and renewed at every edit.
"""

import numpy as np
from numpy.typing import NDArray

from faq.matching.phrase_index import PhraseIndex
from faq.matching.postings import SparseRows, Weights, top_k

_NEAREST = 48  # phrasings
_REGULARIZATION = 0.1  # added to the diagonal, times the square root of how many phrasings the entry has
_EMBEDDING_WIDTH = 0.5  # cosine distance at which the embeddings' kernel falls to 1/e
_EMBEDDING_SHARE = 0.6  # of the embeddings' kernel in the whole, 0 to 1


def ridge_scores(similarity: Weights, faq: PhraseIndex) -> Weights:
    """Each entry's score; shape (entries,).

    similarity: the message's to each phrasing, see mixed_similarity.
    """
    nearest = top_k(similarity, _NEAREST)
    owner = faq.owner[nearest]
    system = _gram_matrix(nearest, faq) + np.diag(_REGULARIZATION * np.sqrt(faq.counts[owner]))
    solved = np.linalg.solve(system, similarity[nearest])
    return np.bincount(owner, solved, minlength=len(faq.counts)).astype(np.float32)


def _gram_matrix(nearest: NDArray[np.int64], faq: PhraseIndex) -> NDArray[np.float32]:
    """The kernel between the nearest phrasings; shape (nearest, nearest)."""
    words = _products(faq.word_rows.taken(nearest))
    ngrams = _products(faq.ngram_rows.taken(nearest))
    vectors = None if faq.embeddings is None else faq.embeddings.vectors.taken(nearest).dequantized()
    lexical = np.asarray((words + ngrams) / 2, np.float32)
    return mixed_similarity(lexical, None if vectors is None else vectors @ vectors.T)


def mixed_similarity(lexical: NDArray[np.float32], cosines: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """The kernel of pairs, from their cosines by words and n-grams and, with an encoder, by embeddings; their shape."""
    if cosines is None:
        return lexical
    by_embeddings = np.exp((cosines - 1) / _EMBEDDING_WIDTH)
    return np.asarray((1 - _EMBEDDING_SHARE) * lexical + _EMBEDDING_SHARE * by_embeddings, np.float32)


def _products(texts: SparseRows) -> NDArray[np.float32]:
    """The dot products of every pair; shape (texts, texts)."""
    features = int(texts.ids.max(initial=0)) + 1
    is_used = np.zeros(features, np.bool_)
    is_used[texts.ids] = True
    columns = is_used.nonzero()[0]
    place = np.empty(features, np.int32)  # of a feature among the columns; only theirs are written and read
    place[columns] = np.arange(len(columns), dtype=np.int32)
    dense = np.zeros((len(texts), len(columns)), np.float32)
    dense[texts.owners(), place[texts.ids]] = texts.weights
    return np.asarray(dense @ dense.T, np.float32)
