"""The database: whether it is there, up to date and can be written to, and whether the disk has room."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.commands.database import database_file, is_known, newest_revision, revision
from bot.commands.doctor.finding import Finding, failed, ok, warning
from storage import Database

LEAST_FREE = 200 * 1024 * 1024  # bytes


def database_finding(url: str) -> Finding:
    """The database is not made, and nothing is written to it."""
    path = database_file(url)
    if not path.parent.is_dir():
        return warning("database", "no_folder", path=path, folder=path.parent)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return failed("database", "no_rights", path=path)
    free = shutil.disk_usage(path.parent).free
    if free < LEAST_FREE:
        return failed("database", "full", path=path, free=_size(free))
    return _opened(url, path, free) if path.exists() else ok("database", "new", path=path)


def _opened(url: str, path: Path, free: int) -> Finding:
    try:
        found = _revision(url)
    except DBAPIError as error:
        return failed("database", "broken", path=path, why=error.orig)
    if found == newest_revision(url):
        return ok("database", path=path, free=_size(free))
    if found and not is_known(url, found):
        return failed("database", "newer", path=path)
    return warning("database", "old", path=path)


def _revision(url: str) -> str | None:
    """Asked in a transaction that could write, so that a database that can't be written to is found out."""
    database = Database(url)
    try:
        with database.transaction() as session:
            return revision(session)
    finally:
        database.close()


def _size(count: int) -> str:
    return next(_readable(count))


def _readable(count: float) -> Iterator[str]:
    for unit in ("B", "KB", "MB"):
        if count < 1024:
            yield f"{count:.0f} {unit}"
        count /= 1024
    yield f"{count:.0f} GB"
