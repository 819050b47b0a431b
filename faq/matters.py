"""What a message is about: in a few words, and whether two are about the same."""

from functools import lru_cache

from faq.matching.stems import snowball_stem
from faq.parts import content_words, parts
from faq.replies import is_rejection
from faq.small_talk import without_greeting

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


def is_same_matter(one: str, another: str) -> bool:
    """Whether both say about the same: «сайт не открывается» and «Добрый вечер, не открывается ваш сайт»."""
    first, second = _stems(one), _stems(another)
    if not first or not second or first == second:
        return bool(first) and first == second
    common = len(first & second)
    shorter, longer = sorted((len(first), len(second)))
    return common >= max(_LEAST_COMMON, _OF_SHORTER * shorter, _OF_LONGER * longer)


@lru_cache(maxsize=1000)  # each message is compared with many
def _stems(text: str) -> frozenset[str]:
    return frozenset(map(snowball_stem, content_words(text)))
