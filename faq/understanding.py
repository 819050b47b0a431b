"""Decides on a message as a whole and on each of its parts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from faq.deciding import Answer, Decision, HandOff, Preview, Suggest
from faq.matching import Match
from faq.normalising import normalise
from faq.parts import content_words, lines
from faq.replies import asks

_NUMBER = re.compile(r"\d{4,}")

_MOST_WORDS = 64
"""Words of all parts together that are read part by part, so that the time for a message is bounded."""

_LEAST_TOLD_APART = 2
"""Parts from which on they are told apart."""

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

    Where the rest asks several things, `decision` is about `asked`, and `put_off` has the others, a part a line: they
    are decided when that is settled. Both are empty where `decision` is about all of `left`.
    """

    answers: tuple[Match, ...]
    left: str
    decision: Suggest | HandOff | None
    asked: str = ""
    put_off: str = ""


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
        return _one_at_a_time(understood(text, whole), dict(decided), ask)
    stated = {word for part, decision in decided if isinstance(decision, Answer) for word in content_words(part)}
    open_parts = {part: decision for part, decision in decided if _is_open(decision, answers)}
    left = {part: decision for part, decision in open_parts.items() if not _is_said(part, stated)}
    return _one_at_a_time(_with_rest(answers, list(left), ask), left, ask)


def _one_at_a_time(found: Understood, parts: Mapping[str, Decision], ask: Ask) -> Understood:
    """The same with one question of what is left, where it asks several that may each be somewhere in the FAQ.

    All of it still goes to a person where nothing is like the whole and not each part is like something by itself.
    """
    decisions = {
        part: _without_stated(one, found.answers) for part, one in parts.items() if not isinstance(one, Answer)
    }
    likely = {part: one for part, one in decisions.items() if isinstance(one, Suggest)}
    if found.decision is None or len(decisions) < _LEAST_TOLD_APART:
        return found
    if isinstance(found.decision, HandOff) and len(likely) < len(decisions):
        return found
    asking = [part for part in likely if asks(part)]
    first = next(iter(asking or likely), None)
    decision = found.decision if first is None else decisions[first]
    others = _asking_else(first, decision.matches[0], decisions, ask) if isinstance(decision, Suggest) else []
    if not others:
        return found
    asked, put_off = " ".join(part for part in decisions if part not in others), "\n".join(others)
    return replace(found, left=f"{asked}\n{put_off}", decision=decision, asked=asked, put_off=put_off)


def _asking_else(first: str | None, about: Match, decisions: Mapping[str, Suggest | HandOff], ask: Ask) -> list[str]:
    """The parts that ask something else than what is asked about; what only tells something belongs to what is asked.

    Of a question that is like nothing in the FAQ it is so where the rest is as sure without it: «А долго ждать?» may be
    needed. As for lines, only so many words are read for that.
    """
    found, budget = [], _MOST_WORDS
    for part, decision in decisions.items():
        if part == first or _is_about(about, decision):
            continue
        if isinstance(decision, Preview) or _NUMBER.search(part) or (isinstance(decision, Suggest) and asks(part)):
            found.append(part)
        elif asks(part):
            rest = " ".join(one for one in decisions if one != part)
            budget -= len(normalise(rest).split())
            if budget < 0 or _probability_of(about, ask(rest, 1)) >= _probability_of(about, ask(f"{rest} {part}", 1)):
                found.append(part)
    return found


def _is_about(match: Match, decision: Suggest | HandOff) -> bool:
    return isinstance(decision, Suggest) and decision.matches[0].entry == match.entry


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
    if isinstance(decision, Preview) and fresh[:1] == decision.matches[:1]:
        return Preview(fresh)
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


def _is_said(part: str, stated: set[str]) -> bool:
    """Whether each of its words was answered; a part without content words asks for a fact."""
    words = content_words(part)
    return bool(words) and stated.issuperset(words)


def _is_own_order(part: str, decision: Decision, answered: Match) -> bool:
    return bool(_NUMBER.search(part)) and _is_open(decision, [answered])
