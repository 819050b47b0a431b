"""Colleagues by their names as people write them: «Анна», «Анне», "anna", "Anna K". Pure."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """Somebody with a name."""

    @property
    def name(self) -> str:
        """As colleagues write it."""


Somebody = TypeVar("Somebody", bound=Named)

_ONESELF = frozenset({"я", "меня", "мне", "себя", "себе", "i", "me", "myself"})
_LEAST_SHARED = 3  # letters of a name's beginning, so that «Анне» is Анна
_LONGEST_ENDING = 2  # letters that a Russian case may change


def is_oneself(name: str) -> bool:
    """Whether people write so of themselves."""
    return name.strip().casefold() in _ONESELF


def people_called(people: Sequence[Somebody], name: str) -> list[Somebody]:
    """Whom the name means: those called exactly so, else those with such a first or last name, else a case of it."""
    said = name.strip().lstrip("@").casefold()
    for fits in (_is_exactly, _has_word, _begins_with, _has_case_of):
        found = [one for one in people if said and fits(one.name.casefold(), said)]
        if found:
            return found
    return []


def _is_exactly(name: str, said: str) -> bool:
    return " ".join(name.split()) == " ".join(said.split())


def _has_word(name: str, said: str) -> bool:
    return set(said.split()) <= set(name.split())


def _begins_with(name: str, said: str) -> bool:
    return len(said) >= _LEAST_SHARED and any(word.startswith(said) for word in [name, *name.split()])


def _has_case_of(name: str, said: str) -> bool:
    return all(any(_is_case(word, one) for word in name.split()) for one in said.split())


def _is_case(word: str, said: str) -> bool:
    shared = 0
    for one, other in zip(word, said, strict=False):
        if one != other:
            break
        shared += 1
    return shared >= min(_LEAST_SHARED, len(word)) and max(len(word), len(said)) - shared <= _LONGEST_ENDING
