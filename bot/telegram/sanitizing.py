"""Replaces the characters of an update that can't be stored or sent."""

import json
import re
from typing import Any

from storage.models import Json

# Valid in JSON, but SQLite and HTTP take no lone surrogate, PostgreSQL no NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"  # as long, so that the offsets of entities stay right


def sanitized(payload: str) -> Json:
    """The update of this JSON without such characters. Raises ValueError when it is no JSON, RecursionError."""
    update: Json = _replaced(json.loads(payload))
    return update


def _replaced(value: Any) -> Any:
    match value:
        case str():
            return _UNSTORABLE.sub(_REPLACEMENT, value)
        case list():
            return [_replaced(one) for one in value]
        case dict():
            return {name: _replaced(one) for name, one in value.items()}
    return value
