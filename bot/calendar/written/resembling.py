"""Whether a text is about hours at all, also where they can't be read: "closed Mondays", «пн-пт как получится»."""

import re
from collections.abc import Iterator

from bot.calendar.written.tokens import Kind, plain, token_at

_SURE_LENGTH = 5  # characters: a day's shorter name may be part of a place's, "Sun City"
_WORD = re.compile(r"(?<![\w+:.-])\w")
_OPEN_END = re.compile(r"\d\s*(?:[ap]\.?m\.?|ч\w*|утра|вечера)?\s*(?:-|till?|until|onwards|до)(?![\w:])")
"""«с 8 до последнего клиента», "8am till late"."""


def resembles_hours(text: str) -> bool:
    """Whether it names a stretch of time or days of the week. A day's short name counts beside another sign only."""
    readable = plain(text)
    return bool(_OPEN_END.search(readable)) or sum(_signs(readable)) >= 2


def _signs(readable: str) -> Iterator[int]:
    """How much each word speaks for hours; 2 is enough."""
    for word in _WORD.finditer(readable):
        found = token_at(readable, word.start())
        match found:
            case Kind.TIME, _, _:
                yield 2
            case ((Kind.DAYS | Kind.WEEKEND), days, length):
                yield 2 if len(days) > 1 or length >= _SURE_LENGTH else 1
            case ((Kind.CLOSED | Kind.SHUT), _, _):
                yield 1
