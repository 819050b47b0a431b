"""Keyboard layout detection, colloquial words and spelling correction of a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from faq.matching.layouts import cyrillic_share, from_latin, other_layout
from faq.matching.normalise import words
from faq.matching.vocabulary import Vocabulary
from faq.matching.wordlists import Language

Keyboard = Literal["typed", "other layout", "Latin letters"]
_UNDERSTOOD = 0.7  # share of letters in known words from which a message is taken as typed
_CLEARLY_BETTER = 0.15  # share that another keyboard layout must know more
_MOST_UNKNOWN = 24  # different words of a message that are neither the FAQ's nor in the lists
_TOLD_BY = 16  # words that tell how a message was typed


@dataclass(frozen=True)
class Reading:
    """One message as it was read."""

    keyboard: Keyboard
    words: tuple[str, ...]  # colloquial words replaced by standard ones
    repaired: tuple[str, ...]  # misspelt words too
    in_own_words: tuple[str, ...]  # and words that the FAQ lacks replaced by its own synonyms
    unknown_letters: float  # share of the letters in words that neither the FAQ nor the lists know, 0 to 1

    @property
    def repaired_share(self) -> float:
        """The share of the words that were repaired."""
        changed = sum(word != meant for word, meant in zip(self.words, self.repaired, strict=True))
        return changed / max(1, len(self.words))


def read(message: str, vocabulary: Vocabulary) -> Reading:
    """The reading of `message` that the FAQ's words and the language's know best."""
    keyboard: Keyboard = "typed"
    plain = vocabulary.meanings.plain
    best = replace_colloquial(words(message), plain)
    known = vocabulary.known_share(best[:_TOLD_BY])
    if known < _UNDERSTOOD:
        known += _CLEARLY_BETTER
        for other, text in _other_ways(message, vocabulary.language):
            tokens = replace_colloquial(words(text), plain)
            better = vocabulary.known_share(tokens[:_TOLD_BY], known)
            if better > known:
                keyboard, best, known = other, tokens, better
    return _reading(keyboard, best, vocabulary)


def _other_ways(message: str, language: Language) -> list[tuple[Keyboard, str]]:
    message = message[:400]
    ways: list[tuple[Keyboard, str]] = [("other layout", other_layout(message))]
    if language == "ru" and cyrillic_share(message) < 0.5:
        ways.append(("Latin letters", from_latin(message)))
    if language == "ru" and cyrillic_share(message) >= 0.5:
        ways.append(("Latin letters", from_latin(other_layout(message))))
    return ways


def _reading(keyboard: Keyboard, tokens: Sequence[str], vocabulary: Vocabulary) -> Reading:
    tokens = _without_excess(tokens, vocabulary)
    repairs = [vocabulary.repair(word) for word in tokens]
    letters = sum(len(word) for word in tokens)
    unknown = sum(len(word) * share for word, (_, share) in zip(tokens, repairs, strict=True))
    repaired = tuple(word for word, _ in repairs)
    return Reading(
        keyboard,
        tuple(tokens),
        repaired,
        tuple(vocabulary.in_own_words(word) for word in repaired),
        unknown / max(1, letters),
    )


def _without_excess(tokens: Sequence[str], vocabulary: Vocabulary) -> Sequence[str]:
    """The words without those beyond so many different ones that nobody knows: looking for what they may be takes long.

    A message of a person has fewer.
    """
    if len(set(tokens)) <= _MOST_UNKNOWN:
        return tokens
    unknown = [word for word in dict.fromkeys(tokens) if not vocabulary.knows(word)]
    excess = frozenset(unknown[_MOST_UNKNOWN:])
    return [word for word in tokens if word not in excess]


def replace_colloquial(tokens: Sequence[str], plain: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """The words with colloquial ones, alone or in pairs, replaced by standard ones."""
    said: list[str] = []
    at = 0
    while at < len(tokens):
        size = 2 if tuple(tokens[at : at + 2]) in plain else 1
        spoken = tuple(tokens[at : at + size])
        said += plain.get(spoken, spoken)
        at += size
    return said
