"""Verified online backups of an SQLite database."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.errors import StorageError
from storage.inspection import Contents, contents, open_read_only, require_intact

RESERVE = 200 * 1024 * 1024  # bytes of free space to leave to the desk
PAGES_PER_STEP = 1000
INSTRUCTIONS_PER_CHECK = 100_000  # of SQLite's virtual machine, between two calls of `is_stopped`

Progress = Callable[[int, int], None]
"""Called with the number of pages left and of all pages."""


def back_up(
    source: Path,
    target: Path,
    progress: Progress = lambda _left, _all: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Contents:
    """Copy a snapshot of the database. `target` appears when the copy is complete and verified, readable by its owner.

    Raises StorageError when `target` exists, can't be written, or `is_stopped` returns True.
    """
    if target.exists():
        raise StorageError(f"{target}: this file already exists; choose another name")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_free_space(source, target.parent)
        return _copy_and_rename(source, target, progress, is_stopped)
    except OSError as error:
        raise StorageError(f"{target}: can't be written: {error.strerror}; choose another place") from None


def copy_verified(
    source: Path,
    target: Path,
    progress: Progress = lambda _left, _all: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Contents:
    """Copy and verify. Replaces `target`, and leaves it incomplete after an error.

    Raises StorageError, or OSError when `target` can't be created.
    """

    def step(_status: int, left: int, pages: int) -> None:
        if is_stopped():
            raise StorageError(f"{source}: the backup was cancelled")
        progress(left, pages)

    _make_private(target)
    try:
        with (
            closing(open_read_only(source)) as original,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            for connection in (original, copy):
                connection.set_progress_handler(is_stopped, INSTRUCTIONS_PER_CHECK)
            original.execute("BEGIN")  # count and copy the same snapshot
            expected = contents(original)
            original.backup(copy, pages=PAGES_PER_STEP, progress=step)
            _require_equal(copy, expected, source)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
            raise StorageError(f"{source}: this file is not a database; name another one") from None
        raise StorageError(f"{source}: can't be copied: {error}; see `nightdesk doctor`") from None
    return expected


def _copy_and_rename(source: Path, target: Path, progress: Progress, is_stopped: Callable[[], bool]) -> Contents:
    beside = target.with_name(f".{target.name}.part")
    try:
        made = copy_verified(source, beside, progress, is_stopped)
        beside.rename(target)
        sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)
    return made


def sync_folder(folder: Path) -> None:
    """Flush a folder, so that a rename in it survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_free_space(source: Path, folder: Path) -> None:
    """On the database's own disk keep RESERVE free: a backup must not stop the desk from writing."""
    reserve = RESERVE if source.stat().st_dev == folder.stat().st_dev else 0
    needed, free = source.stat().st_size + reserve, shutil.disk_usage(folder).free
    if free < needed:
        raise StorageError(f"{folder}: a backup needs {needed >> 20} MB and {free >> 20} MB are free; free some space")


def _make_private(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _require_equal(copy: sqlite3.Connection, expected: Contents, source: Path) -> None:
    copy.execute("PRAGMA journal_mode = DELETE")  # a single file, without a write-ahead log
    require_intact(copy, source)
    if contents(copy) != expected:
        raise StorageError(f"{source}: the copy differs from the database; check the disk's health")
