"""Decides on a message as a whole and on each of its parts."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from faq.deciding import Answer, Decision, HandOff, Suggest
from faq.matching import Match
from faq.normalising import normalise
from faq.parts import parts

_NUMBER = re.compile(r"\d{4,}")

_MOST_WORDS = 64
"""Words of all parts together that are read part by part, so that the time for a message is bounded."""

_UNREAD = HandOff((), "nothing_close")

Ask = Callable[[str, int], Decision]
"""Decides on one text; the number says how many texts the message is decided on as."""


@dataclass(frozen=True)
class Understood:
    """What is answered of a message, and what is not.

    `answers` are stated, in the order of their questions. `left` is the rest of the message, as it was typed, and
    `decision` is about that; without a rest it is None.
    """

    answers: tuple[Match, ...]
    left: str
    decision: Suggest | HandOff | None


def understood(text: str, decision: Decision) -> Understood:
    """The result of a single decision on the whole message."""
    return Understood((decision.match,), "", None) if isinstance(decision, Answer) else Understood((), text, decision)


def understand(text: str, ask: Ask) -> Understood:
    """Several questions in one message are all answered if each is sure.

    If only the message as a whole is sure of an answer, that answers all of it, except parts with a number: they are
    about the customer's own order.
    """
    whole, pieces = ask(text, 1), parts(text)
    decided = [(text, whole)] if pieces == (text,) else _decided(pieces, ask)
    answers = _answers(decision for _, decision in decided)
    if isinstance(whole, Answer) and whole.match.entry not in [match.entry for match in answers]:
        left = [part for part, decision in decided if len(decided) > 1 and _is_own_order(part, decision, whole.match)]
        return _with_rest((whole.match,), left, ask)
    if not answers:
        return understood(text, whole)
    return _with_rest(answers, [part for part, decision in decided if _is_open(decision, answers)], ask)


def _decided(pieces: Sequence[str], ask: Ask) -> list[tuple[str, Decision]]:
    """The decision on each part; of long parts, which tell a story, only so many are asked for, the shortest first."""
    sizes = {part: len(normalise(part).split()) for part in pieces}
    affordable = set()
    left = _MOST_WORDS
    for part in sorted(sizes, key=lambda part: sizes[part]):
        left -= sizes[part]
        if left >= 0:
            affordable.add(part)
    return [(part, ask(part, len(pieces)) if part in affordable else _UNREAD) for part in pieces]


def _with_rest(answers: tuple[Match, ...], left: Sequence[str], ask: Ask) -> Understood:
    if not left:
        return Understood(answers, "", None)
    text = "\n".join(left)
    decision = ask(text, len(left))
    if isinstance(decision, Answer):
        return Understood(_answers([*map(Answer, answers), decision]), "", None)
    return Understood(answers, text, _without_stated(decision, answers))


def _without_stated(decision: Suggest | HandOff, stated: Sequence[Match]) -> Suggest | HandOff:
    """The same decision without the entries that were just stated."""
    entries = [match.entry for match in stated]
    fresh = tuple(match for match in decision.matches if match.entry not in entries)
    return Suggest(fresh) if isinstance(decision, Suggest) and fresh else _hand_off(decision, fresh)


def _hand_off(decision: Suggest | HandOff, matches: tuple[Match, ...]) -> HandOff:
    return HandOff(matches, decision.reason if isinstance(decision, HandOff) else "nothing_close")


def _answers(decisions: Iterable[Decision]) -> tuple[Match, ...]:
    """The sure matches, each entry once."""
    found = {one.match.entry.id: one.match for one in decisions if isinstance(one, Answer)}
    return tuple(found.values())


def _is_open(decision: Decision, answers: Sequence[Match]) -> bool:
    """Whether a part is neither answered nor, as «у меня собака. Можно с собакой?», about an answered entry."""
    if isinstance(decision, Suggest):
        return decision.matches[0].entry not in [match.entry for match in answers]
    return isinstance(decision, HandOff)


def _is_own_order(part: str, decision: Decision, answered: Match) -> bool:
    return bool(_NUMBER.search(part)) and _is_open(decision, [answered])
