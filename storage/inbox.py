"""The inbox: updates of one lane are handled in order, and a failing one holds only its own lane."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.models import InboxUpdate

WAITS = (col(InboxUpdate.handled_at).is_(None), col(InboxUpdate.set_aside_at).is_(None))
KEEP_HANDLED = timedelta(days=3)  # Telegram may give an update again for a day
PRUNED_AT_ONCE = 1000


def put(session: Session, update_id: int, lane: str, payload: str, now: datetime) -> None:
    """Write an update down; one that is there already stays as it is."""
    if session.get(InboxUpdate, update_id) is None:
        session.add(InboxUpdate(update_id=update_id, lane=lane, payload=payload, received_at=now, due_at=now))


def due(session: Session, now: datetime, busy: Collection[str], limit: int) -> Sequence[InboxUpdate]:
    """The first waiting update of each lane that isn't busy, if it is due; oldest first."""
    heads = select(func.min(InboxUpdate.update_id)).where(*WAITS).group_by(InboxUpdate.lane)
    ready = select(InboxUpdate).where(
        col(InboxUpdate.update_id).in_(heads), col(InboxUpdate.lane).not_in(busy), InboxUpdate.due_at <= now
    )
    return session.exec(ready.order_by(col(InboxUpdate.update_id)).limit(limit)).all()


def waiting(session: Session, update_id: int) -> InboxUpdate | None:
    """The update, unless it has been handled or set aside."""
    return session.exec(select(InboxUpdate).where(InboxUpdate.update_id == update_id, *WAITS)).one_or_none()


def depth(session: Session) -> int:
    """How many updates wait."""
    return session.exec(select(func.count()).select_from(InboxUpdate).where(*WAITS)).one()


def prune(session: Session, before: datetime) -> None:
    """Forget updates that were handled before that moment."""
    done = select(InboxUpdate).where(col(InboxUpdate.handled_at) < before)
    for row in session.exec(done.limit(PRUNED_AT_ONCE)).all():
        session.delete(row)
