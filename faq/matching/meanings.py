"""What colloquial words stand for and which words mean the same, as shipped and as an author adds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from faq.matching.listed_words import stem
from faq.matching.own_words import OwnItem, own_item, own_items
from faq.matching.wordlists import Language, lists


@dataclass(frozen=True)
class Meanings:
    """Words by what they mean to a support desk."""

    plain: Mapping[tuple[str, ...], tuple[str, ...]]  # colloquial words, one or two → the standard ones
    near: Mapping[str, tuple[str, ...]]  # stem → stems that mean the same, sorted


@cache
def shipped_meanings(language: Language) -> Meanings:
    return _meanings(_shipped(language), language)


def own_meanings(language: Language, text: str) -> Meanings:
    """The shipped meanings with those of an author's words.md added, which win."""
    if not text.strip():
        return shipped_meanings(language)
    return _meanings((*_shipped(language), *own_items(text)), language)


def _shipped(language: Language) -> Iterator[OwnItem]:
    return map(own_item, (*lists(language).colloquial, *lists(language).synonyms))


def _meanings(items: Iterable[OwnItem], language: Language) -> Meanings:
    plain: dict[tuple[str, ...], tuple[str, ...]] = {}
    near: dict[str, set[str]] = {}
    for item in items:
        if not item.stands_for:
            _join(near, {stem(word, language) for spoken in item.said for word in spoken})
        elif item.meant:
            plain |= dict.fromkeys(item.said, item.meant)
    return Meanings(plain, {one: tuple(sorted(others)) for one, others in near.items()})


def _join(near: dict[str, set[str]], group: set[str]) -> None:
    for one in group:
        near.setdefault(one, set()).update(group - {one})
