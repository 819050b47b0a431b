"""A small file beside the configuration that says what was promised last, in case the database gets lost.

A desk whose database is missing, empty or an older copy would promise ticket numbers anew and know nothing of customers
who wait, so it does not start until somebody says that this is meant.
"""

import json
import logging
import os
import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import inspect, make_url
from sqlalchemy.exc import OperationalError

from storage.backup import sync_folder
from storage.errors import StorageError
from storage.files import sqlite_file
from storage.postgres import reading_engine
from storage.progress import Progress, progress_of, progress_of_file

log = logging.getLogger(__name__)

REMEDY = (
    "put the right file back or run `nightdesk restore` with a backup; "
    "if it is meant, start once with `nightdesk run --new-database`"
)


@dataclass(frozen=True)
class Marker:
    """The file. It is written by replacing it, so it is whole at any instant."""

    path: Path

    def read(self) -> Progress | None:
        """What was promised; None when there is no marker yet, or it can't be read, which is logged."""
        try:
            given = json.loads(self.path.read_text(encoding="utf-8"))
            return Progress(str(given["database"]), int(given["ticket"]), int(given["message"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            log.warning("%s can't be read (%s): an exchanged database is not noticed now", self.path, error)
            return None

    def write(self, progress: Progress) -> bool:
        """Whether it could be written: the desk works without. The reason is logged as a debug message."""
        beside = self.path.with_name(f"{self.path.name}.part")
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(asdict(progress), file)
                file.flush()
                os.fsync(descriptor)
            beside.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            log.debug("%s can't be written: %s", self.path, error.strerror)
            return False
        return True

    def remove(self) -> None:
        """Whatever database there is now is meant. Raises StorageError when the marker can't be removed."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(f"{self.path}: can't be removed: {error.strerror}; remove it yourself") from None


def marker_beside(config: Path, environ: Mapping[str, str] = os.environ) -> Marker:
    """The marker of the desk with this configuration; in systemd's StateDirectory where its folder is read-only."""
    name = f".{config.stem}.nightdesk-marker"
    beside = config.resolve().parent / name
    state = environ.get("STATE_DIRECTORY", "").partition(":")[0]
    is_usable = beside.exists() or not state or os.access(beside.parent, os.W_OK)
    return Marker(beside if is_usable else Path(state) / name)


def require_promised(marker: Marker, url: str) -> None:
    """Refuse a database that is missing, empty, another one, or older than what the marker says. Changes nothing.

    A desk that has promised nothing yet may change its database: its owner is still trying things out.

    Raises StorageError with what to do, or OperationalError when the server of a PostgreSQL database can't be reached.
    """
    promised = marker.read()
    if promised is None or promised.is_nothing:
        return
    name, found = _found(url)
    if found is None:
        raise StorageError(f"{name}: the database is missing or empty, {_described(promised)}: {REMEDY}")
    if found.database not in (None, promised.database):
        raise StorageError(f"{name}: this is the database of another desk, {_described(promised)}: {REMEDY}")
    if found.is_behind(promised):
        raise StorageError(
            f"{name}: this database is older than what was promised: its last ticket is №{found.ticket}, "
            f"its last message number {found.message}, {_described(promised)}: {REMEDY}"
        )


def _described(promised: Progress) -> str:
    return f"but this desk has come to ticket №{promised.ticket}, message number {promised.message}"


def _found(url: str) -> tuple[str, Progress | None]:
    """The database's name for messages, and how far it has come; None when nothing of a desk is there.

    A file that can't be read is left to the start, which says what is wrong with it.
    """
    path = sqlite_file(url)
    if path is None:
        return _found_on_server(url)
    if not path.exists() or not path.stat().st_size:
        return str(path), None
    try:
        return str(path), progress_of_file(path)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return str(path), None
        raise OperationalError(None, None, error) from error
    except sqlite3.DatabaseError as error:
        raise StorageError(f"{path}: the database can't be read: {error}; {REMEDY}") from None


def _found_on_server(url: str) -> tuple[str, Progress | None]:
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        return parsed.render_as_string(), Progress(None, 0, 0)
    engine = reading_engine(parsed)
    try:
        with engine.connect() as connection:
            has_tables = all(inspect(connection).has_table(name) for name in ("memo", "ticket", "message"))
            return parsed.render_as_string(hide_password=True), progress_of(connection) if has_tables else None
    finally:
        engine.dispose()
