"""A backup in the place of the database, which is kept under another name."""

import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.backup import Progress, copy_sound, sync_folder
from storage.errors import StorageError
from storage.files import belongs_with, name_of_copy
from storage.inspection import Contents, Later, later_than, opened
from storage.lock import sole_use
from storage.migrate import is_known

_BESIDE = ("-wal", "-shm", "-journal")
_COUNTED = "SELECT 1 FROM sqlite_sequence WHERE name = 'ticket'"


@dataclass(frozen=True)
class Restored:
    """`kept` is the database that was there before, None when there was none; `lost` is what came to it later than the
    backup, None when it could not be read."""

    contents: Contents
    kept: Path | None
    lost: Later | None


def restore(
    backup: Path, database: Path, at: datetime, force: bool = False, progress: Progress = lambda _left, _all: None
) -> Restored:
    """Put a copy of `backup` in the place of `database`; `at` is now, on the company's clock.

    StorageError when the backup is not sound or of a newer program, when the desk runs, or when something came after
    the backup was made and it is not forced.
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
    brought = copy_sound(backup, beside, progress)
    if not is_known(brought.revision):
        raise StorageError(f"{backup}: a newer nightdesk has made this backup; update this one")
    lost = _lost_from(database, brought)
    if lost and lost.is_later_than(brought.latest) and not force:
        raise StorageError(_would_be_lost(database, lost))
    if lost:
        _go_on_counting(beside, lost.last_ticket)
    return Restored(brought, _swap(database, beside, at), lost)


def _lost_from(database: Path, brought: Contents) -> Later | None:
    """A database that can't be read is no reason to refuse: it is why one restores."""
    try:
        with closing(opened(database)) as connection:
            return later_than(connection, brought.latest)
    except sqlite3.Error:
        return None


def _would_be_lost(database: Path, lost: Later) -> str:
    return (
        f"{database}: {lost.messages} messages and {lost.tickets} tickets came after this backup was made and would be "
        f"lost, the last of {lost.latest:%Y-%m-%d %H:%M} UTC; if you mean it, add --force (this database is kept too)"
    )


def _go_on_counting(beside: Path, last_ticket: int) -> None:
    """A number that a customer was told already is given to nobody else."""
    with closing(sqlite3.connect(beside)) as copy, copy:
        copy.execute(f"INSERT INTO sqlite_sequence SELECT 'ticket', 0 WHERE NOT EXISTS ({_COUNTED})")
        copy.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'ticket'", (last_ticket,))


def _swap(database: Path, beside: Path, at: datetime) -> Path | None:
    """At every instant there is a database under its name."""
    was_there = database.exists()
    belongs_with(beside, database if was_there else database.parent)
    if was_there:
        beside.chmod(stat.S_IMODE(database.stat().st_mode))
    kept = _keep(database, at) if was_there else None
    beside.replace(database)
    sync_folder(database.parent)
    return kept


def _keep(database: Path, at: datetime) -> Path:
    """With what SQLite keeps beside a database that was not closed in order: it is part of it."""
    kept = database.with_name(name_of_copy(database, at, "replaced"))
    os.link(database, kept)
    for suffix in _BESIDE:
        if (companion := Path(f"{database}{suffix}")).exists():
            companion.replace(f"{kept}{suffix}")
    return kept
