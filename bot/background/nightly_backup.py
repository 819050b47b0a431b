"""A backup of the database each night, the last of them kept. Without a configured folder there is none."""

import asyncio
import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import UnitOfWork
from storage.backup import back_up
from storage.errors import StorageError
from storage.files import copies, copy_name, sqlite_file, unfinished_copies
from storage.models import Memo

log = logging.getLogger(__name__)

CHECK_SECONDS = 15.0
ABANDONED = timedelta(days=1)  # an unfinished copy that is older was left by a killed process
RETRY_AFTER = timedelta(hours=1)
NIGHTLY = "nightly"
MADE_AT = "backup_made_at"
FAILING_SINCE = "backup_failing_since"


class NightlyBackup:
    """Not one of the scheduler's jobs: a copy may take minutes, and the others must not wait for it."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._settings = transactions.context.settings
        self._retry_at: datetime | None = None

    async def run(self) -> None:
        """Check four times a minute whether a backup is due, until cancelled.

        Raises OperationalError when the database can't be used.
        """
        while self._settings.backup.folder:
            await self.look()
            await asyncio.sleep(CHECK_SECONDS)

    async def look(self) -> None:
        """Make the last night's backup if there is none yet. A missed one is made at the next start."""
        now = self._transactions.clock.now()
        database = sqlite_file(self._settings.storage.url)
        if database is None or self._waits_for_retry(now) or not await self._transactions.run(_is_due):
            return
        self._retry_at = now + RETRY_AFTER
        try:
            await self._make(database, place_of_copy(self._settings, database, NIGHTLY, now))
        except StorageError as error:
            log.error("The nightly backup failed, retrying in an hour: %s", error)  # noqa: TRY400 - the traceback says no more
            why = str(error)
            await self._transactions.run(lambda uow: _failed(uow, why))

    def _waits_for_retry(self, now: datetime) -> bool:
        """A clock that was set back does not prolong the wait."""
        return self._retry_at is not None and timedelta() < self._retry_at - now <= RETRY_AFTER

    async def _make(self, database: Path, target: Path) -> None:
        """When the desk stops, the copying thread is told to end early."""
        stop = threading.Event()
        try:
            await asyncio.to_thread(back_up, database, target, is_stopped=stop.is_set)
        finally:
            stop.set()
        log.info("The nightly backup was made: %s", target)
        await asyncio.to_thread(rotate, target.parent, database, self._settings.backup.keep_days)
        await self._transactions.run(_made)
        self._retry_at = None


def place_of_copy(settings: Settings, database: Path, kind: str, now: datetime) -> Path:
    """The path of a new backup: in the configured folder, or beside the database."""
    here = now.astimezone(ZoneInfo(settings.hours.timezone))
    return (settings.backup.folder or database.parent) / copy_name(database, here, kind)


def rotate(folder: Path, database: Path, keep: int) -> None:
    """Delete all nightly copies but the last `keep`, and unfinished ones of killed processes. Other backups stay.

    Copies are counted, not dated, so that neither a clock that jumps nor a month without copies deletes the last ones.
    """
    for path in (*copies(folder, database, NIGHTLY)[:-keep], *unfinished_copies(folder, database, ABANDONED)):
        try:
            path.unlink()
        except OSError as error:
            log.warning("An old backup can't be deleted: %s", error)


def _is_due(uow: UnitOfWork) -> bool:
    memo = uow.session.get(Memo, MADE_AT)
    return memo is None or not _last_night(uow) <= datetime.fromisoformat(memo.value) <= uow.now


def _last_night(uow: UnitOfWork) -> datetime:
    """When the last backup was due, in the company's time zone."""
    at = uow.context.settings.backup.at
    here = uow.now.astimezone(ZoneInfo(uow.context.settings.hours.timezone))
    today = datetime.combine(here.date(), at, here.tzinfo)
    return today if today <= here else datetime.combine(here.date() - timedelta(days=1), at, here.tzinfo)


def _made(uow: UnitOfWork) -> None:
    uow.session.merge(Memo(key=MADE_AT, value=uow.now.isoformat()))
    failing = uow.session.get(Memo, FAILING_SINCE)
    if failing:
        uow.session.delete(failing)
        to_staff_room(uow, Post(uow.say(uow.staff_language, "staff.backup_works")), Notification.BACKUP_WORKS)


def _failed(uow: UnitOfWork, why: str) -> None:
    """Tell the staff, once until it works again."""
    if uow.session.get(Memo, FAILING_SINCE) is None:
        uow.session.add(Memo(key=FAILING_SINCE, value=uow.now.isoformat()))
        rich = uow.say(uow.staff_language, "staff.backup_failed", why=why)
        to_staff_room(uow, Post(rich), Notification.BACKUP_FAILED)
