"""Decides on a message as a whole and on each of its parts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from faq.deciding import Answer, Decision, HandOff, Suggest
from faq.matching import Match
from faq.normalising import normalise
from faq.parts import content_words, lines

_NUMBER = re.compile(r"\d{4,}")

_MOST_WORDS = 64
"""Words of all parts together that are read part by part, so that the time for a message is bounded."""

_LEAST_SAID = 2
"""Content words of a line that asks or tells something by itself."""

_UNREAD = HandOff((), "nothing_close")

Line = tuple[str, ...]
"""The parts of a line."""

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

    If only the message as a whole is sure of an answer, that answers all of it, except parts with a number, which are
    about the customer's own order, and lines that say something else: the messages of a burst come as lines.
    """
    whole, said = ask(text, 1), lines(text)
    pieces = [part for line in said for part in line]
    decided = [(text, whole)] if pieces == [text] else _decided(pieces, ask)
    answers = _answers(decision for _, decision in decided)
    if isinstance(whole, Answer) and whole.match.entry not in [match.entry for match in answers]:
        beside = _beside(said, dict(decided), whole.match, ask)
        if len(decided) > 1:
            beside |= {part for part, decision in decided if _is_own_order(part, decision, whole.match)}
        return _with_rest((whole.match,), [part for part, _ in decided if part in beside], ask)
    if not answers:
        if isinstance(whole, Suggest) and _beside(said, _told_nothing(decided), whole.matches[0], ask):
            return understood(text, _hand_off(whole, whole.matches))
        return understood(text, whole)
    stated = {word for part, decision in decided if isinstance(decision, Answer) for word in content_words(part)}
    open_parts = [part for part, decision in decided if _is_open(decision, answers)]
    return _with_rest(answers, [part for part in open_parts if not stated.issuperset(content_words(part))], ask)


def _beside(said: Sequence[Line], decided: Mapping[str, Decision], about: Match, ask: Ask) -> set[str]:
    """The parts of the lines that are beside what the whole is about: the rest is as sure of that without them.

    «У меня сломался чайник» before «почём доставка» is such a line; «а почём» before «доставка» is needed. Lines that
    would take too long to read are taken for such ones: a person reads them.
    """
    if len(said) == 1:
        return set()
    kept, budget = list(said), _MOST_WORDS
    for line in said:
        if not all(part in decided and _is_open(decided[part], [about]) for part in line):
            continue
        others = [other for other in kept if other is not line]
        text = "\n".join(" ".join(other) for other in others)
        budget -= len(normalise(text).split())
        if others and (budget < 0 or _probability_of(about, ask(text, 1)) >= about.probability):
            kept = others
    return {part for line in said if line not in kept for part in line}


def _told_nothing(decided: Sequence[tuple[str, Decision]]) -> dict[str, Decision]:
    """The parts that are like nothing in the FAQ though they say something; the others may belong to the choice."""
    return {
        part: decision
        for part, decision in decided
        if isinstance(decision, HandOff) and len(content_words(part)) >= _LEAST_SAID
    }


def _probability_of(match: Match, decision: Decision) -> float:
    """How probable the match's entry is by this decision, if that puts it first; else 0."""
    first = [decision.match] if isinstance(decision, Answer) else decision.matches[:1]
    return first[0].probability if first and first[0].entry == match.entry else 0.0


def _decided(pieces: Sequence[str], ask: Ask) -> list[tuple[str, Decision]]:
    """The decision on each part; of long parts, which tell a story, only so many are asked for, the shortest first."""
    sizes = {part: len(normalise(part).split()) for part in pieces}
    affordable = set()
    left = _MOST_WORDS
    for part in sorted(sizes, key=lambda part: sizes[part]):
        left -= sizes[part]
        if left >= 0 and "\n" not in part:  # of many lines together, a sure answer to one would hide the others
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
