"""Unplanned closures: announced by /away, shown to customers until they end."""

from dataclasses import replace
from datetime import datetime

from bot.desk.ticket.history import Colleague
from bot.desk.ticket.promises import move_promises
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Closure
from storage.tickets import closures


def announce(uow: UnitOfWork, colleague: Colleague, until: datetime | None, reason: str) -> UnitOfWork:
    """Close from now until `until` (aware; None: open end), and move promises that fall into the closure.

    Returns a unit of work of the same transaction with the new calendar.
    """
    ended = _end_all(uow)
    uow.session.add(Closure(starts_at=uow.now, ends_at=until, reason=reason, announced_by=colleague.name))
    return _with_new_calendar(uow, ended)


def lift(uow: UnitOfWork) -> bool:
    """End all announced closures now; False when there was none."""
    ended = _end_all(uow)
    if ended:
        _with_new_calendar(uow, ended)
    return bool(ended)


def _end_all(uow: UnitOfWork) -> list[datetime | None]:
    """End them now, and return until when each was announced."""
    announced = closures(uow.session, uow.now)
    ends = [closure.ends_at for closure in announced]
    for closure in announced:
        closure.ends_at = uow.now
    return ends


def _with_new_calendar(uow: UnitOfWork, ended: list[datetime | None]) -> UnitOfWork:
    uow.session.flush()
    uow.forget("closures")
    fresh = replace(uow)
    move_promises(fresh, max((end for end in ended if end), default=None))
    return fresh
