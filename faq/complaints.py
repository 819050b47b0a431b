"""Messages that complain: of how somebody was treated, or with a threat of courts and authorities."""

from functools import cache

from faq.normalising import normalise
from faq.wordlists import all_words


def is_complaint(text: str) -> bool:
    """Whether a word of the message begins like those in words/*/complaints.txt. Reads the first 4,096 characters."""
    return any(word.startswith(_beginnings()) for word in normalise(text).split())


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(normalise(word) for word in all_words("complaints"))
