"""Similarity scores of a message with every entry.

Cosines with an entry's phrasings, the best (`word`, `char_ngrams`, `embedding`) and the mean (`…_mean`), by words,
character n-grams and sentence embeddings; the same for situation profiles (`situation`, `embedding_situation`);
`query_coverage`, the weight of the message's words that one phrasing has; `ridge`, see faq/matching/ridge.py.
"""

from dataclasses import dataclass

import numpy as np

from faq.matching.embeddings import situation_embeddings
from faq.matching.encoder import Encoder, Vectors
from faq.matching.phrase_index import EmbeddingIndex, PhraseIndex
from faq.matching.postings import Weights
from faq.matching.reading import Reading
from faq.matching.ridge import mixed_similarity, ridge_scores
from faq.matching.situations import Situations, situations

LEXICAL = (
    "word",
    "query_coverage",
    "char_ngrams",
    "word_mean",
    "char_ngrams_mean",
    "situation",
    "situation_mean",
    "ridge",
)
SEMANTIC = (*LEXICAL, "embedding", "embedding_mean", "embedding_situation", "embedding_situation_mean")
_EPSILON = 1e-6
_UNKNOWN_DECAY = 1.2  # slope by which embeddings lose weight with the share of unknown letters
_MAX_REPAIRED = 0.34  # share of words: of a message with more repaired, the words as typed are not encoded
_SHARPNESS = 10.0  # of the soft maximum over lines, per unit of cosine
_LONG = 12  # words; of a longer one too: it takes the encoder longest, and a few slips hardly change its meaning
_VERY_LONG = 20  # words; of a still longer one nothing but the FAQ's own words is read
_PROFILE_DECAY = (
    1.5  # slope by which profiles lose weight where a phrasing is nearer than any situation, per unit of cosine
)


@dataclass(frozen=True)
class Scores:
    """The scores of every entry, and what else is known about the message."""

    table: dict[str, Weights]  # by the name of the score, those of LEXICAL or SEMANTIC; shape (entries,)
    unknown_weight: float  # share of the words' weight that the FAQ does not know, 0 to 1
    unknown_letters: float  # share of the letters in words that neither the FAQ nor the lists know, 0 to 1
    length: int  # words
    background: float  # similarity to the nearest message that no FAQ answers, by words and n-grams, 0 to 1
    background_share: float  # of such messages among the nearest lines, 0 to 1; by embeddings with an encoder
    # By embeddings, the best cosine with the FAQ minus that with the nearest such message, and with the mean of five.
    beyond_background: tuple[float, float]
    nearest: Weights  # similarity to each entry's nearest phrasing, see mixed_similarity; shape (entries,)
    vector: Vectors | None  # the message's embedding, with an encoder


@dataclass(frozen=True)
class _Lexical:
    """Similarity by words and character n-grams, to each phrasing and each line of the situations."""

    words: Weights  # cosines with the phrasings; shape (phrasings,)
    ngrams: Weights  # the same by character n-grams
    table: dict[str, Weights]
    unknown_weight: float
    background: float
    background_share: float


@dataclass(frozen=True)
class _Semantic:
    """Similarity by embeddings, to each entry and to messages that no FAQ answers."""

    table: dict[str, Weights]
    beyond_background: tuple[float, float]
    background_share: float


def score(reading: Reading, faq: PhraseIndex, encoder: Encoder | None, told: Reading | None = None) -> Scores:
    """The scores of a message as it was read.

    told: the reading that a remote encoder is given, where that is another. Raises EncoderUnavailableError if remote.
    """
    lexical = _lexical(reading, faq)
    by_characters = np.asarray((lexical.words + lexical.ngrams) / 2, np.float32)
    known = (lexical.unknown_weight, reading.unknown_letters, len(reading.words), lexical.background)
    if encoder is None or faq.embeddings is None:
        similarity = mixed_similarity(by_characters, None)
        table = lexical.table | {"ridge": ridge_scores(similarity, faq)}
        return Scores(table, *known, lexical.background_share, (0.0, 0.0), faq.max_by_entry(similarity), None)
    vector = _encode(told or reading, encoder)
    cosines = faq.embeddings.vectors @ vector
    similarity = mixed_similarity(by_characters, cosines)
    semantic = _semantic(vector, cosines, reading.unknown_letters, faq, faq.embeddings, encoder)
    table = lexical.table | {"ridge": ridge_scores(similarity, faq)} | semantic.table
    nearest = faq.max_by_entry(similarity)
    return Scores(table, *known, semantic.background_share, semantic.beyond_background, nearest, vector)


