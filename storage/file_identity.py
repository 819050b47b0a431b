"""Notices when the files of an open SQLite database are removed, renamed, replaced or overwritten.
Keeps reports of damage, too.

SQLite goes on with the files that it has opened: what is committed then is lost when the process ends.
"""

import os
import sqlite3
from contextlib import suppress
from enum import StrEnum
from errno import ENODEV, ENOENT, ENOTCONN, ENOTDIR, ENXIO, ESTALE
from pathlib import Path

from sqlalchemy.exc import OperationalError

from storage.file_header import FileHeader

_GONE = frozenset({ENOENT, ENOTDIR, ESTALE, ENOTCONN, ENODEV, ENXIO})
_Identity = tuple[int, int]  # device and inode


class FileChange(StrEnum):
    """What has happened to the files. The value is said to the operator."""

    MISSING = "the database's file is gone"
    REPLACED = "another file has taken the place of the database's file"
    LOG_MISSING = "the database's write-ahead log is gone"  # or its index, -shm
    OVERWRITTEN = "the database's file was overwritten"
    DAMAGED = "the database's file is damaged"


class FileIdentity:
    """The files of a database as they were when it was opened. Thread-safe, since nothing is forgotten."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._opened: _Identity | None = None
        self._header: FileHeader | None = None
        self._companions: dict[str, _Identity] = {}
        self.is_reported_damaged = False
        """SQLite could not make sense of a page; whoever has checked the whole file sets it back."""

    def create(self) -> None:
        """Make the file before SQLite does, so that only its owner reads it: SQLite gives its log the same permissions.

        Does nothing where there is one, or was one. What hinders it is left to SQLite to say.
        """
        if self._opened is None:
            with suppress(OSError):
                os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    def note_opened(self) -> None:
        """The file was opened, and created if there was none. Only the first time counts."""
        if self._opened is None:
            with suppress(OSError):
                self._opened = _identity(self._path)
                self._header = FileHeader(self._path)

    def note_closed(self) -> None:
        """SQLite has closed the file."""
        if self._header is not None:
            self._header.close()

    def change(self) -> FileChange | None:
        """What happened since it was opened; None while nothing did, or when that can't be known now."""
        if self._opened is None:
            return None
        try:
            status = _status(self._path)
        except OSError as error:
            return FileChange.MISSING if error.errno in _GONE else None
        if (status.st_dev, status.st_ino) != self._opened:
            return FileChange.REPLACED
        if self._is_overwritten(status.st_size):
            return FileChange.OVERWRITTEN
        is_complete = all(self._is_same_companion(suffix) for suffix in ("-wal", "-shm"))
        return None if is_complete else FileChange.LOG_MISSING

    def stamp(self) -> tuple[int, ...]:
        """Differs from an earlier stamp if anybody has written to the database since; empty when that can't be known.

        It is made of times and sizes, so a commit within the clock's tick of the last stamp may go unseen.
        """
        try:
            file, written = _status(self._path), _status(f"{os.path.realpath(self._path)}-wal")
        except OSError:
            return ()
        # Not the log's st_ctime: SQLite changes that when root opens it.
        return file.st_ctime_ns, file.st_size, written.st_mtime_ns, written.st_size

    def require_same(self) -> None:
        """Raise OperationalError when a file has changed: what was just committed must not be promised to anybody."""
        if change := self.change():
            raise OperationalError("COMMIT", None, sqlite3.OperationalError(f"{self._path}: {change}"))

    def _is_overwritten(self, size: int) -> bool:
        if not size:  # the log may still have all pages, but SQLite drops it beside an empty file
            return True
        try:
            return self._header is not None and self._header.is_foreign()
        except OSError:
            return False

    def _is_same_companion(self, suffix: str) -> bool:
        """The log and its index exist from the first transaction on, beside the file that a link leads to."""
        try:
            found = _identity(f"{os.path.realpath(self._path)}{suffix}")
        except OSError as error:
            return error.errno not in _GONE or suffix not in self._companions
        return self._companions.setdefault(suffix, found) == found


def _identity(path: str) -> _Identity:
    status = _status(path)
    return status.st_dev, status.st_ino


def _status(path: str) -> os.stat_result:
    return os.stat(path)  # noqa: PTH116 - asked each second, after each commit too: three times as fast
