"""A call for a person that asks something besides: «а на Луну доставите? позовите человека»"""

import re

from faq.feedback import feedback_in_words
from faq.normalising import MAX_LENGTH
from faq.parts import content_words
from faq.replies import is_rejection
from faq.small_talk import wants_human

_CLAUSE = re.compile(r"[^.!?,;\n]+\??")
_LEAST_WORDS = 2  # content words of a clause that has no question mark


def asks_beside_call(text: str) -> bool:
    """Whether the message says more than that a person is wanted, or that an answer did not help."""
    if not wants_human(text):
        return _says_more(text)
    return any(map(_asks, _CLAUSE.findall(text[:MAX_LENGTH])))


def _asks(clause: str) -> bool:
    is_enough = "?" in clause or len(content_words(clause)) >= _LEAST_WORDS
    return is_enough and not wants_human(clause) and _says_more(clause)


def _says_more(text: str) -> bool:
    return bool(content_words(text)) and feedback_in_words(text) is None and not is_rejection(text)
