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
    _end_all(uow)
    uow.session.add(Closure(starts_at=uow.now, ends_at=until, reason=reason, announced_by=colleague.name))
    return _with_new_calendar(uow)


def lift(uow: UnitOfWork) -> bool:
    """End all announced closures now; False when there was none."""
    was_closed = _end_all(uow)
    if was_closed:
        _with_new_calendar(uow)
    return was_closed


def _end_all(uow: UnitOfWork) -> bool:
    announced = closures(uow.session, uow.now)
    for closure in announced:
        closure.ends_at = uow.now
    return bool(announced)


def _with_new_calendar(uow: UnitOfWork) -> UnitOfWork:
    uow.session.flush()
    uow.forget("closures")
    fresh = replace(uow)
    move_promises(fresh)
    return fresh
