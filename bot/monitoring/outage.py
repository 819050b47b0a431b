"""The database is locked, full or read-only for a while: said once when it begins, and once when it is over."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from storage.postgres import READ_ONLY

log = logging.getLogger(__name__)

QUIET = timedelta(seconds=30)  # longer than a try with the pause before it: when nothing failed so long, it is over
_KINDS = {"SQLITE_FULL": "full", "SQLITE_BUSY": "locked", "SQLITE_LOCKED": "locked", "SQLITE_READONLY": "readonly"}
_STATES = {"53100": "full", "55P03": "locked", READ_ONLY: "readonly"}  # PostgreSQL's


class Outage:
    """Told of each failure; `since` is None while all is well."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        self.kind = ""
        self.has_begun = asyncio.Event()
        self._failed_at: datetime | None = None

    def note(self, error: OperationalError, now: datetime) -> None:
        """A transaction has failed for a reason that lies outside the desk."""
        self._failed_at = now
        if self.since is None:
            self.since, self.kind = now, kind_of(error)
            log.error(
                "The database can't be used: %s. What comes waits at Telegram, and all is tried again until it works; "
                "see `nightdesk doctor`",
                error.orig,
            )
            self.has_begun.set()

    @property
    def lasted(self) -> timedelta:
        """From the first failure to the last one."""
        return self._failed_at - self.since if self._failed_at and self.since else timedelta()

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing has failed for long enough."""
        return self._failed_at is None or now - self._failed_at >= QUIET

    def end(self) -> None:
        log.warning("The database can be used again; it could not be since %s", self.since)
        self.since = None
        self.has_begun.clear()


def kind_of(error: OperationalError) -> str:
    """What the database tells of it: "full", "locked", "readonly" or "other"."""
    state: str = getattr(error.orig, "sqlstate", None) or ""
    if state in _STATES:
        return _STATES[state]
    name: str = getattr(error.orig, "sqlite_errorname", "")
    return next((kind for beginning, kind in _KINDS.items() if name.startswith(beginning)), "other")
