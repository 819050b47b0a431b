"""What a message is about: in a few words, and whether two are about the same."""

from typing import TypeAlias

from faq.matching.stems import snowball_stem
from faq.parts import content_words, parts
from faq.replies import is_rejection
from faq.small_talk import without_greeting

Matter: TypeAlias = frozenset[str]

_OF_SHORTER, _OF_LONGER = 0.75, 0.4
"""The shares of their words that two messages about the same matter have in common."""

_LEAST_COMMON = 2
"""Words that they have in common at least, unless all are."""


def in_brief(text: str, words: int) -> str:
    """The first so many words, without greetings and sentences that say nothing; "…" where more follows."""
    told = without_rejections(text)
    said = " ".join(parts(told)) or told
    kept = without_greeting(said).split()
    return " ".join(kept[:words]) + ("…" if len(kept) > words else "")


def without_rejections(text: str) -> str:
    """The lines but those that only say that what was offered does not fit; unchanged if there are no others."""
    kept = [line for line in text.splitlines() if not is_rejection(line)]
    return "\n".join(kept) or text


def matter_of(text: str) -> Matter:
    """The stems of the words that say what it is about."""
    return frozenset(map(snowball_stem, content_words(text)))


def is_same(one: Matter, another: Matter) -> bool:
    """Whether both are about the same: «сайт не открывается» and «Добрый вечер, не открывается ваш сайт»."""
    if not one or not another or one == another:
        return bool(one) and one == another
    common = len(one & another)
    shorter, longer = sorted((len(one), len(another)))
    return common >= max(_LEAST_COMMON, _OF_SHORTER * shorter, _OF_LONGER * longer)
