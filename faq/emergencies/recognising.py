"""Whether somebody writes in danger, or of what can't wait. Pure.

Dangerous words alone make no danger: supposed («а если лампа заискрит»), negated («пожара нет»), long past («полгода
назад затопило»), asked about («датчик дыма есть?») or claimed a warranty for, they are a question like any other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from faq.emergencies.context import Context
from faq.emergencies.own import NO_WORDS_OF_OWN, OwnEmergencyWords
from faq.emergencies.rules import Rule, Token, shipped_rules
from faq.emergencies.sentences import Sentence, Words, readings_of
from faq.matching.stems import is_cyrillic
from faq.wordlists import LANGUAGES

T = TypeVar("T")


class DangerKind(StrEnum):
    """In the order in which they are looked for: of several that a message speaks of, the first one is told."""

    GAS = "gas"
    FIRE = "fire"
    INJURY = "injury"
    SHOCK = "shock"
    SMOKE = "smoke"
    SPARKS = "sparks"
    WATER = "water"
    MONEY = "money"  # a stolen card, fraud under way
    OTHER = "other"  # of the author's list


@dataclass(frozen=True)
class Danger:
    """`kinds`: all that the message speaks of, the gravest first; at least one."""

    kinds: tuple[DangerKind, ...]

    @property
    def kind(self) -> DangerKind:
        return self.kinds[0]


@dataclass(frozen=True)
class _Lists:
    """All the rules of a language, with the words in them. Rules are found by a first word of their first part."""

    danger: Mapping[Token, Sequence[tuple[DangerKind, Rule]]]
    pressing: Mapping[Token, Sequence[Rule]]
    context: Context
    words: Words


def danger_in(text: str, language: str, own: OwnEmergencyWords = NO_WORDS_OF_OWN) -> Danger | None:
    """The danger that the message tells of as being there now; None when there is none.

    `language` is looked at first; the others are tried too, since a short message may show another one than its author
    speaks. Typing errors in long words, the wrong keyboard layout and Russian in Latin letters are read.
    """
    for lists in _in_turn(language, own):
        for sentences in readings_of(text, lists.words):
            if kinds := tuple(_dangers(lists, sentences)):
                return Danger(kinds)
    return None


def is_pressing(text: str, language: str, own: OwnEmergencyWords = NO_WORDS_OF_OWN) -> bool:
    """Whether the message says that it can't wait: «срочно», «курьер уже едет», "asap"."""
    return any(
        lists.context.is_pressing(sentence, rule)
        for lists in _in_turn(language, own)
        for sentences in readings_of(text, lists.words)
        for sentence in sentences
        for rule in _found(lists.pressing, sentence)
    )


def asks_what_to_do(text: str, language: str, own: OwnEmergencyWords = NO_WORDS_OF_OWN) -> bool:
    """Whether the message asks what to do: «что делать???», «куда звонить», "what do I do"."""
    return any(
        sentence.spans_of(lists.context.what_to_do)
        for lists in _in_turn(language, own)
        for sentences in readings_of(text, lists.words)
        for sentence in sentences
    )


def kinds_mentioned(text: str, language: str, own: OwnEmergencyWords = NO_WORDS_OF_OWN) -> frozenset[DangerKind]:
    """The kinds of danger that a text speaks of, whether there is one or not: those that an entry is about."""
    return frozenset(
        kind
        for lists in _in_turn(language, own)
        for sentences in readings_of(text, lists.words)
        for sentence in sentences
        for kind, rule in _found(lists.danger, sentence)
        if sentence.place_of(rule)
    )


def _dangers(lists: _Lists, sentences: Sequence[Sentence]) -> Iterator[DangerKind]:
    found: set[DangerKind] = set()
    for sentence in sentences:
        for kind, rule in _found(lists.danger, sentence):
            if kind not in found and lists.context.is_danger(sentences, sentence, rule, kind):
                found.add(kind)
    return (kind for kind in DangerKind if kind in found)


def _found(listed: Mapping[Token, Sequence[T]], sentence: Sentence) -> Iterator[T]:
    """What is listed under the words of the sentence."""
    for token in sentence.tokens:
        yield from listed.get(token, ())


def _in_turn(language: str, own: OwnEmergencyWords) -> Iterator[_Lists]:
    for one in dict.fromkeys((language if language in LANGUAGES else LANGUAGES[0], *LANGUAGES)):
        yield _lists(one, own)


@lru_cache(maxsize=2 * len(LANGUAGES) + 2)  # an edit of words.md makes other ones
def _lists(language: str, own: OwnEmergencyWords) -> _Lists:
    shipped = shipped_rules(language, "danger")
    danger = [(kind, rule) for kind in DangerKind for rule in shipped.get(kind, ())]
    danger += [(DangerKind.OTHER, rule) for rule in own.danger if _is_of(language, rule)]
    pressing = (
        *shipped_rules(language, "pressing")["pressing"],
        *(rule for rule in own.pressing if _is_of(language, rule)),
    )
    sections = shipped_rules(language, "emergency_context")
    around = [rule for rules in sections.values() for rule in rules]
    return _Lists(
        _by_token(danger, lambda one: one[1]),
        _by_token(pressing, lambda rule: rule),
        Context.of(sections),
        Words([*(rule for _, rule in danger), *pressing, *around]),
    )


def _is_of(language: str, rule: Rule) -> bool:
    """Whether the author's rule is in that language, so that its context is read in the same one."""
    return is_cyrillic(rule.parts[0][0][0].text) == (language == "ru")


def _by_token(listed: Iterable[T], rule_of: Callable[[T], Rule]) -> Mapping[Token, Sequence[T]]:
    found: dict[Token, list[T]] = {}
    for one in listed:
        for token in {phrase[0]: None for phrase in rule_of(one).parts[0]}:
            found.setdefault(token, []).append(one)
    return found
