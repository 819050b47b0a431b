"""The database: whether it is there, up to date and can be written to, and whether the disk has room."""

import os
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.commands.database import database_file, revision
from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.commands.terminal import readable_size
from storage import Database
from storage.migrate import is_known, newest_revision

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
        return failed("database", "full", path=path, free=readable_size(free))
    return _opened(url, path, free) if path.exists() else ok("database", "new", path=path)


def _opened(url: str, path: Path, free: int) -> Finding:
    try:
        found = _revision(url)
    except DBAPIError as error:
        return failed("database", "broken", path=path, why=error.orig)
    if found == newest_revision():
        return ok("database", path=path, free=readable_size(free))
    if found and not is_known(found):
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
