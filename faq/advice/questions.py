"""The different questions of a span: each once, masked, with how often it was put and what people say it means."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import category

from faq.advice.values import Asked, Group
from faq.masking import MASK, masked
from faq.matching.votes import Words, question_words
from faq.normalising import collapse_spaces
from faq.small_talk import without_greeting

REPLAYED = frozenset({"answer", "preview", "suggest", "hand_off"})
"""Decisions on questions that are matched; the others need no entry."""

_SEVERAL = 2
_PICTURES = {"So", "Sk", "Cf", "Mn", "Co"}  # categories of Unicode of which emoji are made
_SAID, _PRESUMED, _DENIED = 3, 1, -3  # weights of what an asker did about an entry


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it is matched and shown, however often and in whatever spelling it was put.

    `meant`: the entries that people tie it to, the likeliest first; () where nobody does. `is_unanswered`: nobody
    does, and a colleague answered by hand, or it is in a group of questions that nothing answers.
    """

    text: str
    words: Words
    times: int
    people: frozenset[str]
    meant: tuple[str, ...]
    is_unanswered: bool = False
    reply: str = ""


def asked_questions(asked: Iterable[Asked], groups: Iterable[Group]) -> tuple[AskedQuestion, ...]:
    """The different questions in the order in which they were first put; of one language.

    groups: of questions that nothing answers.
    """
    grouped = {question_words(as_asked(text)) for group in groups for text in group}
    puts: dict[Words, list[tuple[str, Asked]]] = {}
    for one in sorted(asked, key=lambda one: one.at):
        text = as_asked(one.text)
        if one.decision in REPLAYED and (key := question_words(text)):
            puts.setdefault(key, []).append((text, one))
    return tuple(_question(key, found, is_grouped=key in grouped) for key, found in puts.items())


def as_asked(text: str) -> str:
    """The question as the matcher is asked: without its greeting, on one line, masked."""
    return " ".join(masked(without_greeting(collapse_spaces(text))).split())


def as_phrasing(text: str) -> str:
    """A masked question as a phrasing that stands in a file: without the masks and emoji."""
    plain = "".join(" " if char == MASK or category(char) in _PICTURES else char for char in text)
    return " ".join(plain.split()).strip(" ,.;:-–—№#")


def are_of_several(questions: Sequence[AskedQuestion]) -> bool:
    """Whether several customers put them, so that nobody steers the advice alone; unknown ones count by questions."""
    if all(question.people for question in questions):
        return len(frozenset[str]().union(*(question.people for question in questions))) >= _SEVERAL
    return len(questions) >= _SEVERAL


def _question(key: Words, puts: Sequence[tuple[str, Asked]], *, is_grouped: bool) -> AskedQuestion:
    times = len({(one.at, one.who) for _, one in puts})  # a message that two entries answer was put once
    people = frozenset(one.who for _, one in puts if one.who)
    reply = next((one.reply for _, one in reversed(puts) if one.reply.strip()), "")
    meant = _meant(one for _, one in puts)
    is_unanswered = not meant and (is_grouped or bool(reply))
    return AskedQuestion(puts[0][0], key, times, people, meant, is_unanswered, masked(reply).strip())


def _meant(puts: Iterable[Asked]) -> tuple[str, ...]:
    """The entries that more speaks for than against."""
    weight: Counter[str] = Counter()
    for one in puts:
        if one.entry_id is not None:
            is_said = one.helped or one.decision != "answer"
            weight[one.entry_id] += _DENIED if one.helped is False else _SAID if is_said else _PRESUMED
    return tuple(sorted((entry for entry in weight if weight[entry] > 0), key=lambda entry: (-weight[entry], entry)))
