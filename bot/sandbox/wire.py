"""The JSON that the Bot API speaks."""

from typing import Any

# A Bot API object. Its shape is Telegram's to say and not ours, so it is checked against the specification in
# the tests and not by types. Stored ones are never changed in place: what was answered once stays as it was.
Json = dict[str, Any]


def present(**fields: object) -> Json:
    """The fields that have a value: the Bot API leaves absent ones out and knows no null."""
    return {name: value for name, value in fields.items() if value is not None}


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts everything."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
