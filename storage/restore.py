"""Replacing the SQLite database with a backup; the replaced one is kept under another name."""

import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.backup import Progress, copy_verified, sync_folder
from storage.errors import StorageError
from storage.files import copy_name, match_owner
from storage.inspection import Contents, NewerData, newer_than, open_read_only
from storage.lock import sole_use
from storage.migrate import is_known

_JOURNAL_SUFFIXES = ("-wal", "-shm", "-journal")
_HAS_SEQUENCE = "SELECT 1 FROM sqlite_sequence WHERE name = 'ticket'"


@dataclass(frozen=True)
class Restored:
    """`kept`: the replaced database, None when there was none. `lost`: its data newer than the backup, None when it was
    unreadable."""

    contents: Contents
    kept: Path | None
    lost: NewerData | None


def restore(
    backup: Path, database: Path, at: datetime, force: bool = False, progress: Progress = lambda _left, _all: None
) -> Restored:
    """Replace `database` with a copy of `backup`. `at`: the current time in the company's time zone, for the file name.

    Raises StorageError when the backup is damaged or written by a newer version, when the desk runs, or when the
    database has newer data and `force` is False.
    """
    with sole_use(f"sqlite:///{database}"):
        beside = database.with_name(f".{database.name}.part")
        try:
            return _restored(backup, database, beside, at, force, progress)
        except OSError as error:
            raise StorageError(f"{database}: can't be replaced: {error.strerror}; see `nightdesk doctor`") from None
        finally:
            beside.unlink(missing_ok=True)


def _restored(backup: Path, database: Path, beside: Path, at: datetime, force: bool, progress: Progress) -> Restored:
    if not backup.is_file():
        raise StorageError(f"{backup}: there is no such file")
    copied = copy_verified(backup, beside, progress)
    if not is_known(copied.revision):
        raise StorageError(f"{backup}: this backup was made by a newer nightdesk; update this installation")
    lost = _newer_data(database, copied)
    if lost and lost.is_newer_than(copied.latest) and not force:
        raise StorageError(_describe_loss(database, lost))
    if lost:
        _continue_ticket_numbers(beside, lost.last_ticket)
    return Restored(copied, _swap(database, beside, at), lost)


def _newer_data(database: Path, copied: Contents) -> NewerData | None:
    """An unreadable database is no reason to refuse: it is a reason to restore."""
    try:
        with closing(open_read_only(database)) as connection:
            return newer_than(connection, copied.latest)
    except sqlite3.Error:
        return None


def _describe_loss(database: Path, lost: NewerData) -> str:
    return (
        f"{database}: {lost.messages} messages and {lost.tickets} tickets are newer than this backup and would be "
        f"lost, the latest of {lost.latest:%Y-%m-%d %H:%M} UTC; to restore anyway, add --force (the database is kept)"
    )


def _continue_ticket_numbers(beside: Path, last_ticket: int) -> None:
    """Continue ticket numbers after the last one in use, so that none is assigned twice."""
    with closing(sqlite3.connect(beside)) as copy, copy:
        copy.execute(f"INSERT INTO sqlite_sequence SELECT 'ticket', 0 WHERE NOT EXISTS ({_HAS_SEQUENCE})")
        copy.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'ticket'", (last_ticket,))


def _swap(database: Path, beside: Path, at: datetime) -> Path | None:
    """Replace atomically: at any instant a database exists under the name."""
    was_there = database.exists()
    match_owner(beside, database if was_there else database.parent)
    if was_there:
        beside.chmod(stat.S_IMODE(database.stat().st_mode))
    kept = _keep(database, at) if was_there else None
    beside.replace(database)
    sync_folder(database.parent)
    return kept


def _keep(database: Path, at: datetime) -> Path:
    """Link the database to its new name and move its journal files, which are part of it after a crash."""
    kept = database.with_name(copy_name(database, at, "replaced"))
    os.link(database, kept)
    for suffix in _JOURNAL_SUFFIXES:
        if (companion := Path(f"{database}{suffix}")).exists():
            companion.replace(f"{kept}{suffix}")
    return kept
