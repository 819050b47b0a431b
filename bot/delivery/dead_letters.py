"""An update that can't be handled: tried again later, then set aside, and nobody is left in silence."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.desk.unit_of_work import UnitOfWork
from bot.monitoring import alerts, metrics
from bot.monitoring.issues import Detection, HealthIssue
from storage import dead_letters
from storage.models import InboxUpdate

log = logging.getLogger(__name__)

TRIES = 5  # in half a minute; whoever wrote in the same chat after it waits as long

Unhandled: TypeAlias = Callable[[UnitOfWork, str, int], None]
"""Tells the sender of an update that a person will look at it; gets the update as it was received, and its id."""


def failed(uow: UnitOfWork, update_id: int, reason: str, unhandled: Unhandled) -> datetime | None:
    """Try the update again later, and return when; after some tries give it up, and tell the staff and its sender."""
    row = uow.session.get_one(InboxUpdate, update_id)
    row.attempts, row.error = row.attempts + 1, reason
    row.due_at = uow.now + timedelta(seconds=2**row.attempts)
    if row.attempts < TRIES:
        return row.due_at
    row.set_aside_at = uow.now
    uow.session.flush()
    log.error("Update %s was set aside; `nightdesk inbox show %s` shows why", update_id, update_id)
    _tell_staff(uow, row)
    _tell_sender(uow, row, unhandled)
    return None


def _tell_staff(uow: UnitOfWork, row: InboxUpdate) -> None:
    """At once; the watchman looks only now and then."""
    count = dead_letters.count(uow.session)
    detection = Detection(
        HealthIssue.SET_ASIDE, uow.now, count, f"{row.update_id}, {dead_letters.kind_of_failure(row)}"
    )
    alerts.review(uow, [detection], over=())
    metrics.HANDLED.labels("set_aside").inc()


def _tell_sender(uow: UnitOfWork, row: InboxUpdate, unhandled: Unhandled) -> None:
    """What broke the handling may break this too: then at least the update is set aside."""
    try:
        with uow.savepoint():
            unhandled(uow, row.payload, row.update_id)
    except Exception:
        log.exception("The sender of update %s could not be told", row.update_id)
