"""A database that an earlier version has written is brought up to date, after a backup of it was made."""

import logging
from datetime import datetime

from bot.background.nightly_backup import place_of_copy
from bot.config import Settings
from storage import Database, migrate
from storage.backup import back_up
from storage.files import sqlite_file

log = logging.getLogger(__name__)


def bring_up_to_date(database: Database, settings: Settings, now: datetime) -> None:
    """StorageError when a newer program has written it, or no backup can be made: then it stays as it is."""

    def copy(revision: str) -> None:
        path = sqlite_file(database.url)
        if path is None:
            log.warning("The database is brought to %s without a backup: those are made of SQLite only", revision)
            return
        target = place_of_copy(settings, path, f"before-{revision}", now)
        log.warning("The database is brought to %s; before that it is copied to %s", revision, target)
        back_up(path, target)

    migrate(database, before=copy)
