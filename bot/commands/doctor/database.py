"""The database: whether it exists, is up to date and writable, and whether the disk has room."""

import os
import shutil
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.commands.database import database_file, database_name, first_line, reading, revision
from bot.commands.doctor.finding import Finding, Size, failed, ok, warning
from storage import Database
from storage.database import is_postgres
from storage.disk import LEAST_FREE
from storage.errors import StorageError
from storage.marker import Marker, require_promised
from storage.migrate import is_known, newest_revision


def database_finding(url: str, marker: Marker | None = None) -> Finding:
    """How the database is; a missing one is not created, and nothing is written."""
    return _lost_finding(url, marker) or _present_finding(url)


def _lost_finding(url: str, marker: Marker | None) -> Finding | None:
    """Whether `nightdesk run` would refuse it for what was promised."""
    if marker is None:
        return None
    try:
        require_promised(marker, url)
    except StorageError:
        return failed("database", "lost", path=database_name(url))
    except DBAPIError:  # the other checks say why
        return None
    return None


def _present_finding(url: str) -> Finding:
    if is_postgres(url):
        return _server_finding(url)
    path = database_file(url)
    if not path.parent.is_dir():
        return warning("database", "no_folder", path=path, folder=path.parent)
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return failed("database", "no_rights", path=path)
    free = shutil.disk_usage(path.parent).free
    if free < LEAST_FREE:
        return failed("database", "full", path=path, free=Size(free))
    return _file_finding(url, path, free) if path.exists() else ok("database", "new", path=path)


def _server_finding(url: str) -> Finding:
    name = database_name(url)
    try:
        found = _revision(url)
        if found is None:
            return ok("database", "new", path=name)
        return _version_finding(url, found) or _server_ok(url, name)
    except DBAPIError as error:
        return failed("database", "no_server", name=name, why=first_line(error))
    except StorageError as error:
        return failed("database", "unfit", why=str(error))


def _server_ok(url: str, name: str) -> Finding:
    from storage.jobs import count_living_workers  # needs the extra "postgres"

    with reading(url) as session:
        [version] = session.connection().exec_driver_sql("SHOW server_version").scalars()
        machines = count_living_workers(session)
    return ok("database", "server", name=name, version=version.partition(" ")[0], machines=machines)


def _file_finding(url: str, path: Path, free: int) -> Finding:
    try:
        found = _revision(url)
    except DBAPIError as error:
        return failed("database", "broken", path=path, why=error.orig)
    return _version_finding(url, found) or ok("database", path=path, free=Size(free))


def _version_finding(url: str, found: str | None) -> Finding | None:
    """What is wrong with the schema's version; None when it is the current one."""
    if found == newest_revision():
        return None
    if found and not is_known(found):
        return failed("database", "newer", path=database_name(url))
    return warning("database", "old", path=database_name(url))


def _revision(url: str) -> str | None:
    """Read the revision in a writing transaction, so that a read-only database is noticed."""
    database = Database(url)
    try:
        with database.transaction() as session:
            return revision(session)
    finally:
        database.close()
