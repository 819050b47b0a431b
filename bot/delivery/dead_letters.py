"""Retries an update whose handling failed in the database; after five tries makes it a dead letter.

Any other failure is the update's own and will come again: it becomes a dead letter at once and holds nobody. The staff
and the sender are told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import alerts, metrics
from bot.monitoring.issues import Detection, HealthIssue
from storage import dead_letters
from storage.models import InboxUpdate

log = logging.getLogger(__name__)

TRIES = 5  # within 30 seconds; later updates of the same chat wait meanwhile


@dataclass(frozen=True)
class Failure:
    """Why handling failed. `may_pass`: the reason lies outside the update, so another try may succeed."""

    reason: str
    may_pass: bool


Unhandled: TypeAlias = Callable[[UnitOfWork, str, int], None]
"""Tells the sender of an update that a person will look at it. Arguments: the unit of work, the raw JSON, the id."""


def retry_or_give_up(uow: UnitOfWork, update_id: int, failure: Failure, unhandled: Unhandled) -> datetime | None:
    """Record a failed try. Returns when to retry (aware, UTC), or None when the update became a dead letter now."""
    row = uow.session.get_one(InboxUpdate, update_id)
    if row.handled_at or row.set_aside_at:  # it came again while the first copy was handled
        return None
    row.attempts, row.error = row.attempts + 1, failure.reason
    row.due_at = uow.now + timedelta(seconds=2**row.attempts)
    if failure.may_pass and row.attempts < TRIES:
        return row.due_at
    row.set_aside_at = uow.now
    uow.session.flush()
    log.error("Update %s is a dead letter; `nightdesk inbox show %s` shows why", update_id, update_id)
    _tell_staff(uow, row)
    _tell_sender(uow, row, unhandled)
    return None


def _tell_staff(uow: UnitOfWork, row: InboxUpdate) -> None:
    """Alert at once: the monitor checks only every 15 seconds."""
    count = dead_letters.count(uow.session)
    detection = Detection(
        HealthIssue.DEAD_LETTERS, uow.now, count, f"{row.update_id}, {dead_letters.kind_of_failure(row)}"
    )
    alerts.review(uow, [detection], over=())
    metrics.HANDLED.labels("set_aside").inc()


def _tell_sender(uow: UnitOfWork, row: InboxUpdate, unhandled: Unhandled) -> None:
    """Runs in a savepoint: what broke the handling may break this too, and the dead letter must be kept."""
    try:
        with uow.savepoint():
            unhandled(uow, row.payload, row.update_id)
    except Exception:
        log.exception("The sender of update %s can't be told", row.update_id)
