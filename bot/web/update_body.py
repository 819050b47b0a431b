"""The body of a posted update: parsed, and refused when it could not be stored."""

import json
import math
from typing import Any

from storage.models import Json

LARGEST_INTEGER = 2**63 - 1  # the largest of a BIGINT
MOST_NESTED = 200  # an update is about ten deep


def parse_update(body: bytes) -> Json | None:
    """The raw update, whose content is parsed when it is handled.

    None for what Telegram does not post: what is no JSON object in UTF-8, has no valid `update_id`, has numbers that
    JSON does not know, or is nested too deeply. Anything else is kept, since Telegram repeats what is refused.
    """
    try:
        update = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and _has_id(update) and _is_storable(update) else None


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _has_id(update: Json) -> bool:
    update_id = update.get("update_id")
    return type(update_id) is int and 0 <= update_id <= LARGEST_INTEGER


def _is_storable(update: Json) -> bool:
    """Goes through the values without recursion, whose limit the update could exceed."""
    level: list[Any] = [update]
    for _ in range(MOST_NESTED):
        if not all(math.isfinite(value) for value in level if isinstance(value, float)):
            return False
        level = [inner for value in level for inner in _inner(value)]
        if not level:
            return True
    return False


def _inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
