"""Ends the desk when its SQLite database is removed, replaced, overwritten or damaged, and keeps the marker up to date.

Nothing that is committed from then on is promised or confirmed to Telegram (`storage.file_identity`).
"""

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.desk.transactions import Transactions
from bot.telegram.direct_alert import DirectAlert
from storage.change_check import ChangeCheck
from storage.errors import DatabaseLostError, StorageError
from storage.file_identity import FileChange
from storage.files import copy_name, sqlite_file
from storage.inspection import damage, open_read_only
from storage.marker import REMEDY, Marker
from storage.progress import Progress, ensure_database_id, progress_of, progress_of_file

log = logging.getLogger(__name__)

CHECK_SECONDS = 1.0
MARK_SECONDS = 2.0  # at least, between two looks at how far the database has come, and two writings of the marker
ALERT_SECONDS = 5.0  # for telling the staff, before the process ends
CONFIRMATIONS = 2  # checks in a row, before the desk is ended
_UNREADABLE = frozenset({FileChange.OVERWRITTEN, FileChange.DAMAGED})  # there is nothing to be saved


class DatabaseWatch:
    """`marker` is None where there is no configuration file: then nothing is kept for the next start."""

    def __init__(self, alert: DirectAlert, transactions: Transactions, marker: Marker | None) -> None:
        self._alert = alert
        self._transactions = transactions
        self._marker = marker
        self._files = transactions.database.files
        self._path = sqlite_file(transactions.database.url)
        self._reached: Progress | None = None
        self._is_marked = marker is None
        self._is_warned = False
        self._changed_checks = 0  # in a row
        self._change_check = ChangeCheck(self._files)

    async def run(self) -> None:
        """Watch until cancelled. Raises DatabaseLostError, after the staff were told."""
        await self._alert.learn_chat()
        self._note(await self._transactions.run_with_retry(lambda uow: ensure_database_id(uow.session)))
        try:
            while True:
                change = await self._check()
                self._changed_checks = self._changed_checks + 1 if change else 0
                if change and self._changed_checks >= CONFIRMATIONS:
                    await self._end(change)
                await asyncio.sleep(CHECK_SECONDS)
        finally:
            self._mark()

    async def _check(self) -> FileChange | None:
        """What happened to the database; after somebody has written to it, look how far it has come."""
        change = self._files.change() if self._files else None
        if change is None and (self._is_suspected() or self._change_check.is_due(MARK_SECONDS)):
            change = await self._look()
            if change is None and not self._is_marked:
                await asyncio.to_thread(self._mark)
        return change

    def _is_suspected(self) -> bool:
        return self._changed_checks > 0 or (self._files is not None and self._files.is_reported_damaged)

    async def _look(self) -> FileChange | None:
        """Read the file anew, since SQLite would not notice that it was overwritten by another one."""
        try:
            if self._path is None:
                self._note(await self._transactions.run(lambda uow: progress_of(uow.session.connection())))
                return None
            found = await asyncio.to_thread(progress_of_file, self._path)
        except SQLAlchemyError:
            return None  # an outage, which others note
        except sqlite3.Error as error:
            is_foreign = "no such table" in str(error) or not isinstance(error, sqlite3.OperationalError)
            return FileChange.OVERWRITTEN if is_foreign else None
        if self._reached and (found.database != self._reached.database or found.is_behind(self._reached)):
            return FileChange.OVERWRITTEN
        self._note(found)
        return await asyncio.to_thread(self._damage, self._path)

    def _damage(self, path: Path) -> FileChange | None:
        """Check the whole file after SQLite could not read a part of it."""
        if self._files is None or not self._files.is_reported_damaged:
            return None
        try:
            with closing(open_read_only(path)) as connection:
                found = damage(connection)
        except sqlite3.OperationalError:  # locked, gone meanwhile, or the disk fails: look again
            return None
        except sqlite3.DatabaseError as error:
            found = str(error)
        if found:
            log.critical("%s: %s", path, found)
            return FileChange.DAMAGED
        self._files.is_reported_damaged = False
        return None

    def _note(self, progress: Progress) -> None:
        if progress != self._reached:
            self._reached, self._is_marked = progress, self._marker is None

    def _mark(self) -> None:
        """Write the marker if there is something new. Without success it is tried again at the next progress."""
        if not self._marker or not self._reached or self._is_marked:
            return
        self._is_marked = True
        if self._marker.write(self._reached):
            self._is_warned = False
        elif not self._is_warned:
            self._is_warned = True
            log.warning("%s can't be written: a start won't notice a lost database", self._marker.path)

    async def _end(self, change: FileChange) -> None:
        log.critical("%s: %s. The desk ends, and promises nothing more", self._path, change)
        await self._alert.say_within(ALERT_SECONDS, "staff.database_lost", change=change.name.lower())
        saved = None if change in _UNREADABLE else await self._save()
        where = f"; all it had is in {saved}: run `nightdesk restore {saved}`" if saved else ""
        raise DatabaseLostError(f"{self._path}: {change}{where}; or {REMEDY}")

    async def _save(self) -> Path | None:
        """SQLite still has the removed file open: copy it beside, or beside the configuration if its folder is gone."""
        if self._path is None:
            return None
        folders = [self._path.parent, *([self._marker.path.parent] if self._marker else [])]
        for folder in folders:
            target = folder / copy_name(self._path, self._transactions.clock.now(), "saved")
            try:
                await self._transactions.database.save_copy(target)
            except (OSError, sqlite3.Error, StorageError) as error:
                log.warning("%s: what the database had can't be saved there: %s", target, error)
            else:
                self._note(progress_of_file(target))  # what was promised since the last look
                return target
        return None
