"""Replaces characters of an update that can't be stored or sent."""

import json
import re
from typing import Any

from storage.models import Json

# Valid in JSON, but SQLite and HTTP reject lone surrogates, and PostgreSQL rejects NUL.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"  # one UTF-16 code unit like each of them, so entity offsets stay right


def sanitized(payload: str) -> Json:
    """Parse an update and replace such characters. Raises ValueError for invalid JSON, or RecursionError."""
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
