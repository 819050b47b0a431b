"""Finds what a person can read in an object of unknown structure: the kinds of messages of a future Bot API."""

import re
from collections.abc import Iterator
from typing import Any

from bot.telegram.fields import Raw

MOST_WORDS = 16_384  # characters of one message; a rich message may be longer than a text
_MOST_VALUES = 5_000  # that are looked at
_MOST_LEVELS = 64

# A field with one of these names, or with a name that ends with one, is written for people.
_FOR_PEOPLE = (
    "text",
    "title",
    "caption",
    "question",
    "description",
    "comment",
    "summary",
    "label",
    "name",
    "address",
    "phone_number",
)
_FOR_PROGRAMS = re.compile(
    r"(.*_)?(ids?|type|entities|dates?|time|hash|secret|payload|token|url|link|code|codes|username|emoji|currency)"
    r"|file_.*|mime_type|language|vcard|status|state|align|valign|style|origin|data_hash|thumbnail|start_parameter"
)
_NOT_SAID_NOW = re.compile(r".*_(by_user|by_chat)|reply_markup")  # who ticked a task; buttons
_CODE_WORD = re.compile(r"[a-z0-9_.:/+=-]*|[A-Z0-9_]*")
_ADDRESS = re.compile(r"(https?|tg|ftp)://\S+", re.IGNORECASE)
_LONGEST_WORD = 40  # characters; longer ones without a space are ids and encoded data


def readable_words(value: object) -> str:
    """The texts for people in `value`, one on each line, in their order; at most `MOST_WORDS` characters.

    Left out: ids, addresses, encoded data, names of enumerations, and messages inside of this one.
    """
    found: list[str] = []
    length = 0
    for words in _walk(value):
        if found[-1:] != [words]:
            found.append(words)
            length += len(words) + 1
        if length >= MOST_WORDS:
            break
    return "\n".join(found)[:MOST_WORDS]


def _walk(whole: object) -> Iterator[str]:
    """Depth first, without recursion: the nesting is the sender's."""
    left: list[tuple[str, Any, int]] = [("", whole, 0)]
    for _ in range(_MOST_VALUES):
        if not left:
            return
        name, value, level = left.pop()
        match value:
            case str() if _is_readable(name, value):
                yield value.strip()
            case list() if level < _MOST_LEVELS:
                left += [(name, one, level + 1) for one in reversed(value)]
            case dict() if level < _MOST_LEVELS and not is_message(value):
                if person := full_name(value):
                    yield person
                left += [(key, one, level + 1) for key, one in reversed(value.items()) if _is_told(key, person)]


def full_name(value: Raw) -> str:
    """The name in an object that describes a person; "" for others."""
    names = [value.get("first_name"), value.get("last_name")]
    return " ".join(name for name in names if isinstance(name, str)) if isinstance(names[0], str) else ""


def is_message(value: Raw) -> bool:
    """Whether it is a Message, which has its own words."""
    return "message_id" in value and "chat" in value


def _is_told(key: str, person: str) -> bool:
    return not _NOT_SAID_NOW.fullmatch(key) and not (person and key in ("first_name", "last_name"))


def _is_readable(name: str, value: str) -> bool:
    words = value.strip()
    if not any(map(str.isalnum, words)) or _FOR_PROGRAMS.fullmatch(name):
        return False
    if name.endswith(_FOR_PEOPLE):
        return True
    is_long_code = len(words) > _LONGEST_WORD and not any(map(str.isspace, words))
    return not (is_long_code or _CODE_WORD.fullmatch(words) or _ADDRESS.fullmatch(words))
