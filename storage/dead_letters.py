"""Dead letters: updates that could not be handled, kept whole until somebody replays or drops them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.inbox import IS_DEAD_LETTER, mark_handled
from storage.models import InboxUpdate


def count(session: Session) -> int:
    """How many dead letters there are."""
    return session.exec(select(func.count()).select_from(InboxUpdate).where(IS_DEAD_LETTER)).one()


def last(session: Session) -> InboxUpdate | None:
    """The newest dead letter."""
    aside = select(InboxUpdate).where(IS_DEAD_LETTER)
    return session.exec(aside.order_by(col(InboxUpdate.update_id).desc()).limit(1)).first()


def kind_of_failure(row: InboxUpdate) -> str:
    """The type of the last try's exception; its text is left out since it may quote the customer."""
    return (row.error or "").partition("(")[0]


def unhandled(session: Session) -> Sequence[InboxUpdate]:
    """Dead letters and pending updates, oldest first."""
    found = select(InboxUpdate).where(col(InboxUpdate.handled_at).is_(None))
    return session.exec(found.order_by(col(InboxUpdate.update_id))).all()


def put_back(session: Session, now: datetime, update_id: int | None = None) -> int:
    """Requeue one dead letter, or all. Returns how many were requeued."""
    aside = update(InboxUpdate).where(IS_DEAD_LETTER)
    if update_id is not None:
        aside = aside.where(col(InboxUpdate.update_id) == update_id)
    return session.connection().execute(aside.values(set_aside_at=None, attempts=0, due_at=now)).rowcount


def drop(session: Session, update_id: int, reason: str, now: datetime) -> bool:
    """Drop a dead letter and erase its texts; False when there is no dead letter with that id."""
    row = session.exec(select(InboxUpdate).where(IS_DEAD_LETTER, InboxUpdate.update_id == update_id)).one_or_none()
    if row is None:
        return False
    mark_handled(row, now)
    row.error = reason
    return True


def drop_old(session: Session, since: datetime, until: datetime, now: datetime) -> None:
    """Drop the dead letters received in [since, until)."""
    came = (col(InboxUpdate.received_at) >= since, col(InboxUpdate.received_at) < until)
    for row in session.exec(select(InboxUpdate).where(IS_DEAD_LETTER, *came)).all():
        mark_handled(row, now)
