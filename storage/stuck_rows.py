"""Outbox rows that may be sent and are not: since when the oldest one could have gone.

A row may go when it is the first of its lane and due; one that fails is counted from its first failure. These wait
rightly: rows that are not due before a certain time, rows behind others of their lane, and rows that wait for a rate
limit, which shows in the number of messages that were sent in the last moments.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import outbox
from storage.models import OutboxRow

LONGEST_CALL = timedelta(minutes=10)  # with the upload of a large file over a slow line
LONGEST_DELAY = timedelta(minutes=15)  # a row that is due later was paused, or is meant to go later
LOOKED_AT = 1000  # rows
GROUP_SPAN, GROUP_MESSAGES = timedelta(seconds=75), 8  # so many sent to the group mean that its limit is used up
SPAN, MESSAGES = timedelta(seconds=15), 200  # the same for all chats together


def stuck_since(session: Session, now: datetime, longer_than: timedelta) -> datetime | None:
    """Since when the oldest row that may go could have been sent; None when none has waited for so long."""
    rows = session.exec(_first_rows(now, now - longer_than)).all()
    waits = [(row, _could_go_since(row)) for row in rows]
    waits = [(row, since) for row, since in waits if now - since >= longer_than]
    if any(_is_for_group(row) for row, _ in waits) and _is_group_busy(session, now):
        waits = [(row, since) for row, since in waits if not _is_for_group(row) or row.failing_since]
    if any(row.customer_id is not None for row, _ in waits) and _messages_since(session, now - SPAN) >= MESSAGES:
        waits = [(row, since) for row, since in waits if row.customer_id is None or row.failing_since]
    return min((since for _, since in waits), default=None)


def _first_rows(now: datetime, before: datetime) -> SelectOfScalar[OutboxRow]:
    """The due or failing first rows of lanes, written before that moment."""
    lane, number = col(OutboxRow.lane), col(OutboxRow.id)
    earlier = OutboxRow.__table__.alias("earlier")  # type: ignore[attr-defined]  # SQLModel does not declare it
    is_behind = exists().where(
        earlier.c.lane == lane, earlier.c.id < number, earlier.c.sent_at.is_(None), earlier.c.failed_at.is_(None)
    )
    claimed_at = col(OutboxRow.claimed_at)
    found = select(OutboxRow).where(
        *outbox.WAITS,
        ~is_behind,
        col(OutboxRow.created_at) <= before,
        or_(col(OutboxRow.due_at) <= now, col(OutboxRow.failing_since).is_not(None)),
        or_(claimed_at.is_(None), claimed_at <= now - LONGEST_CALL),
    )
    return found.order_by(lane, number).limit(LOOKED_AT)  # as the index of waiting rows is ordered


def _could_go_since(row: OutboxRow) -> datetime:
    if row.failing_since:
        return row.failing_since
    was_paused = row.error is not None and row.due_at - row.created_at > LONGEST_DELAY
    was_postponed = row.attempts > 0 or was_paused
    return row.created_at if was_postponed else max(row.due_at, row.created_at)


def _is_for_group(row: OutboxRow) -> bool:
    return row.customer_id is None and row.action in outbox.POSTS


def _is_group_busy(session: Session, now: datetime) -> bool:
    """Whether the group's limit is used up, or Telegram asked for a pause."""
    if _messages_since(session, now - GROUP_SPAN, in_group=True) >= GROUP_MESSAGES:
        return True
    paused = select(OutboxRow.id).where(
        *outbox.WAITS,
        *outbox.GOES_TO_GROUP,
        col(OutboxRow.due_at) > now,
        col(OutboxRow.error).is_not(None),
        col(OutboxRow.failing_since).is_(None),
    )
    return session.exec(paused.limit(1)).first() is not None


def _messages_since(session: Session, since: datetime, in_group: bool = False) -> int:
    sent = select(OutboxRow.content).where(col(OutboxRow.sent_at) > since, *(outbox.GOES_TO_GROUP if in_group else ()))
    return sum(len(content.get("parts", [content])) for content in session.exec(sent).all())
