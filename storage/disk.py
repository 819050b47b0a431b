"""Free space on the database's disk."""

import shutil
from pathlib import Path

from sqlalchemy import make_url

LEAST_FREE = 200 * 1024 * 1024  # bytes; below this the operator is warned


def free_bytes(url: str) -> int | None:
    """Free bytes on the disk of an SQLite database; None for an in-memory or PostgreSQL database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return shutil.disk_usage(Path(parsed.database).parent).free
