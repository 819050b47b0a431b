"""What a customer thinks of the answer they just got: «помогло», «не то», 👍, 👎."""

from functools import cache

from faq.normalising import normalise
from faq.wordlists import all_words

_GOOD = frozenset("👍👌👏🙏🤝❤🧡💛💚💙💜🤎🖤🤍💯🔥🎉🥰😍🤩😘😊🙂😀😁😄😃🫡🏆✅🆒😇🤗")
_BAD = frozenset("👎💩🤮🤬😡😠🤡🖕💔😢😭🙁☹😞😒🤨🤦😤❌")
_LONGEST = 8
"""Words; a longer message says something else besides."""


def feedback_in_words(text: str) -> bool | None:
    """Whether the whole message says that an answer helped or did not; None when it says something else.

    «спасибо, но это не то» is such a message, «это не то, мне нужно в область» asks on.
    """
    said = normalise(text).split()
    if not said or len(said) > _LONGEST:
        return None
    for is_good, name in ((False, "not_helped"), (True, "helped")):
        if _is_one_of(said, _phrases(name)):
            return is_good
    return None


def feedback_of_emoji(emoji: str) -> bool | None:
    """The same of emoji, and of a sticker by its emoji; None when they say nothing, or both.

    Skin tones and variation selectors make no difference.
    """
    is_good, is_bad = not _GOOD.isdisjoint(emoji), not _BAD.isdisjoint(emoji)
    return None if is_good == is_bad else is_good


def _is_one_of(said: list[str], phrases: frozenset[str]) -> bool:
    """Whether the words are one of the phrases, whatever of no meaning stands around it."""
    around = _phrases("around_feedback")
    first = next((place for place, word in enumerate(said) if word not in around), len(said))
    last = next((place for place in range(len(said), first, -1) if said[place - 1] not in around), first)
    return any(" ".join(said[begin:end]) in phrases for begin in range(first + 1) for end in range(last, len(said) + 1))


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(normalise(phrase) for phrase in all_words(name))
