"""The entries that would help most: groups of questions that nothing answers, tried as entries.

A group's questions are dealt into two halves by how clear they are, and each half is asked of the FAQ with a new entry
that has the other half as its phrasings: two-fold cross-validation, so no question is met by its own words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from faq.advice.phrasings import is_for_a_person
from faq.advice.questions import AskedQuestion, are_of_several, as_asked, as_phrasing
from faq.advice.replay import FaqOfNow, Met, Replay
from faq.advice.values import EntryAdvice, Group
from faq.entry import Entry
from faq.matching.likeness import Likeness
from faq.matching.prepared import language_of
from faq.matching.votes import Words, question_words
from faq.parts import parts
from faq.replies import asks

_TRIED = 6  # groups
_MOST_ASKED = 20  # different questions of a group; of a larger one the share of these that are met counts
_MOST_SHOWN = 4  # of them, beside the heading
_MOST_HARMED = 12  # questions near the group that are met today
_LEAST_MET = 2
_LEAST_DIFFERENT = 2
_MOST_WORDS = 14  # of a phrasing
_CLEAR = 3, 9  # words of a good heading
_UNCLEAR = 0.7  # what each flaw of a heading leaves of its typicality


@dataclass(frozen=True)
class _Member:
    """A question of a group: how often it was put in the span, and its place in the replay if it was."""

    text: str
    times: int
    place: int | None


def helpful_entries(replay: Replay, groups: Sequence[Group], most: int) -> list[EntryAdvice]:
    """At most so many, the most helpful first."""
    places = {question.words: place for place, question in enumerate(replay.questions)}
    known = [_members(group, replay, places) for group in groups]
    tried = sorted(known, key=lambda members: -_times(members))[:_TRIED]
    found = [_advice(members, replay) for members in tried if _times(members) >= _LEAST_MET]
    helpful = [one for one in found if one is not None and one.met >= _LEAST_MET]
    return sorted(helpful, key=lambda one: (-one.met, one.heading))[:most]


def _members(group: Group, replay: Replay, places: Mapping[Words, int]) -> list[_Member]:
    """The group's different questions, those that were put most often first."""
    texts: dict[Words, str] = {}
    for text in map(as_asked, group):
        if key := question_words(text):
            texts.setdefault(key, text)
    found = []
    for key, text in texts.items():
        place = places.get(key)
        found.append(_Member(text, 0 if place is None else replay.questions[place].times, place))
    return sorted(found, key=lambda member: -member.times)


def _times(members: Sequence[_Member]) -> int:
    return sum(member.times for member in members)


def _advice(members: Sequence[_Member], replay: Replay) -> EntryAdvice | None:
    """None where a single customer asks, or nobody can tell what."""
    ordered = _clearest_first(members[:_MOST_ASKED], replay)
    presentable = [one.text for one in ordered if _is_presentable(one.text)]
    questions = [replay.questions[one.place] for one in ordered if one.place is not None]
    if len(ordered) < _LEAST_DIFFERENT or not presentable or not are_of_several(questions):
        return None
    heading, *others = (as_phrasing(text) for text in presentable)
    replies = [question.reply for question in questions if question.reply]
    reply = replies[_by_typicality(replies, [1] * len(replies), replay)[0]] if replies else ""
    met = sum(_met(ordered[half::2], ordered[1 - half :: 2], reply, replay) for half in (0, 1))
    of_all = round(met * _times(members) / max(1, _times(ordered))) - _harmed(ordered, reply, replay)
    return EntryAdvice(_as_heading(heading), tuple(others[:_MOST_SHOWN]), of_all, reply)


def _is_presentable(text: str) -> bool:
    return 0 < len(question_words(as_phrasing(text))) <= _MOST_WORDS and not is_for_a_person(text)


def _as_heading(text: str) -> str:
    return text[:1].upper() + text[1:]


def _clearest_first(members: Sequence[_Member], replay: Replay) -> list[_Member]:
    """Those first that the others are like and that were put most often, questions before stories."""
    order = _by_typicality([member.text for member in members], [1 + member.times for member in members], replay)
    return [members[place] for place in order]


def _by_typicality(texts: Sequence[str], weights: Sequence[int], replay: Replay) -> list[int]:
    """The places of the texts, those first that are like the others in what tells them from the span's questions."""
    everything = [*texts, *(question.text for question in replay.questions)]
    likeness = Likeness(everything, language_of(replay.faq.matcher.entries))
    weight = np.array(weights, np.float32)
    typical = [
        float(likeness.with_all(place)[: len(texts)] @ weight) * _clearness(text) for place, text in enumerate(texts)
    ]
    return sorted(range(len(texts)), key=lambda place: (-typical[place], len(texts[place]), texts[place]))


def _clearness(text: str) -> float:
    """How well it reads as a heading, beside others: a question of a few words in one sentence does."""
    is_short = _CLEAR[0] <= len(text.split()) <= _CLEAR[1]
    return float(_UNCLEAR ** sum((not asks(text), not is_short, len(parts(text)) != 1)))


def _with_entry(faq: FaqOfNow, members: Sequence[_Member], reply: str) -> tuple[FaqOfNow, str]:
    """The FAQ with a new entry, and the entry's id."""
    texts = [as_phrasing(member.text) for member in members]
    new = "new"
    while new in faq.entries:
        new += "-"
    language = next(iter(faq.entries.values())).language
    return faq.changed(Entry(new, texts[0], tuple(texts[1:]), reply, language)), new


def _met(phrasings: Sequence[_Member], asked: Sequence[_Member], reply: str, replay: Replay) -> int:
    faq, new = _with_entry(replay.faq, phrasings, reply)
    counted = [member for member in asked if member.times]
    return sum(member.times for member in counted if faq.shown(member.text, (new,)).met > Met.NOT)


def _harmed(members: Sequence[_Member], reply: str, replay: Replay) -> int:
    """Questions that are met today and would not be beside the new entry."""
    faq, _ = _with_entry(replay.faq, members, reply)
    place = next((member.place for member in members if member.place is not None), None)
    if place is None:
        return 0
    own = {member.place for member in members}
    met = [shown.met > Met.NOT for shown in replay.shown]
    order = np.argsort(-replay.alike(place), kind="stable").tolist()
    near = [one for one in order if met[one] and one not in own][:_MOST_HARMED]
    return sum(replay.questions[one].times for one in near if _is_lost(faq, replay.questions[one]))


def _is_lost(faq: FaqOfNow, question: AskedQuestion) -> bool:
    return faq.shown(question.text, question.meant).met <= Met.NOT
