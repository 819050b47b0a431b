"""What colloquial words stand for and which words mean the same, as shipped and as an author adds."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from faq.matching.normalise import words
from faq.matching.stems import stem
from faq.matching.wordlists import Language, lists

_ITEM = re.compile(r"^\s*[-*•]\s+(.+)$")
_STANDS_FOR = re.compile(r"=>|→|=")


@dataclass(frozen=True)
class Meanings:
    """Words by what they mean to a support desk."""

    plain: Mapping[tuple[str, ...], tuple[str, ...]]  # colloquial words, one or two → the standard ones
    near: Mapping[str, tuple[str, ...]]  # stem → stems that mean the same, sorted


@cache
def shipped_meanings(language: Language) -> Meanings:
    return _meanings((*lists(language).colloquial, *lists(language).synonyms))


def own_meanings(language: Language, text: str) -> Meanings:
    """The shipped meanings with those of an author's words.md added, which win.

    Each item of its lists is either «комп, ноут = компьютер» (said = meant) or «шкаф, гардероб, стенка» (all the same);
    whatever else stands in the file is for people.
    """
    if not text.strip():
        return shipped_meanings(language)
    items = tuple(found[1] for found in map(_ITEM.match, text.splitlines()) if found)
    return _meanings((*lists(language).colloquial, *lists(language).synonyms, *items))


def _meanings(lines: Iterable[str]) -> Meanings:
    plain: dict[tuple[str, ...], tuple[str, ...]] = {}
    near: dict[str, set[str]] = {}
    for line in lines:
        said, *meant = _STANDS_FOR.split(line, maxsplit=1)
        if meant:
            plain |= {tuple(words(colloquial)): tuple(words(meant[0])) for colloquial in said.split(",")}
        else:
            _join(near, {stem(word) for word in words(said)})
    plain.pop((), None)
    return Meanings(plain, {one: tuple(sorted(others)) for one, others in near.items()})


def _join(near: dict[str, set[str]], group: set[str]) -> None:
    for one in group:
        near.setdefault(one, set()).update(group - {one})
