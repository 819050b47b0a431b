"""JSON objects of the Bot API."""

from typing import Any

# A Bot API object. Its shape is checked in the tests against Telegram's specification, not by types. Stored objects
# are never modified in place, so that recorded responses stay as they were.
Json = dict[str, Any]


def present(**fields: object) -> Json:
    """The fields that are not None: the Bot API omits absent fields and has no null."""
    return {name: value for name, value in fields.items() if value is not None}


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, Telegram's unit of length."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