def _lexical(reading: Reading, faq: PhraseIndex) -> _Lexical:
    known = situations(faq.language)
    query = faq.word_query(reading.words)
    by_line = known.similarity(reading.repaired)
    words = faq.words.dot(query.stems) / query.length
    ngrams = faq.ngrams.dot(faq.ngram_query(reading.words))
    profile = faq.profiles.dot(known.profile(by_line, known.background_mean)) * _profile_trust(
        known.nearest(by_line), ngrams
    )
    table = {
        "word": faq.max_by_entry(words),
        "query_coverage": faq.max_by_entry(faq.presence.dot(query.stems)) / query.total,
        "char_ngrams": faq.max_by_entry(ngrams),
        "word_mean": faq.mean_by_entry(words) / faq.word_spread,
        "char_ngrams_mean": faq.mean_by_entry(ngrams) / faq.ngram_spread,
        "situation": faq.max_by_entry(profile),
        "situation_mean": faq.mean_by_entry(profile),
    }
    background = float(known.background(by_line).max())
    return _Lexical(words, ngrams, table, query.unknown_weight, background, _background_share(by_line, known))


def _semantic(
    vector: Vectors,
    cosines: Weights,
    unknown_letters: float,
    faq: PhraseIndex,
    embeddings: EmbeddingIndex,
    encoder: Encoder,
) -> _Semantic:
    known = situations(faq.language)
    lines = situation_embeddings(faq.language, encoder)
    by_line = lines.vectors @ vector
    trust = 1 - min(1.0, _UNKNOWN_DECAY * unknown_letters)
    profile = (
        embeddings.profiles.dot(known.profile(by_line, lines.background_mean))
        * _profile_trust(known.nearest(by_line), cosines)
        * trust
    )
    table = {
        "embedding": _standardised(faq.max_by_entry(cosines)) * trust,
        "embedding_mean": _standardised(faq.mean_by_entry(cosines) / embeddings.spread) * trust,
        "embedding_situation": faq.max_by_entry(profile),
        "embedding_situation_mean": faq.mean_by_entry(profile),
    }
    nearest = np.sort(known.background(by_line))[-5:] * trust
    best = float(faq.max_by_entry(cosines).max()) * trust
    beyond = best - float(nearest[-1]), best - float(nearest.mean())
    return _Semantic(table, beyond, _background_share(by_line, known))


def _encode(reading: Reading, encoder: Encoder) -> Vectors:
    """The unit mean of the embeddings of the message as typed, repaired and in the FAQ's own words; (dimensions,)."""
    readings = [reading.in_own_words]
    if len(reading.words) <= _VERY_LONG:
        readings.append(reading.repaired)
    if reading.repaired_share < _MAX_REPAIRED and len(reading.words) <= _LONG:
        readings.append(reading.words)
    texts = [" ".join(tokens) or "." for tokens in readings]
    different = list(dict.fromkeys(texts))
    vectors = dict(zip(different, encoder.encode_question(different), strict=True))
    together = np.sum([vectors[text] for text in texts], axis=0)
    return np.asarray(together / (np.linalg.norm(together) + _EPSILON), np.float32)


def _background_share(by_line: Weights, known: Situations) -> float:
    """The softmax share of the background among all lines, 0 to 1."""
    near = np.exp(_SHARPNESS * (by_line - by_line.max()))
    return float(known.background(near).sum() / near.sum())


def _profile_trust(nearest_line: float, similarity: Weights) -> float:
    """1 where a situation is nearer to the message than any phrasing is, down to 0 where a phrasing is much nearer."""
    return min(1.0, max(0.0, 0.5 + _PROFILE_DECAY * (nearest_line - float(similarity.max()))))


def _standardised(scores: Weights) -> Weights:
    """Comparable between messages: quarters of a standard deviation above the mean of all entries."""
    return np.asarray((scores - scores.mean()) / (scores.std() + 1e-3) / 4, np.float32)
