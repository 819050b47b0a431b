"""A file lock that lets one desk at a time use an SQLite database.

The kernel releases the lock when the process ends, also after a crash. The lock file stays and can be ignored.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StorageError
from storage.files import sqlite_file

LOOK_SECONDS = 0.05  # `is_in_use` is done long before


@contextmanager
def sole_use(url: str) -> Iterator[None]:
    """Exclude other desks, migrations and restores until the block ends; readers are not excluded.

    Links to the file count as the file.

    In-memory and PostgreSQL databases are not locked. Raises StorageError when another process holds the lock,
    or the file may not be written.
    """
    path = sqlite_file(url)
    if path is None:
        yield
        return
    path = Path(os.path.realpath(path))
    descriptor = _open_lock_file(path)
    try:
        _lock(descriptor, path)
        _require_writable(path)
        yield
    finally:
        os.close(descriptor)


def is_in_use(url: str) -> bool | None:
    """Whether a desk, a migration or a restore has the database to itself now; None where that can't be seen.

    Nothing is created. To look, the lock is taken for a moment, for which `sole_use` allows.
    """
    path = sqlite_file(url)
    if path is None:
        return None
    try:
        descriptor = os.open(f"{os.path.realpath(path)}.lock", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return False


def _open_lock_file(database: Path) -> int:
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        return os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(
            f"{database}.lock: can't be written: {error.strerror}; give the desk's user write access to the folder"
        ) from None


def _require_writable(database: Path) -> None:
    """A file of another user never becomes writable by waiting. A read-only disk may, and is the desk's to report.

    It is not opened for that: closing it would drop this process's locks on it (https://sqlite.org/howtocorrupt.html).
    """
    if not database.exists() or os.statvfs(database).f_flag & os.ST_RDONLY:
        return
    if not os.access(database, os.W_OK, effective_ids=True):
        raise StorageError(f"{database}: can't be written; give the file to the desk's user (chown)")


def _lock(descriptor: int, database: Path) -> None:
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK_SECONDS)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StorageError(f"{database}: a desk is running with this database; stop it first") from None
    except OSError as error:
        raise StorageError(
            f"{database}.lock: can't be locked: {error.strerror}; the database must be on a local disk"
        ) from None
