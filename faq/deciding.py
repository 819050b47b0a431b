"""Decides what to do with a question, given its matches: answer, preview, suggest or hand off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from faq.matching import Band, Bands, Match
from faq.normalising import has_words

MOST_SUGGESTIONS = 4

MOST_WITH_PREVIEW = 3
"""The entry that is previewed, and two others."""

MOST_FOR_STAFF = 3

Reason = Literal["no_words", "nothing_close", "out_of_date"]


@dataclass(frozen=True)
class Answer:
    """State the entry's answer."""

    match: Match


@dataclass(frozen=True)
class Suggest:
    """Offer one to four entries to choose from, best first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Preview(Suggest):
    """Show the first lines of the first entry's answer, to be confirmed, and offer up to two others beside it."""


@dataclass(frozen=True)
class HandOff:
    """Hand off to a person. `matches` are the likeliest, for the staff only; the customer is shown none of them."""

    matches: tuple[Match, ...]
    reason: Reason


Decision = Answer | Suggest | HandOff
"""A `Preview` is a `Suggest` whose first entry is probable."""


def decide(question: str, matches: Sequence[Match], *, bands: Bands, on: date) -> Decision:
    """The decision on `question`, whose `matches` come best first.

    The first match tells the band; the others are offered beside it however improbable they are. `on` is today on the
    company's calendar: entries that are not valid today are neither stated nor offered.
    """
    if not has_words(question):
        return HandOff((), "no_words")
    if not is_above_floor(matches, bands):
        return _hand_off(matches, "nothing_close")
    valid = [match for match in matches if match.entry.is_valid(on)]
    if not is_above_floor(valid, bands):
        return _hand_off(matches, "out_of_date")
    if bands.of(valid[0].probability) is Band.ANSWER:
        return Answer(valid[0])
    return _offer([match for match in valid if not match.entry.is_small_talk], matches, bands)


def is_above_floor(matches: Sequence[Match], bands: Bands) -> bool:
    """Whether the matches, best first, are worth offering to anybody, customer or colleague."""
    return bool(matches) and bands.of(matches[0].probability) is not Band.NOTHING


def graded(decision: Suggest | HandOff, bands: Bands) -> Suggest | HandOff:
    """A decision from which matches were taken away, by what is left of them."""
    return _offer(decision.matches, decision.matches, bands) if isinstance(decision, Suggest) else decision


def _offer(offered: Sequence[Match], matches: Sequence[Match], bands: Bands) -> Suggest | HandOff:
    """A preview or a choice of what may be offered, which is never small talk; else a hand-off with all `matches`."""
    if not is_above_floor(offered, bands):
        return _hand_off(matches, "nothing_close")
    if bands.of(offered[0].probability) is Band.OFFER:
        return Suggest(tuple(offered[:MOST_SUGGESTIONS]))
    return Preview(tuple(offered[:MOST_WITH_PREVIEW]))


def _hand_off(matches: Sequence[Match], reason: Reason) -> HandOff:
    return HandOff(tuple(matches[:MOST_FOR_STAFF]), reason)
