"""The matcher: which FAQ entries a customer's question may be asking for, and how surely."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from rapidfuzz import fuzz
from threadpoolctl import threadpool_limits

from faq.entry import Entry
from faq.label import Label
from faq.masking import masked
from faq.matching.array_cache import ArrayCache
from faq.matching.bands import Bands
from faq.matching.calibration_features import calibration_features
from faq.matching.constants import constants
from faq.matching.encoder import Encoder, EncoderUnavailableError, find_encoder
from faq.matching.equal_risk import EqualRisk
from faq.matching.explanation import Considered, Explanation
from faq.matching.match import Match
from faq.matching.moving_lines import moved
from faq.matching.normalise import normalise, words
from faq.matching.phrase_cache import holds, read_vectors, write_vectors
from faq.matching.postings import Weights, top_k
from faq.matching.prepared import PreparedFaq, language_of, prepare_faq
from faq.matching.reading import Reading, read, replace_colloquial
from faq.matching.replay import Outcome, replay
from faq.matching.scores import Scores, score
from faq.matching.wordlists import Language

_EXPLAINED = 5


class Matcher:
    """Finds the entries of one FAQ, in one language, that a question may be asking for.

    Matching is pure: the same entries and the same question give the same matches, in every process.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        *,
        semantic: bool | None = None,
        own_words: str = "",
        cache: ArrayCache | None = None,
    ) -> None:
        """semantic: None takes the sentence encoder if it is installed, False does without.

        own_words: the text of the author's words.md; see own_meanings.

        cache: where `save` left what takes longest to work out; the matcher is the same with it and without.

        Raises EncoderMissingError for True where it is not installed.
        """
        threadpool_limits(1, user_api="blas")  # arrays this small: a second thread can cost forty times what it saves
        self._set_up(tuple(entries), find_encoder(semantic, cache), own_words, cache)

    def _set_up(
        self, entries: tuple[Entry, ...], encoder: Encoder | None, own_words: str, cache: ArrayCache | None
    ) -> None:
        self._encoder, self._own_words = encoder, own_words
        self._fallback: Matcher | None = None
        cached = None if cache is None else read_vectors(cache, language_of(entries), self._encoder, own_words)
        self._faq = prepare_faq(entries, self._encoder, None, own_words, cached)
        self._is_saved = self._faq is not None and cached is not None and holds(cached, self._faq.texts)
        self._constants = constants(self._encoder is not None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries that it was made of, sorted by id."""
        return self._faq.entries if self._faq is not None else ()

    def updated(self, entries: Iterable[Entry]) -> "Matcher":
        """A matcher for the changed FAQ, equal to a new one; phrasings that stay are not read again."""
        entries = tuple(entries)
        fallback = None if self._fallback is None else self._fallback.updated(entries)
        changed = Matcher.__new__(Matcher)
        changed._encoder, changed._constants, changed._own_words = self._encoder, self._constants, self._own_words
        changed._is_saved, changed._fallback = False, fallback
        try:
            changed._faq = prepare_faq(entries, self._encoder, self._faq, self._own_words)
        except EncoderUnavailableError:
            if fallback is None:
                raise
            return fallback
        return changed

    def strengthened(self, encoder_of: Callable[[Language], Encoder], cache: ArrayCache | None = None) -> "Matcher":
        """The same FAQ matched with a remote encoder; this matcher answers where that fails, with `EqualRisk`.

        Raises EncoderUnavailableError when it does not give the phrasings' vectors.
        """
        if self._faq is None:
            return self
        strong = Matcher.__new__(Matcher)
        strong._set_up(self._faq.entries, encoder_of(self._faq.language), self._own_words, cache)
        strong._fallback = self.fallback
        return strong

    @property
    def is_strengthened(self) -> bool:
        """Whether a remote encoder serves; there is nothing for it to do without entries."""
        return self._fallback is not None or self._faq is None

    @property
    def fallback(self) -> "Matcher":
        """The matcher without a remote encoder."""
        return self._fallback or self

    def save(self, cache: ArrayCache) -> None:
        """Keep what takes longest to work out about the phrasings of now, and nothing of others, for the next start."""
        if self._fallback is not None:
            self._fallback.save(cache)
        if self._faq is not None and not self._is_saved:
            self._is_saved = write_vectors(cache, self._faq.texts, self._encoder, self._own_words)

    def match(self, question: str, limit: int = 3) -> list[Match]:
        """The likeliest entries, best first; none when the question has no words or the FAQ no entries.

        Each probability is that of being the right answer, 0 to 1. An entry's own phrasing has 1.
        """
        try:
            asked = self._ask(question)
        except EncoderUnavailableError:
            return self._without_encoder(question, limit)
        return [] if asked is None else asked.matches(limit)

    def threshold(self, max_wrong: float) -> float:
        """The probability from which direct answers are wrong at most that often, stricter with few phrasings.

        max_wrong: a share, 0 to 1. Learnt on other FAQs in this language, where 3 in 10 questions were such that
        nothing answers.
        """
        return self.bands(max_wrong).answer

    def bands(self, max_wrong: float, labels: Sequence[Label] = ()) -> Bands:
        """From which probability a match is sure, probable or a guess; see `threshold` for `max_wrong`.

        labels: what people's acts say questions meant. They move the lines, see faq.matching.moving_lines; the labelled
        questions are then matched again, 400 at most, which takes seconds. Without entries nothing is sure.
        """
        faq = self._faq
        if faq is None:
            return Bands(1.0, 1.0, 1.0)
        shipped = self._constants.bands(max_wrong, faq.language, faq.phrasings, len(faq.entries))
        if not labels:
            return shipped
        risk = partial(self._constants.risk, language=faq.language, phrasings=faq.phrasings)
        floor = self._constants.floor(len(faq.entries))
        return moved(shipped, self.outcomes(labels), max_wrong, risk, floor)

    def outcomes(self, labels: Sequence[Label]) -> tuple[Outcome, ...]:
        """What became of the latest labelled questions, asked again of what had not learnt them, oldest first."""
        if self._faq is None:
            return ()
        return replay(self._faq.entries, labels, lambda entries: self.updated(entries).match)

    def explain(self, question: str) -> Explanation:
        """What was read into the question, and why the first entries came first."""
        try:
            asked = self._ask(question)
        except EncoderUnavailableError:
            return self.fallback.explain(question)
        if asked is None:
            return Explanation(question, "typed", (), (), 0.0, 0.0, ())
        return asked.explanation(question)

    def _ask(self, question: str) -> "_ScoredQuestion | None":
        typed = words(question)
        if self._faq is None or not typed:
            return None
        reading = read(question, self._faq.index.vocabulary)
        scores = score(reading, self._faq.index, self._encoder, self._told(question))
        by_phrasings = self._constants.ranks(scores.table)
        ranks = by_phrasings
        if self._faq.answers is not None:
            ranks = by_phrasings + self._faq.answers.score(reading, scores.vector)
        return _ScoredQuestion(
            self._faq,
            reading,
            scores,
            ranks,
            self._confidence(question, reading, scores, by_phrasings, ranks),
            self._faq.exact_match(typed, reading),
            self._constants.weights,
        )

    def _told(self, question: str) -> Reading | None:
        """What a remote encoder is told of the question: nothing that says who asks. None: the question as it is."""
        if self._faq is None or self._encoder is None or not self._encoder.is_remote:
            return None
        told = masked(question)
        return None if told == question else read(told, self._faq.index.vocabulary)

    def _without_encoder(self, question: str, limit: int) -> list[Match]:
        """What the fallback finds, as surely as its risk allows among matches by this encoder."""
        if self._fallback is None or self._faq is None:
            raise EncoderUnavailableError
        shipped, faq = self._fallback._constants, self._faq
        scale = EqualRisk.between(shipped, self._constants, faq.language, faq.phrasings, len(faq.entries))
        return [
            replace(match, probability=round(scale.of(match.probability), 6), is_fallback=True)
            for match in self._fallback.match(question, limit)
        ]

    def _confidence(
        self, question: str, reading: Reading, scores: Scores, by_phrasings: Weights, ranks: Weights
    ) -> float:
        """The probability that the highest of `ranks` is right, 0 to 1.

        An answer's words may bring an entry to the front or cast doubt on it; they make no entry surer than its
        phrasings do, since a message that nothing answers often shares words with an answer.
        """
        if self._faq is None:
            return 0.0
        first, penalty = int(ranks.argmax()), 0.0
        if self._faq.unlike is not None:
            penalty = float(self._faq.unlike.penalty(reading, scores.vector, scores.nearest)[first])
        is_first_by_both = ranks is not by_phrasings and int(by_phrasings.argmax()) == first
        return min(
            self._constants.probability(
                calibration_features(normalise(question), scores, one, self._faq.phrasings), penalty
            )
            for one in ((ranks, by_phrasings) if is_first_by_both else (ranks,))
        )


@dataclass(frozen=True)
class _ScoredQuestion:
    """One question, scored."""

    faq: PreparedFaq
    reading: Reading
    scores: Scores
    ranks: Weights
    confidence: float  # probability that the highest rank is right, 0 to 1
    exact: int | None  # the entry whose own phrasing it is
    weights: dict[str, float]

    def matches(self, limit: int) -> list[Match]:
        order = top_k(self.ranks, limit).tolist()
        confidence = self.confidence
        if self.exact is not None:
            order = [self.exact, *(number for number in order if number != self.exact)]
            confidence = 1.0
        first = order[0]
        found = [(n, confidence if n == first else self._next(n, first, confidence)) for n in order[:limit]]
        return [Match(self.faq.entries[number], round(probability, 6)) for number, probability in found]

    def _next(self, number: int, first: int, confidence: float) -> float:
        """The probability of a further entry: by its rank below the first's, and what the first leaves."""
        behind = min(0.0, float(self.ranks[number] - self.ranks[first]))
        return min(confidence * float(np.exp(behind)), 1 - confidence)

    def explanation(self, question: str) -> Explanation:
        considered = tuple(self._considered(match) for match in self.matches(_EXPLAINED))
        repaired = [pair for pair in zip(self.reading.words, self.reading.repaired, strict=True) if pair[0] != pair[1]]
        return Explanation(
            question,
            self.reading.keyboard,
            self.reading.words,
            tuple(dict.fromkeys(repaired)),
            self.scores.unknown_weight,
            self.reading.unknown_letters,
            considered,
        )

    def _considered(self, match: Match) -> Considered:
        number = self.faq.entries.index(match.entry)
        shares = {name: weight * float(self.scores.table[name][number]) for name, weight in self.weights.items()}
        texts = tuple(dict.fromkeys((*match.entry.phrasings, *match.entry.learnt)))
        plain = self.faq.index.vocabulary.meanings.plain
        read_as = {text: replace_colloquial(words(text), plain) for text in texts}
        own = {word for tokens in read_as.values() for word in tokens}
        shared = tuple(word for word in dict.fromkeys(self.reading.in_own_words) if word in own)
        said = " ".join(self.reading.repaired)
        phrasing = max(texts, key=lambda text: fuzz.token_sort_ratio(said, " ".join(read_as[text])))
        return Considered(match, phrasing, shares, shared)
