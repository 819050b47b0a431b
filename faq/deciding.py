"""What to do with a question, given how well the entries match it: answer, suggest or hand off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq.matching import Match
from faq.normalising import has_words

SUGGEST_FROM = 0.15
"""The probability of the likeliest entry below which no choice is offered: of the questions that an entry answers 93 in
100 are above it, of the others half."""

_BEYOND_CHANCE = 2.0
_MOST_TO_SUGGEST = 0.35

MOST_SUGGESTIONS = 3

Reason = Literal["no_words", "nothing_close", "out_of_date"]


@dataclass(frozen=True)
class Answer:
    """Sure enough to state the entry's answer."""

    match: Match


@dataclass(frozen=True)
class Suggest:
    """Unsure: one to three entries to choose from, best first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True)
class HandOff:
    """A person is needed. `matches` came closest, for the staff's eyes; none may be shown as an answer."""

    matches: tuple[Match, ...]
    reason: Reason


Decision = Answer | Suggest | HandOff


def suggest_from(entries: int) -> float:
    """The same for an FAQ of so many entries: where they are few, it must be twice what drawing lots would give."""
    return max(SUGGEST_FROM, min(_MOST_TO_SUGGEST, _BEYOND_CHANCE / max(1, entries)))


def decide(
    question: str,
    matches: Sequence[Match],
    *,
    answer_from: float,
    on: date,
    offer_from: float = SUGGEST_FROM,
) -> Decision:
    """The decision on `question`, whose `matches` come best first.

    `answer_from` and `offer_from` are probabilities of the first match; the others stand beside it as a choice,
    however improbable: what the first leaves is theirs. `on` is today on the company's calendar: entries that do not
    hold today are neither stated nor suggested.
    """
    if not has_words(question):
        return HandOff((), "no_words")
    if not matches or matches[0].probability < offer_from:
        return _hand_off(matches, "nothing_close")
    valid = [match for match in matches if match.entry.is_valid(on)]
    if not valid or valid[0].probability < offer_from:
        return _hand_off(matches, "out_of_date")
    return Answer(valid[0]) if valid[0].probability >= answer_from else _suggest(valid, matches)


def _suggest(valid: Sequence[Match], matches: Sequence[Match]) -> Decision:
    """Small talk is said or left unsaid, but never offered as a choice."""
    offered = tuple(match for match in valid if not match.entry.is_small_talk)[:MOST_SUGGESTIONS]
    return Suggest(offered) if offered else _hand_off(matches, "nothing_close")


def _hand_off(matches: Sequence[Match], reason: Reason) -> HandOff:
    return HandOff(tuple(matches[:MOST_SUGGESTIONS]), reason)
