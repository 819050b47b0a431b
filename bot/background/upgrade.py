"""Migration of a database that an earlier version has written, after a backup of it."""

import logging
from datetime import datetime
from itertools import count
from pathlib import Path

from bot.background.nightly_backup import place_of_copy
from bot.config import Settings
from storage import Database, migrate
from storage.backup import back_up
from storage.files import sqlite_file

log = logging.getLogger(__name__)


def bring_up_to_date(database: Database, settings: Settings, now: datetime) -> None:
    """Migrate the database to the newest revision.

    Raises StorageError, and changes nothing, when a newer program has written it or no backup can be made.
    """

    def copy(revision: str) -> None:
        path = sqlite_file(database.url)
        if path is None:
            log.warning("Migrating the database to %s without a backup: only SQLite databases are backed up", revision)
            return
        target = _free_place(settings, path, f"before-{revision}", now)
        log.warning("Migrating the database to %s after a backup to %s", revision, target)
        back_up(path, target)

    migrate(database, before=copy)


def _free_place(settings: Settings, database: Path, kind: str, now: datetime) -> Path:
    """A path that is not taken: a start that was killed after its copy may be repeated within the same second."""
    target, numbers = place_of_copy(settings, database, kind, now), count(2)
    while target.exists():
        target = place_of_copy(settings, database, f"{kind}-{next(numbers)}", now)
    return target
