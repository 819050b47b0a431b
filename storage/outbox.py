"""The outbox: rows of one lane go out in order, one at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, update
from sqlmodel import Session, col, select

from storage.models import Json, OutboxRow, Ticket

KEEP_DONE = timedelta(days=30)
LOOKED_UP_FOR_STAFF = 100  # one chat, which may have twenty messages a minute
LOOKED_UP_FOR_CUSTOMERS = 500
PRUNED_AT_ONCE = 1000
WAITS = (col(OutboxRow.sent_at).is_(None), col(OutboxRow.failed_at).is_(None))
_FOR_STAFF = col(OutboxRow.customer_id).is_(None)
_PUTS_MESSAGES = col(OutboxRow.action).in_(("say", "album", "card"))
_NOBODY_HAS = col(OutboxRow.claimed_at).is_(None)


def heads(session: Session, now: datetime) -> list[OutboxRow]:
    """The first waiting row of each lane that is due and nobody has; those in doubt come first, due or not.

    What is for all the staff goes before what is about a ticket: many tickets must not hold it up. Of very many only as
    many are looked up as may go out before the next look.
    """
    found = (
        *_heads(session, now, _FOR_STAFF, LOOKED_UP_FOR_STAFF),
        *_heads(session, now, ~_FOR_STAFF, LOOKED_UP_FOR_CUSTOMERS),
    )
    return sorted(found, key=lambda row: (row.doubted_since is None, not _is_to_all(row), row.id))


def _heads(session: Session, now: datetime, whose: ColumnElement[bool], limit: int) -> Sequence[OutboxRow]:
    """What puts no message there, such as the answer to a press, has no limit to wait for and comes before the rest."""
    firsts = select(func.min(OutboxRow.id)).where(*WAITS).group_by(OutboxRow.lane)
    doubted = col(OutboxRow.doubted_since).is_not(None)
    to_all = _FOR_STAFF & col(OutboxRow.ticket_id).is_(None)
    ready = select(OutboxRow).where(
        col(OutboxRow.id).in_(firsts), whose, _NOBODY_HAS, doubted | (OutboxRow.due_at <= now)
    )
    ordered = ready.order_by(doubted.desc(), _PUTS_MESSAGES, to_all.desc(), col(OutboxRow.id))
    return session.exec(ordered.limit(limit)).all()


def _is_to_all(row: OutboxRow) -> bool:
    return row.customer_id is None and row.ticket_id is None


def claim(session: Session, row_ids: Collection[int], now: datetime) -> set[int]:
    """Take rows to send them; returns the ids of those that nobody else has taken and that are due still."""
    free = update(OutboxRow).where(col(OutboxRow.id).in_(row_ids), *WAITS, _NOBODY_HAS, col(OutboxRow.due_at) <= now)
    return set(session.connection().execute(free.values(claimed_at=now).returning(col(OutboxRow.id))).scalars())


def rows(session: Session, row_ids: Collection[int]) -> Sequence[OutboxRow]:
    return session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(row_ids)).order_by(col(OutboxRow.id))).all()


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


def cards_waiting(session: Session, most: int) -> int:
    """How many cards wait, counted up to `most`."""
    return len(session.exec(select(OutboxRow.id).where(*WAITS, OutboxRow.action == "card").limit(most)).all())


def waiting_in(session: Session, lane: str, most: int) -> int:
    """How many rows of a lane wait, counted up to `most`."""
    return len(session.exec(select(OutboxRow.id).where(*WAITS, OutboxRow.lane == lane).limit(most)).all())


def on_their_way(session: Session) -> int:
    """How many messages are being sent, or were when somebody died: nobody knows yet what came of them."""
    unsettled = or_(col(OutboxRow.claimed_at).is_not(None), col(OutboxRow.doubted_since).is_not(None))
    rows = session.exec(select(OutboxRow).where(*WAITS, _PUTS_MESSAGES, unsettled)).all()
    return sum(len(row.content.get("parts", [row])) for row in rows)


def prune(session: Session, before: datetime) -> bool:
    """Forget rows that went out, or failed, before that moment; False when there are more of them."""
    done = select(OutboxRow).where((col(OutboxRow.sent_at) < before) | (col(OutboxRow.failed_at) < before))
    rows = session.exec(done.limit(PRUNED_AT_ONCE)).all()
    for row in rows:
        session.delete(row)
    return len(rows) < PRUNED_AT_ONCE


def done(row: OutboxRow, now: datetime, error: str | None = None) -> None:
    """The row went out or, with an error, is given up. What it said is with the conversation, or nobody's any more."""
    row.error = error
    row.content = _bare(row.content)
    if error is None:
        row.sent_at = now
    else:
        row.failed_at = now


def recall(session: Session, customer_id: int, now: datetime) -> None:
    """What waits to be said to a customer, or about their tickets, is not said any more.

    A card that is on its way says nothing that the next one doesn't put right.
    """
    tickets = select(Ticket.id).where(Ticket.customer_id == customer_id)
    about = or_(col(OutboxRow.customer_id) == customer_id, col(OutboxRow.ticket_id).in_(tickets))
    for row in session.exec(select(OutboxRow).where(*WAITS, about, _NOBODY_HAS | (OutboxRow.action != "card"))).all():
        done(row, now, "recalled")


def _bare(content: Json) -> Json:
    """What has to be known of a row afterwards: what it was, which messages it carried, whose card it showed."""
    bare: Json = {name: content[name] for name in ("role", "shows") if name in content}
    if "parts" in content:
        bare["parts"] = [{"message_id": part["message_id"]} for part in content["parts"]]
    return bare
