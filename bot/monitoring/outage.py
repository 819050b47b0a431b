"""An outage of the database: it is locked, full or read-only for a while. Logged when it begins and when it ends."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from storage.postgres import READ_ONLY

log = logging.getLogger(__name__)

QUIET = timedelta(seconds=30)  # without failures for longer than a try and its delay take, the outage is over
_KINDS = {"SQLITE_FULL": "full", "SQLITE_BUSY": "locked", "SQLITE_LOCKED": "locked", "SQLITE_READONLY": "readonly"}
_STATES = {"53100": "full", "55P03": "locked", READ_ONLY: "readonly"}  # PostgreSQL's


class Outage:
    """Notes each failure; `since` is None while the database works. Times are aware, in UTC."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self.kind = ""
        self.has_begun = asyncio.Event()
        self._failed_at: datetime | None = None

    def note(self, error: OperationalError, now: datetime) -> None:
        """A transaction has failed for a reason outside of the desk."""
        self._failed_at = now
        if self.since is None:
            self.since, self.kind = now, kind_of(error)
            log.error(
                "The database can't be used: %s. Telegram keeps new messages, and all work is retried until the "
                "database works; see `nightdesk doctor`",
                error.orig,
            )
            self.has_begun.set()

    @property
    def lasted(self) -> timedelta:
        """From the first failure to the last one."""
        return self._failed_at - self.since if self._failed_at and self.since else timedelta()

    def is_quiet(self, now: datetime) -> bool:
        """Whether the last failure was long enough ago."""
        return self._failed_at is None or now - self._failed_at >= QUIET

    def end(self) -> None:
        log.warning("The database can be used again; it could not be used since %s", self.since)
        self.since = None
        self.has_begun.clear()


def kind_of(error: OperationalError) -> str:
    """What is wrong with the database: "full", "locked", "readonly" or "other"."""
    state: str = getattr(error.orig, "sqlstate", None) or ""
    if state in _STATES:
        return _STATES[state]
    name: str = getattr(error.orig, "sqlite_errorname", "")
    return next((kind for beginning, kind in _KINDS.items() if name.startswith(beginning)), "other")
