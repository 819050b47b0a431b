"""One desk at a time: who works with a database file holds a lock beside it.

The kernel takes the lock back when the process ends, however it ends; the file of the lock stays and means nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import StorageError
from storage.files import sqlite_file


@contextmanager
def sole_use(url: str) -> Iterator[None]:
    """Keep every other desk, migration and restore away from the database until the block ends.

    Who only reads is not kept away, and a database that is no file has no such lock. StorageError when somebody else
    holds it.
    """
    path = sqlite_file(url)
    if path is None:
        yield
        return
    descriptor = _opened(path)
    try:
        _lock(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _opened(database: Path) -> int:
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        return os.open(f"{database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(
            f"{database}.lock: can't be written: {error.strerror}; let the user that the bot runs as write there"
        ) from None


def _lock(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StorageError(f"{database}: a desk is running with this database; stop it first") from None
    except OSError as error:
        raise StorageError(f"{database}.lock: can't be locked: {error.strerror}; keep it on a local disk") from None
