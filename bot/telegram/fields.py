"""Typed access to an update's raw JSON.

The raw update is read, not python-telegram-bot's objects: the Bot API is ahead of the library, and the library refuses
an object for a missing field that nobody reads. A field that is absent is empty here. One that is there but has another
type than the Bot API says raises `UnreadableUpdateError`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Raw: TypeAlias = Mapping[str, Any]

_LARGEST = 2**63 - 1  # what both databases can store


class UnreadableUpdateError(ValueError):
    """The update is not what the Bot API specifies; no retry can change that."""


def part(whole: Raw, name: str) -> Raw:
    """The object in that field; empty when it is absent."""
    value = whole.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UnreadableUpdateError(f"{name} is not an object")
    return value


def parts(whole: Raw, name: str) -> Sequence[Raw]:
    """The objects in that array; empty when it is absent."""
    value = whole.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise UnreadableUpdateError(f"{name} is not an array of objects")
    return value


def text(whole: Raw, name: str) -> str:
    """The string in that field; "" when it is absent."""
    value = whole.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableUpdateError(f"{name} is not a string")
    return value


def flag(whole: Raw, name: str) -> bool:
    """Whether that field is true; absent means false."""
    value = whole.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise UnreadableUpdateError(f"{name} is not a boolean")
    return value


def number(whole: Raw, name: str) -> int | None:
    """The integer in that field, of at most 64 bits; None when it is absent."""
    value = whole.get(name)
    if value is None:
        return None
    if type(value) is not int or abs(value) > _LARGEST:
        raise UnreadableUpdateError(f"{name} is not an integer of 64 bits")
    return value


def required_number(whole: Raw, name: str) -> int:
    value = number(whole, name)
    if value is None:
        raise UnreadableUpdateError(f"{name} is missing")
    return value


def entities(whole: Raw, name: str) -> tuple[dict[str, Any], ...]:
    """The well-formed entities in that array. A malformed one is left out: it costs formatting, not words."""
    value = whole.get(name)
    return tuple(one for one in value if _is_entity(one)) if isinstance(value, list) else ()


def _is_entity(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        return False
    place = (value.get("offset"), value.get("length"))
    return all(type(one) is int and 0 <= one <= _LARGEST for one in place)
