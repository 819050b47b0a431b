"""Tells a loop when the rows it has in memory may differ from the database's, without a transaction.

Other processes, such as the commands, may write to an SQLite database. A look costs a transaction on the writer thread,
so an idle desk only looks when the files have changed.
"""

import time

from storage.file_identity import FileIdentity

SAFETY_SECONDS = 30.0  # from one look to the next at most, whatever the files say


class ChangeCheck:
    """For one loop. `files` is None for a database that has none: then each look is due."""

    def __init__(self, files: FileIdentity | None) -> None:
        self._files = files
        self._stamp: tuple[int, ...] = ()
        self._looked_at = 0.0

    def is_due(self, seconds: float) -> bool:
        """Whether to look now; it then counts as done. False when the last look was less than `seconds` ago."""
        now = time.monotonic()
        if now - self._looked_at < seconds:
            return False
        stamp = self._files.stamp() if self._files else ()
        if stamp and stamp == self._stamp and now - self._looked_at < SAFETY_SECONDS:
            return False
        self._stamp, self._looked_at = stamp, now
        return True
