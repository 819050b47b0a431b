"""Replacing the SQLite database with a backup; the replaced one is kept under another name."""

import os
import sqlite3
import stat
from collections.abc import Callable
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

JOURNAL_SECONDS = 5.0  # to wait for programs that use the database
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
    backup: Path,
    database: Path,
    at: datetime,
    force: bool = False,
    progress: Progress = lambda _left, _all: None,
    before_replacing: Callable[[], None] = lambda: None,
) -> Restored:
    """Replace `database`, or the file that it links to, with a copy of `backup`. Killed at any instruction, it leaves
    one of the two, whole.

    `at`: the current time in the company's time zone, for the file name. `before_replacing` is called when all checks
    have passed. Raises StorageError when the backup is damaged or written by a newer version, when the desk runs, when
    the database is being read, or when it has newer data and `force` is False.
    """
    database = Path(os.path.realpath(database))
    with sole_use(f"sqlite:///{database}"):
        beside = database.with_name(f".{database.name}.part")
        try:
            copied, lost = _prepared(backup, database, beside, force, progress)
            before_replacing()
            return Restored(copied, _swap(database, beside, at), lost)
        except OSError as error:
            raise StorageError(f"{database}: can't be replaced: {error.strerror}; see `nightdesk doctor`") from None
        finally:
            beside.unlink(missing_ok=True)


def _prepared(
    backup: Path, database: Path, beside: Path, force: bool, progress: Progress
) -> tuple[Contents, NewerData | None]:
    """Make the copy that will take the database's place. Returns what is in it, and what the database has besides."""
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
    return copied, lost


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
    """Replace atomically: at any instant a database exists under the name, with its journal if it has one."""
    was_there = database.exists()
    match_owner(beside, database if was_there else database.parent)
    if was_there:
        beside.chmod(stat.S_IMODE(database.stat().st_mode))
        _fold_journal(database)
    kept = _keep(database, at)
    beside.replace(database)
    sync_folder(database.parent)
    return kept


def _fold_journal(database: Path) -> None:
    """Write into the database's file what is in its journals only. A damaged database stays as it is.

    Without this a kill between moving the journals and the replacement would take the latest transactions away.
    """
    try:
        with closing(sqlite3.connect(database, timeout=JOURNAL_SECONDS, isolation_level=None)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # rolls a hot journal back
            [is_busy, *_] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        is_busy = error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    except sqlite3.DatabaseError:
        return
    if is_busy:
        raise StorageError(f"{database}: another program is reading this database; end it first")


def _keep(database: Path, at: datetime) -> Path | None:
    """Link the database to its new name, which is returned if there was one, and move its journals away.

    SQLite would replay those of a damaged database, or of one that is gone, into the new one.
    """
    kept = database.with_name(copy_name(database, at, "replaced"))
    was_there = database.exists()
    if was_there:
        os.link(database, kept)
    for suffix in _JOURNAL_SUFFIXES:
        if (companion := Path(f"{database}{suffix}")).exists():
            companion.replace(f"{kept}{suffix}")
    return kept if was_there else None
