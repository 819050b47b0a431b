"""Outbox rows that can't be delivered: dead letters, kept whole until somebody replays or drops them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, func, or_, update
from sqlmodel import Session, col, select

from storage.models import OutboxRow
from storage.outbox import IS_DEAD_LETTER, WAITS, end


def count(session: Session) -> int:
    """How many rows were given up and are kept whole."""
    return session.exec(select(func.count()).select_from(OutboxRow).where(IS_DEAD_LETTER)).one()


def listed(session: Session) -> Sequence[OutboxRow]:
    """Dead letters, and waiting rows whose last try failed, oldest first."""
    aside = session.exec(select(OutboxRow).where(IS_DEAD_LETTER)).all()
    failing = session.exec(select(OutboxRow).where(col(OutboxRow.failing_since).is_not(None), *WAITS)).all()
    return sorted([*aside, *failing], key=lambda row: row.id)


def replay(session: Session, now: datetime, row_id: int | None = None) -> int:
    """Requeue one dead letter, or all; returns how many.

    They keep their places in their lanes. One that may have been sent is looked for before it is sent again.
    """
    aside = update(OutboxRow).where(IS_DEAD_LETTER)
    if row_id is not None:
        aside = aside.where(col(OutboxRow.id) == row_id)
    anew = aside.values(
        failed_at=None, set_aside_at=None, failing_since=None, attempts=0, lone_failures=0, due_at=now, expires_at=None
    )
    return session.connection().execute(anew).rowcount


def drop(session: Session, row_id: int, reason: str, now: datetime) -> bool:
    """Drop a dead letter and erase its texts; False when there is none with that id."""
    row = session.exec(select(OutboxRow).where(IS_DEAD_LETTER, OutboxRow.id == row_id)).one_or_none()
    if row is None:
        return False
    end(row, reason, now)
    return True


def drop_old(session: Session, tickets: ScalarSelect[int], since: datetime, until: datetime, now: datetime) -> None:
    """Drop the dead letters about these tickets, and those about none that were written in [since, until)."""
    is_loose = and_(
        col(OutboxRow.ticket_id).is_(None), col(OutboxRow.created_at) >= since, col(OutboxRow.created_at) < until
    )
    found = select(OutboxRow).where(IS_DEAD_LETTER, or_(col(OutboxRow.ticket_id).in_(tickets), is_loose))
    for row in session.exec(found).all():
        end(row, "too old", now)
