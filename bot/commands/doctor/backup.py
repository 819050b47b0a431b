"""The nightly backups: whether they run, how old the last one is, and whether there is room for the next."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.background.nightly_backup import FAILING_SINCE
from bot.commands.database import reading
from bot.commands.doctor.finding import Finding, Size, failed, ok, warning
from bot.commands.errors import CommandError
from bot.config import Settings
from bot.wording.dates import time_ago
from storage.backup import RESERVE
from storage.files import copies, sqlite_file
from storage.models import Memo

OLD = timedelta(days=2)


def backup_finding(settings: Settings, now: datetime) -> Finding:
    """How the nightly backups are doing; `now` is aware."""
    database, folder = sqlite_file(settings.storage.url), settings.backup.folder
    if database is None:
        return ok("backup", "elsewhere")
    if folder is None:
        return warning("backup", "off")
    nearest = _nearest(folder)
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        return failed("backup", "no_rights", folder=folder)
    if _is_failing(settings.storage.url):
        return failed("backup", "fails", folder=folder)
    free = shutil.disk_usage(nearest).free
    if database.exists() and free < database.stat().st_size + RESERVE:
        return failed("backup", "full", folder=folder, free=Size(free))
    return _last(settings, folder, database, now, free)


def _last(settings: Settings, folder: Path, database: Path, now: datetime, free: int) -> Finding:
    made = copies(folder, database)
    if not made:
        return ok("backup", "none", folder=folder, at=f"{settings.backup.at:%H:%M}")
    age = now - datetime.fromtimestamp(made[-1].stat().st_mtime, UTC)
    ago = time_ago(age, settings.company.language)
    if age > OLD:
        return warning("backup", "old", folder=folder, ago=ago)
    return ok("backup", folder=folder, count=len(made), ago=ago, free=Size(free))


def _is_failing(url: str) -> bool:
    try:
        with reading(url) as session:
            return session.get(Memo, FAILING_SINCE) is not None
    except CommandError:  # the database check reports it
        return False


def _nearest(folder: Path) -> Path:
    """The folder or, as long as it does not exist, the nearest parent that does."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())
