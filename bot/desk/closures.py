"""Unplanned closures: announced by /away, shown to customers until lifted."""

from datetime import datetime

from bot.desk.ticket.history import Colleague
from bot.desk.ticket.promises import move_promises
from bot.desk.unit_of_work import Desk
from storage.models import Closure
from storage.tickets import closures


def announce(desk: Desk, colleague: Colleague, until: datetime | None, reason: str) -> Desk:
    """Close from now on; those who wait are promised a new time. Returns the desk with the new calendar."""
    _end_all(desk)
    desk.session.add(Closure(starts_at=desk.now, ends_at=until, reason=reason, announced_by=colleague.name))
    return _with_new_calendar(desk)


def lift(desk: Desk) -> bool:
    """Open again; False when no closure was announced."""
    was_closed = _end_all(desk)
    if was_closed:
        _with_new_calendar(desk)
    return was_closed


def _end_all(desk: Desk) -> bool:
    held = closures(desk.session, desk.now)
    for closure in held:
        closure.ends_at = desk.now
    return bool(held)


def _with_new_calendar(desk: Desk) -> Desk:
    desk.session.flush()
    fresh = Desk(desk.office, desk.session, desk.now)
    move_promises(fresh)
    return fresh
