"""Where a desk keeps what can be worked out again."""

import os
from hashlib import sha256
from pathlib import Path

from sqlalchemy import make_url

from storage.files import sqlite_file


def cache_folder(storage_url: str) -> Path | None:
    """The folder for caches of the desk with that database; it need not exist, and it may not be writable.

    Beside an SQLite file. For any other database one of its own in systemd's CacheDirectory or the user's caches, as
    the FAQ's folder may be read-only; None where the user has no home.
    """
    database = sqlite_file(storage_url)
    if database is not None:
        return Path(f"{database}.cache")
    parsed = make_url(storage_url)
    if parsed.get_backend_name() == "sqlite":
        return None  # in memory: nothing is to outlive the process
    return user_cache_folder(sha256(parsed.render_as_string(hide_password=True).encode()).hexdigest()[:16])


def user_cache_folder(name: str) -> Path | None:
    """The folder of that name in systemd's CacheDirectory or the user's caches; None where the user has no home."""
    try:
        root = os.environ.get("CACHE_DIRECTORY") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        return None
    return Path(root) / "nightdesk" / name
