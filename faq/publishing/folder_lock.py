"""One publication at a time in an FAQ folder, also among processes."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from faq.publishing.errors import BusyError

_WAIT_SECONDS = 30.0
_RETRY_SECONDS = 0.05
_in_this_process = Lock()  # where the file system can't lock


@contextmanager
def sole_publisher(folder: Path, wait_seconds: float = _WAIT_SECONDS) -> Iterator[None]:
    """Hold the folder itself, so that no file is left in it. The kernel lets go of it when the process ends.

    Raises BusyError when somebody else holds it for that long; OSError when there is no such folder.
    """
    if not _in_this_process.acquire(timeout=wait_seconds):
        raise BusyError
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            _lock(descriptor, wait_seconds)
            yield
        finally:
            os.close(descriptor)
    finally:
        _in_this_process.release()


def _lock(descriptor: int, wait_seconds: float) -> None:
    until = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise BusyError from None
            time.sleep(_RETRY_SECONDS)
        except OSError:
            return  # a network file system that locks no folders: conflicts are found all the same
        else:
            return
