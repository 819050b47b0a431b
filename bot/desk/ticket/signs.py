"""What stands out in a ticket's messages: a complaint, a threat, a number to call back on, a language."""

from collections.abc import Sequence
from dataclasses import dataclass

import faq
from faq import Purpose
from storage.models import Author, Message

MOST_PHONES = 3

_TOLD = (Purpose.THREAT, Purpose.COMPLAINT, Purpose.INSULT, Purpose.CALLBACK)


@dataclass(frozen=True)
class Signs:
    """`purposes` and `languages` (codes such as "kk") by their names; `phones` as they were typed."""

    purposes: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.purposes or self.languages)


def signs_of(messages: Sequence[Message]) -> Signs:
    """Those of the customer's own messages."""
    texts = [one.text for one in messages if one.author == Author.CUSTOMER and one.text and not one.points_at]
    told = [(text, purpose) for text in texts for purpose in faq.purposes_of(text)]
    purposes = {purpose for _, purpose in told}
    phones = (number for text, purpose in told if purpose is Purpose.CALLBACK for number in faq.phone_numbers(text))
    languages = (found.language for text in texts if (found := faq.foreign_language_of(text)))
    return Signs(
        tuple(str(one) for one in _TOLD if one in purposes),
        tuple(dict.fromkeys(phones))[:MOST_PHONES],
        tuple(dict.fromkeys(languages)),
    )
