"""The disk that the database lies on."""

import shutil
from pathlib import Path

from sqlalchemy import make_url

LEAST_FREE = 200 * 1024 * 1024  # bytes; with less there is soon no room to write down what comes


def free_bytes(url: str) -> int | None:
    """Room left on the disk of an SQLite database; None for one that is elsewhere or in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return shutil.disk_usage(Path(parsed.database).parent).free
