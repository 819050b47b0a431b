"""The database: whether it is there, up to date and can be written to, and whether the disk has room."""

import os
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.commands.database import database_file, database_name, first_line, reading, revision
from bot.commands.doctor.finding import Finding, failed, ok, warning
from bot.commands.terminal import readable_size
from storage import Database
from storage.database import is_postgres
from storage.disk import LEAST_FREE
from storage.migrate import is_known, newest_revision


def database_finding(url: str) -> Finding:
    """The database is not made, and nothing is written to it."""
    if is_postgres(url):
        return _at_a_server(url)
    path = database_file(url)
    if not path.parent.is_dir():
        return warning("database", "no_folder", path=path, folder=path.parent)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return failed("database", "no_rights", path=path)
    free = shutil.disk_usage(path.parent).free
    if free < LEAST_FREE:
        return failed("database", "full", path=path, free=readable_size(free))
    return _opened(url, path, free) if path.exists() else ok("database", "new", path=path)


def _at_a_server(url: str) -> Finding:
    name = database_name(url)
    try:
        found = _revision(url)
        if found is None:
            return ok("database", "new", path=name)
        return _of_what_version(url, found) or _served(url, name)
    except DBAPIError as error:
        return failed("database", "no_server", name=name, why=first_line(error))


def _served(url: str, name: str) -> Finding:
    from storage.jobs import count_living_workers  # what it needs comes with an extra

    with reading(url) as session:
        [version] = session.connection().exec_driver_sql("SHOW server_version").scalars()
        machines = count_living_workers(session)
    return ok("database", "server", name=name, version=version.partition(" ")[0], machines=machines)


def _opened(url: str, path: Path, free: int) -> Finding:
    try:
        found = _revision(url)
    except DBAPIError as error:
        return failed("database", "broken", path=path, why=error.orig)
    return _of_what_version(url, found) or ok("database", path=path, free=readable_size(free))


def _of_what_version(url: str, found: str | None) -> Finding | None:
    """None when it is of this one."""
    if found == newest_revision():
        return None
    if found and not is_known(found):
        return failed("database", "newer", path=database_name(url))
    return warning("database", "old", path=database_name(url))


def _revision(url: str) -> str | None:
    """Asked in a transaction that could write, so that a database that can't be written to is found out."""
    database = Database(url)
    try:
        with database.transaction() as session:
            return revision(session)
    finally:
        database.close()
