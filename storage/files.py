"""Paths of SQLite databases and file names of their copies."""

import glob
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

_TIME = r"\d{4}-\d{2}-\d{2}-\d{6}"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for an in-memory or PostgreSQL database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def copy_name(database: Path, at: datetime, kind: str) -> str:
    """For example nightdesk-2026-03-02-040000.nightly.db; `at` is in the company's time zone."""
    return f"{database.stem}-{at:%Y-%m-%d-%H%M%S}.{kind}.db"


def copies(folder: Path, database: Path, kind: str = r"[\w-]+") -> list[Path]:
    """The copies of `database` in the folder, oldest first; `kind` is a regular expression."""
    name = re.compile(rf"{re.escape(database.stem)}-({_TIME})\.{kind}\.db")
    if not folder.is_dir():
        return []
    found = [(match[1], path) for path in folder.iterdir() if (match := name.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def unfinished_copies(folder: Path, database: Path, age: timedelta) -> list[Path]:
    """Incomplete copies of `database` in the folder that were last modified at least `age` ago."""
    before = datetime.now(UTC).timestamp() - age.total_seconds()
    unfinished = folder.glob(f".{glob.escape(database.stem)}-*.db.part")
    return [path for path in unfinished if path.stat().st_mtime < before]


def match_owner(path: Path, model: Path) -> None:
    """When run by root, give `path` the owner of `model`, as SQLite does for its files, so that the desk can use it."""
    if os.geteuid() == 0:
        owner = model.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
