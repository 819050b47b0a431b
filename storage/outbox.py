"""The outbox: rows of one lane go out in order, one at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.models import OutboxRow

KEEP_DONE = timedelta(days=30)
PRUNED_AT_ONCE = 1000
WAITS = (col(OutboxRow.sent_at).is_(None), col(OutboxRow.failed_at).is_(None))
_FOR_STAFF = col(OutboxRow.customer_id).is_(None)
_PUTS_MESSAGES = col(OutboxRow.action).in_(("say", "album", "card"))
_NOBODY_HAS = col(OutboxRow.claimed_at).is_(None)


def heads(session: Session, now: datetime) -> Sequence[OutboxRow]:
    """The first waiting row of each lane that is due and nobody has; those in doubt come first, due or not."""
    firsts = select(func.min(OutboxRow.id)).where(*WAITS).group_by(OutboxRow.lane)
    doubted = col(OutboxRow.doubted_since).is_not(None)
    ready = select(OutboxRow).where(col(OutboxRow.id).in_(firsts), _NOBODY_HAS, doubted | (OutboxRow.due_at <= now))
    return session.exec(ready.order_by(doubted.desc(), col(OutboxRow.id))).all()


def claim(session: Session, row_ids: Collection[int], now: datetime) -> set[int]:
    """Take rows to send them; returns the ids of those that nobody else has taken and that are due still."""
    free = update(OutboxRow).where(col(OutboxRow.id).in_(row_ids), *WAITS, _NOBODY_HAS, col(OutboxRow.due_at) <= now)
    return set(session.connection().execute(free.values(claimed_at=now).returning(col(OutboxRow.id))).scalars())


def doubt_claims(session: Session) -> None:
    """After a crash: rows that were being sent may have gone out or not."""
    claimed = update(OutboxRow).where(*WAITS, col(OutboxRow.claimed_at).is_not(None))
    since = func.coalesce(OutboxRow.doubted_since, OutboxRow.claimed_at)
    session.connection().execute(claimed.values(doubted_since=since, claimed_at=None))


def doubt_claim(row: OutboxRow) -> None:
    """The same for one row of which it is known that nobody sends it any more."""
    if row.claimed_at is not None:
        row.doubted_since = row.doubted_since or row.claimed_at
        row.claimed_at = None


def postpone(
    session: Session, row_id: int, due_at: datetime, error: str, counts: bool = True, doubted: bool = False
) -> None:
    """Give the row back, to be sent at `due_at`.

    `counts` says whether this was a try, `doubted` whether it may have gone out all the same.
    """
    row = session.get_one(OutboxRow, row_id)
    if doubted:
        row.doubted_since = row.doubted_since or row.claimed_at
    row.claimed_at, row.due_at, row.error = None, due_at, error
    row.attempts += counts


def depth(session: Session) -> int:
    """How many rows wait."""
    return session.exec(select(func.count()).select_from(OutboxRow).where(*WAITS)).one()


def oldest_waiting(session: Session) -> datetime | None:
    """When the row was written that waits longest."""
    return session.exec(select(func.min(OutboxRow.created_at)).where(*WAITS)).one()


def depth_for_staff(session: Session) -> int:
    """How many messages wait for the staff group."""
    waiting = select(func.count()).select_from(OutboxRow).where(*WAITS, _PUTS_MESSAGES, _FOR_STAFF)
    return session.exec(waiting).one()


def following(session: Session, row: OutboxRow, limit: int) -> Sequence[OutboxRow]:
    """Rows that wait behind this one in its lane and that nobody has."""
    behind = select(OutboxRow).where(*WAITS, _NOBODY_HAS, OutboxRow.lane == row.lane, col(OutboxRow.id) > row.id)
    return session.exec(behind.order_by(col(OutboxRow.id)).limit(limit)).all()


def due_depth(session: Session, now: datetime) -> int:
    """How many rows should have gone out by now."""
    due = select(func.count()).select_from(OutboxRow).where(*WAITS, OutboxRow.due_at <= now)
    return session.exec(due).one()


def prune(session: Session, before: datetime) -> None:
    """Forget rows that went out, or failed, before that moment."""
    done = select(OutboxRow).where((col(OutboxRow.sent_at) < before) | (col(OutboxRow.failed_at) < before))
    for row in session.exec(done.limit(PRUNED_AT_ONCE)).all():
        session.delete(row)
