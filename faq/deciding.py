"""Decides what to do with a question, given its matches: answer, suggest or hand off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq.matching import Match
from faq.normalising import has_words

SUGGEST_FROM = 0.15
"""The least probability of the likeliest entry for a choice to be offered. Measured: 93 % of the questions that an
entry answers are above it, and half of the others."""

_TIMES_CHANCE = 2.0
_HIGHEST_SUGGEST_FROM = 0.35

MOST_SUGGESTIONS = 3

Reason = Literal["no_words", "nothing_close", "out_of_date"]


@dataclass(frozen=True)
class Answer:
    """State the entry's answer."""

    match: Match


@dataclass(frozen=True)
class Suggest:
    """Offer one to three entries to choose from, best first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True)
class HandOff:
    """Hand off to a person. `matches` are the likeliest, for the staff only; the customer is shown none of them."""

    matches: tuple[Match, ...]
    reason: Reason


Decision = Answer | Suggest | HandOff


def suggest_from(entries: int) -> float:
    """`SUGGEST_FROM` for an FAQ of so many entries: with few, it is twice the probability of a random pick."""
    return max(SUGGEST_FROM, min(_HIGHEST_SUGGEST_FROM, _TIMES_CHANCE / max(1, entries)))


def decide(
    question: str,
    matches: Sequence[Match],
    *,
    answer_from: float,
    on: date,
    offer_from: float = SUGGEST_FROM,
) -> Decision:
    """The decision on `question`, whose `matches` come best first.

    `answer_from` and `offer_from` are the least probabilities of the first match to be stated and to be suggested; the
    others are suggested beside it however improbable they are. `on` is today on the company's calendar: entries that
    are not valid today are neither stated nor suggested.
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
    """Small talk is never offered as a choice."""
    offered = tuple(match for match in valid if not match.entry.is_small_talk)[:MOST_SUGGESTIONS]
    return Suggest(offered) if offered else _hand_off(matches, "nothing_close")


def _hand_off(matches: Sequence[Match], reason: Reason) -> HandOff:
    return HandOff(tuple(matches[:MOST_SUGGESTIONS]), reason)
