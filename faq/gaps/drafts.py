"""A draft of an entry: what customers asked, and what colleagues replied."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from faq.gaps.best_reply import answer_of
from faq.gaps.headings import different, heading_of, phrasing_of
from faq.matching.wordlists import Language
from faq.normalising import normalise

_MOST_PHRASINGS = 8
_MOST_WORDS = 20  # of a phrasing; a longer message tells a story
_MOST_COMPARED = 200  # phrasings


@dataclass(frozen=True)
class Draft:
    """An entry to be read by its author first: plain words, the answer in markdown, "" where nobody has replied."""

    question: str
    also: tuple[str, ...]
    answer: str


def draft_of(questions: Sequence[str], clearest: int, replies: Sequence[str] = (), *, language: Language) -> Draft:
    """The draft of a group: its questions, the place of the clearest among them, and colleagues' replies to them.

    Everything is masked, see faq.masking. The phrasings are those that differ most from the question and each other,
    eight at most. Where the clearest question leaves no words, another one is the heading; without any it is "".
    """
    ordered = [questions[clearest], *questions[:clearest], *questions[clearest + 1 :]]
    headings = (heading_of(text) for text in ordered)
    question = next((heading for heading in headings if heading), "")
    phrasings = different(map(phrasing_of, ordered), question)
    return Draft(question, _varied(question, phrasings), answer_of(replies, language))


def _varied(question: str, phrasings: Sequence[str]) -> tuple[str, ...]:
    """The first phrasing least like the question, then always the one least like all taken so far."""
    short = [one for one in phrasings if len(one.split()) <= _MOST_WORDS] or phrasings
    left = {one: _likeness(one, question) for one in short[:_MOST_COMPARED]}
    taken: list[str] = []
    while left and len(taken) < _MOST_PHRASINGS:
        taken.append(min(left, key=lambda one: left[one]))
        del left[taken[-1]]
        left = {one: max(likeness, _likeness(one, taken[-1])) for one, likeness in left.items()}
    return tuple(taken)


def _likeness(one: str, other: str) -> float:
    return fuzz.token_sort_ratio(normalise(one), normalise(other))
