"""The phrasings that would help most: customers' questions, tried as further phrasings of the entries they mean.

Each is really added and the questions that it may change are asked again; what helps most is kept, and the others are
tried beside it. Only those that have many unmet questions like them are tried at all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from faq.advice.questions import AskedQuestion, are_of_several, as_phrasing
from faq.advice.replay import FaqOfNow, Gain, Met, Replay, Shown
from faq.advice.values import PhrasingAdvice
from faq.matching.votes import Words, question_words
from faq.purposes import purposes_of

_TRIED, _TRIED_OF_ENTRY = 16, 4  # candidates
_ASKED_AGAIN = 32  # questions, for each
_LEAST_MET = 2  # itself and another question, or itself twice
_LEAST_WORDS, _MOST_WORDS = 2, 14
_SAME = 0.6  # likeness from which two candidates are the same


@dataclass(frozen=True)
class _Candidate:
    """A question that may become a phrasing of an entry."""

    place: int
    entry: str
    phrasing: str
    near: tuple[int, ...]  # places of the questions that it may change

    def added_to(self, faq: FaqOfNow) -> FaqOfNow:
        entry = faq.entries[self.entry]
        return faq.changed(replace(entry, also=(*entry.also, self.phrasing)))


@dataclass(frozen=True)
class _Trial:
    candidate: _Candidate
    gain: Gain
    faq: FaqOfNow
    shown: dict[int, Shown]
    beside: Replay  # what it was tried beside

    @property
    def order(self) -> tuple[Gain, int, str]:
        """The greater, the better; among equals the shorter."""
        return self.gain, -len(self.candidate.phrasing), self.candidate.phrasing


def helpful_phrasings(replay: Replay, most: int) -> list[PhrasingAdvice]:
    """At most so many, the most helpful first, each beside those before it."""
    found: list[PhrasingAdvice] = []
    entries = replay.faq.entries
    trials = [_tried(replay, candidate) for candidate in _candidates(replay)]
    while len(found) < most and (best := _best(replay, trials)):
        found.append(PhrasingAdvice(entries[best.candidate.entry], best.candidate.phrasing, best.gain.met))
        replay = replay.having(best.faq, best.shown)
        trials = [trial for trial in trials if not _is_same(replay, trial, best)]
    return found


def _tried(replay: Replay, candidate: _Candidate) -> _Trial:
    changed = candidate.added_to(replay.faq)
    gain, shown = replay.gain(changed, candidate.near)
    return _Trial(candidate, gain, changed, shown, replay)


def _best(replay: Replay, trials: list[_Trial]) -> _Trial | None:
    """The one that helps most; None if none helps enough.

    Beside others a phrasing helps hardly more than alone, so only those are tried again that might be the best
    (Minoux: Accelerated greedy algorithms for maximizing submodular set functions, 1978). Changes `trials`.
    """
    while trials:
        trials.sort(key=lambda trial: trial.order)
        first = trials[-1]
        if first.gain.net < _LEAST_MET or first.beside is replay:
            return first if first.gain.net >= _LEAST_MET else None
        trials[-1] = _tried(replay, first.candidate)
    return None


def _is_same(replay: Replay, trial: _Trial, chosen: _Trial) -> bool:
    one, other = trial.candidate, chosen.candidate
    return one == other or (one.entry == other.entry and bool(replay.alike(one.place)[other.place] >= _SAME))


def _candidates(replay: Replay) -> list[_Candidate]:
    """Those worth trying, by the weight of the unmet questions that mean the same and are like them."""
    own = {question_words(text) for entry in replay.faq.entries.values() for text in entry.phrasings}
    unmet, times = replay.unmet(), replay.times()
    weights: dict[int, float] = {}
    for place in _possible(replay, own):
        same = unmet & replay.means(replay.questions[place].meant[0])
        if are_of_several([replay.questions[one] for one in np.flatnonzero(same).tolist()]):
            weights[place] = float((times * replay.alike(place))[same].sum())
    ranked = sorted(weights, key=lambda place: (-weights[place], replay.questions[place].text))
    return [_candidate(replay, place) for place in _few_of_each(replay, ranked)]


def _candidate(replay: Replay, place: int) -> _Candidate:
    question = replay.questions[place]
    near = replay.near(place, question.meant[0], _ASKED_AGAIN)
    return _Candidate(place, question.meant[0], as_phrasing(question.text), near)


def _possible(replay: Replay, own: set[Words]) -> Iterator[int]:
    """The places of questions that are not stated today, mean a valid entry, and can stand in a file."""
    for place, (question, shown) in enumerate(zip(replay.questions, replay.shown, strict=True)):
        if shown.met < Met.STATED and _can_be_a_phrasing(question, own):
            entry = replay.faq.entries.get(question.meant[0])
            if entry is not None and entry.is_valid(replay.faq.on):
                yield place


def _can_be_a_phrasing(question: AskedQuestion, own: set[Words]) -> bool:
    if not question.meant:
        return False
    phrasing = as_phrasing(question.text)
    words = question_words(phrasing)
    return _LEAST_WORDS <= len(words) <= _MOST_WORDS and words not in own and not is_for_a_person(phrasing)


def is_for_a_person(text: str) -> bool:
    """Whether it scolds, threatens or asks to be called: words that no author wants to read in the FAQ."""
    return any(purpose.wants_person for purpose in purposes_of(text))


def _few_of_each(replay: Replay, ranked: Iterable[int]) -> list[int]:
    """The first of them, few of each entry, and of nearly the same ones the first."""
    kept: list[int] = []
    of_entry: Counter[str] = Counter()
    for place in ranked:
        entry = replay.questions[place].meant[0]
        alike = replay.alike(place)
        if of_entry[entry] < _TRIED_OF_ENTRY and not any(alike[other] >= _SAME for other in kept):
            of_entry[entry] += 1
            kept.append(place)
        if len(kept) == _TRIED:
            break
    return kept
