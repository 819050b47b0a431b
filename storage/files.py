"""Where a database lies on this machine, and how the copies of it are called."""

import glob
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

_TIME = r"\d{4}-\d{2}-\d{2}-\d{6}"


def sqlite_file(url: str) -> Path | None:
    """The file of an SQLite database; None for one in memory, and for any other kind of database."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def name_of_copy(database: Path, at: datetime, kind: str) -> str:
    """For example nightdesk-2026-03-02-040000.nightly.db; `at` is on the company's clock."""
    return f"{database.stem}-{at:%Y-%m-%d-%H%M%S}.{kind}.db"


def copies(folder: Path, database: Path, kind: str = r"[\w-]+") -> list[Path]:
    """The copies of that database in the folder, by their names, oldest first; `kind` may be a pattern."""
    name = re.compile(rf"{re.escape(database.stem)}-({_TIME})\.{kind}\.db")
    if not folder.is_dir():
        return []
    found = [(match[1], path) for path in folder.iterdir() if (match := name.fullmatch(path.name))]
    return [path for _, path in sorted(found)]


def left_behind(folder: Path, database: Path, age: timedelta) -> list[Path]:
    """Copies of that database in the folder that nobody has worked on for so long, nor finished."""
    before = datetime.now(UTC).timestamp() - age.total_seconds()
    unfinished = folder.glob(f".{glob.escape(database.stem)}-*.db.part")
    return [path for path in unfinished if path.stat().st_mtime < before]


def belongs_with(path: Path, model: Path) -> None:
    """What root makes belongs to the owner of `model`, as SQLite sees to it too: the desk must be able to use it."""
    if os.geteuid() == 0:
        owner = model.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
