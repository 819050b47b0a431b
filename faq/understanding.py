"""What an FAQ says to a message, read whole and by its parts."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from faq.deciding import Answer, Decision, HandOff, Suggest
from faq.matching import Match
from faq.parts import parts

_NUMBER = re.compile(r"\d{4,}")


Ask = Callable[[str, int], Decision]
"""Decides on a text by itself; it is one of so many that a message is read as, each of which may go wrong."""


@dataclass(frozen=True)
class Understood:
    """What is answered and what is not.

    `answers` are sure, in the order in which they were asked. `left` is what they leave open of the message, as it was
    typed, and `decision` is about that; with nothing left it is None.
    """

    answers: tuple[Match, ...]
    left: str
    decision: Suggest | HandOff | None


def understood(text: str, decision: Decision) -> Understood:
    """One decision on all of a message."""
    return Understood((decision.match,), "", None) if isinstance(decision, Answer) else Understood((), text, decision)


def understand(text: str, ask: Ask) -> Understood:
    """Two different questions in one message get both answers if both are sure.

    What only the whole message is sure of takes all of it together, except a part with a number in it: that is a case
    of the customer's own.
    """
    whole, pieces = ask(text, 1), parts(text)
    decided = [(part, whole if pieces == (text,) else ask(part, len(pieces))) for part in pieces]
    answers = _answers(decision for _, decision in decided)
    if isinstance(whole, Answer) and whole.match.entry not in [match.entry for match in answers]:
        left = [part for part, decision in decided if len(decided) > 1 and _is_case(part, decision, whole.match)]
        return _with_rest((whole.match,), left, ask)
    if not answers:
        return understood(text, whole)
    return _with_rest(answers, [part for part, decision in decided if _is_open(decision, answers)], ask)


def _with_rest(answers: tuple[Match, ...], left: Sequence[str], ask: Ask) -> Understood:
    if not left:
        return Understood(answers, "", None)
    text = "\n".join(left)
    decision = ask(text, len(left))
    if isinstance(decision, Answer):
        return Understood(_answers([*map(Answer, answers), decision]), "", None)
    return Understood(answers, text, without(decision, answers))


def without(decision: Suggest | HandOff, said: Sequence[Match]) -> Suggest | HandOff:
    """The same decision with nothing offered that was just said."""
    entries = [match.entry for match in said]
    fresh = tuple(match for match in decision.matches if match.entry not in entries)
    return Suggest(fresh) if isinstance(decision, Suggest) and fresh else _hand_off(decision, fresh)


def _hand_off(decision: Suggest | HandOff, matches: tuple[Match, ...]) -> HandOff:
    return HandOff(matches, decision.reason if isinstance(decision, HandOff) else "nothing_close")


def _answers(decisions: Iterable[Decision]) -> tuple[Match, ...]:
    """The sure matches, each entry once."""
    found = {one.match.entry.id: one.match for one in decisions if isinstance(one, Answer)}
    return tuple(found.values())


def _is_open(decision: Decision, answers: Sequence[Match]) -> bool:
    """A part that isn't sure, and is not about what is answered already: «у меня собака. Можно с собакой?»"""
    if isinstance(decision, Suggest):
        return decision.matches[0].entry not in [match.entry for match in answers]
    return isinstance(decision, HandOff)


def _is_case(part: str, decision: Decision, answered: Match) -> bool:
    return bool(_NUMBER.search(part)) and _is_open(decision, [answered])
