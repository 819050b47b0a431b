"""The header of an open SQLite file, read past SQLite, which doesn't notice when another program writes over the file.

While a desk is open, only SQLite's checkpoints write to its file. So the header gives another file's content away: a
backup keeps no write-ahead log, and an older copy has a lower edition, a number that the desk raises as it writes.
"""

import os

from sqlalchemy import Connection

_LENGTH = 100  # bytes; https://sqlite.org/fileformat2.html#the_database_header
_KIND = slice(0, 20)  # SQLite's mark, the page size, and whether there is a write-ahead log
_EDITION = slice(60, 64)  # what `PRAGMA user_version` sets


def raise_edition(connection: Connection) -> None:
    """Give the database a higher edition, in a transaction of its only writer."""
    edition = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA user_version = {edition + 1}")


class FileHeader:
    """`close` it after SQLite has closed the file: on POSIX, closing one of a process's handles gives up the locks of
    all of them, https://sqlite.org/howtocorrupt.html.
    """

    def __init__(self, path: str) -> None:
        """Open the file. Raises OSError."""
        self._handle: int | None = os.open(path, os.O_RDONLY)
        self._kind, self._edition = self._read(self._handle)

    def is_foreign(self) -> bool:
        """Whether the content is not what SQLite has written since it was opened. Raises OSError."""
        if self._handle is None:
            return False
        known = self._edition  # before the reading: another thread may read a later one meanwhile
        kind, edition = self._read(self._handle)
        self._edition = max(known, edition)
        return kind != self._kind or edition < known

    def close(self) -> None:
        """From then on nothing is foreign."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    @staticmethod
    def _read(handle: int) -> tuple[bytes, int]:
        header = os.pread(handle, _LENGTH, 0)
        return header[_KIND], int.from_bytes(header[_EDITION], "big")
