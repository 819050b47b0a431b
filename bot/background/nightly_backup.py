"""A copy of the database each night, the last of them kept; where no folder is configured there is none."""

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

LOOK_EVERY_SECONDS = 15.0
ABANDONED = timedelta(days=1)
REST = timedelta(hours=1)  # after a failure
NIGHTLY = "nightly"
MADE_AT = "backup_made_at"
FAILING_SINCE = "backup_failing_since"


class NightlyBackup:
    """Beside the scheduler and not within it: a copy may take minutes, and nobody else has to wait for it."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._settings = transactions.context.settings
        self._rests_until: datetime | None = None

    async def run(self) -> None:
        """Look four times a minute whether the night's copy is to be made, until cancelled."""
        while self._settings.backup.folder:
            await self.look()
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> None:
        """Make the copy of the last night if there is none yet, also when that night was slept through."""
        now = self._transactions.clock.now()
        database = sqlite_file(self._settings.storage.url)
        if database is None or self._is_resting(now) or not await self._transactions.run(_is_due):
            return
        self._rests_until = now + REST
        try:
            await self._make(database, place_of_copy(self._settings, database, NIGHTLY, now))
        except StorageError as error:
            log.error("The nightly backup failed, it is tried again in an hour: %s", error)  # noqa: TRY400 - no news in it
            why = str(error)
            await self._transactions.run(lambda uow: _failed(uow, why))

    def _is_resting(self, now: datetime) -> bool:
        """A clock that was set back does not make it rest any longer."""
        return self._rests_until is not None and timedelta() < self._rests_until - now <= REST

    async def _make(self, database: Path, target: Path) -> None:
        """Ended early when the desk stops: the thread that copies must not keep it."""
        stop = threading.Event()
        try:
            await asyncio.to_thread(back_up, database, target, is_stopped=stop.is_set)
        finally:
            stop.set()
        log.info("The nightly backup is made: %s", target)
        await asyncio.to_thread(rotate, target.parent, database, self._settings.backup.keep_days)
        await self._transactions.run(_made)
        self._rests_until = None


def place_of_copy(settings: Settings, database: Path, kind: str, now: datetime) -> Path:
    """A new name in the folder for backups, or beside the database when there is none."""
    here = now.astimezone(ZoneInfo(settings.hours.timezone))
    return (settings.backup.folder or database.parent) / copy_name(database, here, kind)


def rotate(folder: Path, database: Path, keep: int) -> None:
    """Take away all nightly copies but the last `keep`, and what a kill has left unfinished. Those made otherwise stay.

    They are counted, so that neither a clock that jumps nor a month without copies takes the last ones away.
    """
    for path in (*copies(folder, database, NIGHTLY)[:-keep], *unfinished_copies(folder, database, ABANDONED)):
        try:
            path.unlink()
        except OSError as error:
            log.warning("An old backup can't be taken away: %s", error)


def _is_due(uow: UnitOfWork) -> bool:
    memo = uow.session.get(Memo, MADE_AT)
    return memo is None or not _last_night(uow) <= datetime.fromisoformat(memo.value) <= uow.now


def _last_night(uow: UnitOfWork) -> datetime:
    """The moment when the last copy was to be made."""
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
    """Told once, until it has worked again."""
    if uow.session.get(Memo, FAILING_SINCE) is None:
        uow.session.add(Memo(key=FAILING_SINCE, value=uow.now.isoformat()))
        rich = uow.say(uow.staff_language, "staff.backup_failed", why=why)
        to_staff_room(uow, Post(rich), Notification.BACKUP_FAILED)
