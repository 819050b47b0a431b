"""Updates that could not be handled: they lie aside with all they hold until somebody sees to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.inbox import LIES_ASIDE, handled
from storage.models import InboxUpdate


def count(session: Session) -> int:
    """How many there are."""
    return session.exec(select(func.count()).select_from(InboxUpdate).where(LIES_ASIDE)).one()


def last(session: Session) -> InboxUpdate | None:
    """The one of them that came last."""
    aside = select(InboxUpdate).where(LIES_ASIDE)
    return session.exec(aside.order_by(col(InboxUpdate.update_id).desc()).limit(1)).first()


def kind_of_failure(row: InboxUpdate) -> str:
    """What the last try ended with, without its words: those may be the customer's."""
    return (row.error or "").partition("(")[0]


def unhandled(session: Session) -> Sequence[InboxUpdate]:
    """What lies aside and what waits, oldest first."""
    found = select(InboxUpdate).where(col(InboxUpdate.handled_at).is_(None))
    return session.exec(found.order_by(col(InboxUpdate.update_id))).all()


def put_back(session: Session, now: datetime, update_id: int | None = None) -> int:
    """Let them be handled again: one update, or all. Returns how many it is."""
    aside = update(InboxUpdate).where(LIES_ASIDE)
    if update_id is not None:
        aside = aside.where(col(InboxUpdate.update_id) == update_id)
    return session.connection().execute(aside.values(set_aside_at=None, attempts=0, due_at=now)).rowcount


def drop(session: Session, update_id: int, reason: str, now: datetime) -> bool:
    """An update will never be handled; False when none of that id lies aside. Of its words nothing is kept."""
    row = session.exec(select(InboxUpdate).where(LIES_ASIDE, InboxUpdate.update_id == update_id)).one_or_none()
    if row is None:
        return False
    handled(row, now)
    row.error = reason
    return True


def drop_old(session: Session, since: datetime, until: datetime, now: datetime) -> None:
    """Nobody will look any more at those that came in that time."""
    came = (col(InboxUpdate.received_at) >= since, col(InboxUpdate.received_at) < until)
    for row in session.exec(select(InboxUpdate).where(LIES_ASIDE, *came)).all():
        handled(row, now)
