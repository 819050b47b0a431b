"""A copy of an SQLite database, made while the desk goes on writing, and believed only after it was looked into."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.errors import StorageError
from storage.inspection import Contents, contents, opened, require_sound

RESERVE = 200 * 1024 * 1024  # bytes
PAGES_A_STEP = 1000
INSTRUCTIONS_BETWEEN_LOOKS = 100_000

Progress = Callable[[int, int], None]
"""Told how many pages are left, and how many there are."""


def back_up(
    source: Path,
    target: Path,
    progress: Progress = lambda _left, _all: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Contents:
    """Copy the database as it is at one moment; `target` is there when it is complete and was found sound.

    Only its owner may read it. StorageError when it can't be made, or is stopped, or `target` is there already.
    """
    if target.exists():
        raise StorageError(f"{target}: there is such a file already; choose another name")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _require_room(source, target.parent)
        return _made_beside(source, target, progress, is_stopped)
    except OSError as error:
        raise StorageError(f"{target}: can't be written: {error.strerror}; choose another place") from None


def copy_sound(
    source: Path,
    target: Path,
    progress: Progress = lambda _left, _all: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Contents:
    """The copying and the checking. What was under the name of `target` is replaced, and left behind by a failure.

    Raises StorageError, or OSError when `target` can't be made.
    """

    def step(_status: int, left: int, pages: int) -> None:
        if is_stopped():
            raise StorageError(f"{source}: the copying was stopped")
        progress(left, pages)

    _make_private(target)
    try:
        with closing(opened(source)) as original, closing(sqlite3.connect(target, isolation_level=None)) as copy:
            for connection in (original, copy):
                connection.set_progress_handler(is_stopped, INSTRUCTIONS_BETWEEN_LOOKS)
            original.execute("BEGIN")  # what is counted and what is copied is of one moment
            expected = contents(original)
            original.backup(copy, pages=PAGES_A_STEP, progress=step)
            _require_same(copy, expected, source)
    except sqlite3.Error as error:
        raise StorageError(f"{source}: can't be copied: {error}; see `nightdesk doctor`") from None
    return expected


def _made_beside(source: Path, target: Path, progress: Progress, is_stopped: Callable[[], bool]) -> Contents:
    beside = target.with_name(f".{target.name}.part")
    try:
        made = copy_sound(source, beside, progress, is_stopped)
        beside.rename(target)
        sync_folder(target.parent)
    finally:
        beside.unlink(missing_ok=True)
    return made


def sync_folder(folder: Path) -> None:
    """A file's new name outlives a power cut from here on."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _require_room(source: Path, folder: Path) -> None:
    """Beside the database itself some room is left: a backup must not take what the desk needs to write."""
    reserve = RESERVE if source.stat().st_dev == folder.stat().st_dev else 0
    needed, free = source.stat().st_size + reserve, shutil.disk_usage(folder).free
    if free < needed:
        raise StorageError(f"{folder}: {needed >> 20} MB are needed for a backup and {free >> 20} are free; make room")


def _make_private(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _require_same(copy: sqlite3.Connection, expected: Contents, source: Path) -> None:
    copy.execute("PRAGMA journal_mode = DELETE")  # one file, without others beside it
    require_sound(copy, source)
    if contents(copy) != expected:
        raise StorageError(f"{source}: the copy does not hold what the database does; look at the disk's health")
