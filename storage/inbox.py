"""The inbox: updates of one lane are handled in order, and a failing one holds only its own lane."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.models import InboxUpdate

WAITS = (col(InboxUpdate.handled_at).is_(None), col(InboxUpdate.set_aside_at).is_(None))
_LIES_ASIDE = (col(InboxUpdate.handled_at).is_(None), col(InboxUpdate.set_aside_at).is_not(None))
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


def oldest_waiting(session: Session) -> datetime | None:
    """When the one came that waits longest."""
    return session.exec(select(func.min(InboxUpdate.received_at)).where(*WAITS)).one()


def set_aside_count(session: Session) -> int:
    """How many lie aside: several tries to handle them failed."""
    return session.exec(select(func.count()).select_from(InboxUpdate).where(*_LIES_ASIDE)).one()


def last_set_aside(session: Session) -> InboxUpdate | None:
    """The one of those that came last."""
    aside = select(InboxUpdate).where(*_LIES_ASIDE)
    return session.exec(aside.order_by(col(InboxUpdate.update_id).desc()).limit(1)).first()


def kind_of_failure(row: InboxUpdate) -> str:
    """What the last try ended with, without its words: those may be the customer's."""
    return (row.error or "").partition("(")[0]


def unhandled(session: Session) -> Sequence[InboxUpdate]:
    """What lies aside and what waits, oldest first."""
    found = select(InboxUpdate).where(col(InboxUpdate.handled_at).is_(None))
    return session.exec(found.order_by(col(InboxUpdate.update_id))).all()


def put_back(session: Session, now: datetime, update_id: int | None = None) -> int:
    """Let what lies aside be handled again: one update, or all. Returns how many it is."""
    aside = update(InboxUpdate).where(*_LIES_ASIDE)
    if update_id is not None:
        aside = aside.where(col(InboxUpdate.update_id) == update_id)
    return session.connection().execute(aside.values(set_aside_at=None, attempts=0, due_at=now)).rowcount


def drop(session: Session, update_id: int, reason: str, now: datetime) -> bool:
    """An update that lies aside will never be handled; False when there is no such one."""
    aside = update(InboxUpdate).where(*_LIES_ASIDE, col(InboxUpdate.update_id) == update_id)
    return session.connection().execute(aside.values(handled_at=now, error=reason)).rowcount == 1


def prune(session: Session, before: datetime) -> None:
    """Forget updates that were handled before that moment."""
    done = select(InboxUpdate).where(col(InboxUpdate.handled_at) < before)
    for row in session.exec(done.limit(PRUNED_AT_ONCE)).all():
        session.delete(row)
