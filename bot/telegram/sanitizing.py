"""An update as it was written down → what can be handled."""

import json
import re
from typing import Any

from storage.models import Json

# JSON has room for them; SQLite and HTTP take no half of a surrogate pair, PostgreSQL no NUL.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_IN_ITS_PLACE = "\ufffd"  # as long, so that entities stay where they are


def update_in(payload: str) -> Json:
    """The update in characters that can be written down and sent again. Raises ValueError, RecursionError."""
    update: Json = _writable(json.loads(payload))
    return update


def _writable(value: Any) -> Any:
    match value:
        case str():
            return _UNWRITABLE.sub(_IN_ITS_PLACE, value)
        case list():
            return [_writable(one) for one in value]
        case dict():
            return {name: _writable(one) for name, one in value.items()}
    return value
