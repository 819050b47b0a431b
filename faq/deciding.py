"""What to do with a question, given how well the entries match it: answer, suggest or hand off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq.matching import Match
from faq.normalising import has_words

SUGGEST_FROM = 0.12
"""The probability below which an entry is not worth a button."""

MOST_SUGGESTIONS = 3

_RIVAL = 0.5
"""A second entry with this share of the best one's probability makes the question ambiguous."""

_CERTAIN = 0.99
"""The probability from which a rival does not matter."""

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


def decide(
    question: str,
    matches: Sequence[Match],
    *,
    answer_from: float,
    on: date,
    suggest_from: float = SUGGEST_FROM,
) -> Decision:
    """The decision on `question`, whose `matches` come best first.

    `answer_from` and `suggest_from` are probabilities; `on` is today on the company's calendar: entries that do not
    hold today are neither stated nor suggested.
    """
    if not has_words(question):
        return HandOff((), "no_words")
    worth = [match for match in matches if match.probability >= suggest_from]
    valid = [match for match in worth if match.entry.is_valid(on)]
    if not valid:
        return HandOff(tuple(matches[:MOST_SUGGESTIONS]), "out_of_date" if worth else "nothing_close")
    if valid[0].probability >= answer_from and not _is_ambiguous(valid):
        return Answer(valid[0])
    return _suggest(valid, matches)


def _is_ambiguous(matches: Sequence[Match]) -> bool:
    """The very words of a phrasing are never ambiguous, however near another entry is."""
    best = matches[0].probability
    return best < _CERTAIN and len(matches) > 1 and matches[1].probability >= _RIVAL * best


def _suggest(valid: Sequence[Match], matches: Sequence[Match]) -> Decision:
    """Small talk is said or left unsaid, but never offered as a choice."""
    offered = tuple(match for match in valid if not match.entry.is_small_talk)[:MOST_SUGGESTIONS]
    return Suggest(offered) if offered else HandOff(tuple(matches[:MOST_SUGGESTIONS]), "nothing_close")
