"""How well each entry fits a message, in several ways at once."""

from dataclasses import dataclass

import numpy as np

from faq.matching.embeddings import situation_embeddings
from faq.matching.encoder import Encoder, Vectors
from faq.matching.phrase_index import EmbeddingIndex, PhraseIndex
from faq.matching.postings import Weights
from faq.matching.reading import Reading
from faq.matching.ridge import ridge_scores
from faq.matching.situations import Situations, situations

LEXICAL = ("word", "asked", "letters", "word_mean", "letters_mean", "place", "place_mean", "ridge")
SEMANTIC = (*LEXICAL, "sense", "sense_mean", "sense_place", "sense_place_mean")
_TINY = 1e-6
_STRANGE = 1.2  # how fast vectors lose their say with the share of unknown letters
_MOSTLY_TYPED = 0.34  # of a message more repaired than that, the words as typed are left out
_NEARNESS = 10.0  # how much more a line counts that is nearer
_LONG = 12  # words; of a longer one too: it takes the encoder longest, and a few slips hardly change its meaning
_VERY_LONG = 20  # words; of a still longer one nothing but the FAQ's own words is read
_GATE = 1.5  # how fast places lose theirs where the FAQ itself is nearer than any situation


@dataclass(frozen=True)
class Scores:
    """The scores of every entry, and what else is known about the message."""

    table: dict[str, Weights]  # by the name of the score, those of LEXICAL or SEMANTIC; shape (entries,)
    unknown: float  # share of the words' weight that the FAQ does not know
    strangeness: float  # share of the letters in words that nothing knows
    length: int  # words
    background: float  # likeness to the nearest message that no FAQ answers, by words and letters
    background_share: float  # of such messages in what the message is like, 0 to 1; by meaning with an encoder
    beyond_background: tuple[
        float, float
    ]  # by meaning, how much nearer the FAQ is than the nearest and the five nearest of them


@dataclass(frozen=True)
class _Lexical:
    """Likeness by words and letters, to each phrasing and each situation's line."""

    word: Weights
    letters: Weights
    table: dict[str, Weights]
    unknown: float
    background: float
    background_share: float


@dataclass(frozen=True)
class _Semantic:
    """What the message means, beside each entry and beside messages that no FAQ answers."""

    table: dict[str, Weights]
    beyond_background: tuple[float, float]
    background_share: float


def score(reading: Reading, faq: PhraseIndex, encoder: Encoder | None) -> Scores:
    """The message as read against every entry."""
    lexical = _lexical(reading, faq)
    by_letters = np.asarray((lexical.word + lexical.letters) / 2, np.float32)
    known = (lexical.unknown, reading.strangeness, len(reading.words), lexical.background)
    if encoder is None or faq.embeddings is None:
        table = lexical.table | {"ridge": ridge_scores(by_letters, None, faq)}
        return Scores(table, *known, lexical.background_share, (0.0, 0.0))
    vector = _vector(reading, encoder)
    cosines = faq.embeddings.vectors @ vector
    semantic = _semantic(vector, cosines, reading.strangeness, faq, faq.embeddings, encoder)
    table = lexical.table | {"ridge": ridge_scores(by_letters, cosines, faq)} | semantic.table
    return Scores(table, *known, semantic.background_share, semantic.beyond_background)


def _lexical(reading: Reading, faq: PhraseIndex) -> _Lexical:
    known = situations(faq.language)
    query = faq.words_of(reading.words)
    by_line = known.likeness(reading.repaired)
    word = faq.words.dot(query.stems) / query.length
    letters = faq.letters.dot(faq.ngrams_of(reading.words))
    place = faq.places.dot(known.place(by_line, known.usual)) * _place_trust(known.nearest(by_line), letters)
    table = {
        "word": faq.best(word),
        "asked": faq.best(faq.presence.dot(query.stems)) / query.total,
        "letters": faq.best(letters),
        "word_mean": faq.mean(word) / faq.word_spread,
        "letters_mean": faq.mean(letters) / faq.ngram_spread,
        "place": faq.best(place),
        "place_mean": faq.mean(place),
    }
    background = float(known.background(by_line).max())
    return _Lexical(word, letters, table, query.unknown, background, _background_share(by_line, known))


def _semantic(
    vector: Vectors,
    cosines: Weights,
    strangeness: float,
    faq: PhraseIndex,
    embeddings: EmbeddingIndex,
    encoder: Encoder,
) -> _Semantic:
    known = situations(faq.language)
    lines = situation_embeddings(faq.language, encoder)
    by_line = lines.vectors @ vector
    trust = 1 - min(1.0, _STRANGE * strangeness)
    place = (
        embeddings.places.dot(known.place(by_line, lines.usual)) * _place_trust(known.nearest(by_line), cosines) * trust
    )
    table = {
        "sense": _standardised(faq.best(cosines)) * trust,
        "sense_mean": _standardised(faq.mean(cosines) / embeddings.spread) * trust,
        "sense_place": faq.best(place),
        "sense_place_mean": faq.mean(place),
    }
    nearest = np.sort(known.background(by_line))[-5:] * trust
    best = float(faq.best(cosines).max()) * trust
    beyond = best - float(nearest[-1]), best - float(nearest.mean())
    return _Semantic(table, beyond, _background_share(by_line, known))


def _vector(reading: Reading, encoder: Encoder) -> Vectors:
    """The mean of what the message means as typed, repaired and in the FAQ's own words."""
    readings = [reading.in_own_words]
    if len(reading.words) <= _VERY_LONG:
        readings.append(reading.repaired)
    if reading.repaired_share < _MOSTLY_TYPED and len(reading.words) <= _LONG:
        readings.append(reading.words)
    texts = [" ".join(tokens) or "." for tokens in readings]
    different = list(dict.fromkeys(texts))
    vectors = dict(zip(different, encoder.encode(different), strict=True))
    together = np.sum([vectors[text] for text in texts], axis=0)
    return np.asarray(together / (np.linalg.norm(together) + _TINY), np.float32)


def _background_share(by_line: Weights, known: Situations) -> float:
    """The part of the background in the likeness to all lines, near ones counting most."""
    near = np.exp(_NEARNESS * (by_line - by_line.max()))
    return float(known.background(near).sum() / near.sum())


def _place_trust(nearest_line: float, likeness: Weights) -> float:
    """1 where a situation is nearer to the message than any phrasing is, down to 0 where a phrasing is much nearer."""
    return min(1.0, max(0.0, 0.5 + _GATE * (nearest_line - float(likeness.max()))))


def _standardised(scores: Weights) -> Weights:
    """Comparable between messages: quarters of a standard deviation above the mean of all entries."""
    return np.asarray((scores - scores.mean()) / (scores.std() + 1e-3) / 4, np.float32)
