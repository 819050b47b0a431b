"""The outbox table: rows of one lane are sent in order, each claimed by a conditional update.

A row is claimed (`claimed_at`) while it is being sent. `doubted_since`: the message may have been sent since then, but
no response arrived. Statements used for every message are module constants: building one takes longer than executing
it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, RowMapping, bindparam, func, or_, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from storage.models import Customer, Json, OutboxRow, Ticket
from storage.types import UtcDateTime

KEEP_DONE = timedelta(days=30)
PRUNED_AT_ONCE = 1000
WAITS = (col(OutboxRow.sent_at).is_(None), col(OutboxRow.failed_at).is_(None))
_IS_ROW = col(OutboxRow.id) == bindparam("row_id")
_IS_FREE = col(OutboxRow.claimed_at).is_(None)
_PUTS_MESSAGES = col(OutboxRow.action).in_(("say", "album", "card"))

_COLUMNS = tuple(OutboxRow.__table__.columns)  # type: ignore[attr-defined]  # SQLModel does not declare it
_CLAIM = (
    update(OutboxRow)
    .where(_IS_ROW, *WAITS, _IS_FREE, col(OutboxRow.due_at) <= bindparam("now"))
    .values(claimed_at=bindparam("now"))
    .returning(*_COLUMNS)
)
_WAITING = (
    sql_select(*_COLUMNS, col(Customer.address))
    .join(Customer, col(Customer.id) == col(OutboxRow.customer_id), isouter=True)
    .where(*WAITS, col(OutboxRow.id) > bindparam("after"))
    .order_by(col(OutboxRow.id))
    .limit(bindparam("most", type_=Integer))
)
_ONE_WAITING = (
    sql_select(*_COLUMNS, col(Customer.address))
    .join(Customer, col(Customer.id) == col(OutboxRow.customer_id), isouter=True)
    .where(_IS_ROW, *WAITS)
)
_COUNT = select(func.count(), func.max(col(OutboxRow.id))).select_from(OutboxRow).where(*WAITS)
_SENT = update(OutboxRow).where(_IS_ROW).values(sent_at=bindparam("now"), content=bindparam("bare"), error=None)
_FAILED = (
    update(OutboxRow)
    .where(_IS_ROW)
    .values(failed_at=bindparam("now"), content=bindparam("bare"), error=bindparam("why"))
)
_POSTPONED = (
    update(OutboxRow)
    .where(_IS_ROW)
    .values(
        claimed_at=None,
        due_at=bindparam("due"),
        error=bindparam("why"),
        attempts=col(OutboxRow.attempts) + bindparam("tries", type_=Integer),
        doubted_since=func.coalesce(col(OutboxRow.doubted_since), bindparam("since", type_=UtcDateTime())),
    )
)
_CONTENT = update(OutboxRow).where(_IS_ROW).values(content=bindparam("said"))
_IS_UNTRIED = (*WAITS, _IS_FREE, col(OutboxRow.doubted_since).is_(None), col(OutboxRow.error).is_(None))
_CONTENT_UNLESS_TRIED = _CONTENT.where(*_IS_UNTRIED)
_UNTRIED_IN_LANE = (
    select(OutboxRow)
    .where(OutboxRow.lane == bindparam("lane"), *_IS_UNTRIED, col(OutboxRow.action).in_(("say", "album")))
    .order_by(col(OutboxRow.id).desc())
)
_UNCLAIMED = select(OutboxRow).where(OutboxRow.merge_key == bindparam("key"), *WAITS, _IS_FREE).limit(1)
_OPEN_ALBUM = (
    select(OutboxRow)
    .where(OutboxRow.merge_key == bindparam("key"), *WAITS, _IS_FREE, col(OutboxRow.doubted_since).is_(None))
    .order_by(col(OutboxRow.id).desc())
    .limit(1)
)
_WRITTEN_SINCE = (
    select(func.count())
    .select_from(OutboxRow)
    .where(OutboxRow.merge_key == bindparam("key"), OutboxRow.created_at > bindparam("since"))
)
_MOST = bindparam("most", type_=Integer)
_COUNTED_CARDS = select(func.count()).select_from(
    select(OutboxRow.id).where(*WAITS, OutboxRow.action == "card").limit(_MOST).subquery()
)
_COUNTED_LANE = select(func.count()).select_from(
    select(OutboxRow.id).where(*WAITS, OutboxRow.lane == bindparam("lane")).limit(_MOST).subquery()
)


@dataclass(frozen=True)
class Depth:
    """The number of rows that wait or are being sent, and the highest id of them; 0 when there is none."""

    rows: int
    newest: int


def waiting(session: Session, after: int, most: int) -> Sequence[RowMapping]:
    """Up to `most` unsent rows with ids above `after`, claimed ones included, by id; with the customer's `address`."""
    return session.connection().execute(_WAITING, {"after": after, "most": most}).mappings().all()


def one_waiting(session: Session, row_id: int) -> RowMapping | None:
    """The unsent row with the customer's `address`; None when it was sent, given up or deleted."""
    return session.connection().execute(_ONE_WAITING, {"row_id": row_id}).mappings().one_or_none()


def count_waiting(session: Session) -> Depth:
    rows, newest = session.connection().execute(_COUNT).one()
    return Depth(rows, newest or 0)


def claim(session: Session, row_id: int, now: datetime) -> RowMapping | None:
    """Claim a row and return it; None when it is claimed already, not due, or no longer waits."""
    return session.connection().execute(_CLAIM, {"row_id": row_id, "now": now}).mappings().one_or_none()


def unclaimed_row(session: Session, row_id: int) -> OutboxRow | None:
    """The row; None when it is claimed or no longer waits."""
    return session.exec(select(OutboxRow).where(OutboxRow.id == row_id, *WAITS, _IS_FREE)).first()


def note_sent(session: Session, row_id: int, content: Json, now: datetime) -> None:
    """Mark the row as sent, and erase its texts: they are stored with the conversation."""
    session.connection().execute(_SENT, {"row_id": row_id, "now": now, "bare": bare(content)})


def note_failed(session: Session, row_id: int, content: Json, error: str, now: datetime) -> None:
    """Mark the row as given up, and erase its texts."""
    session.connection().execute(_FAILED, {"row_id": row_id, "now": now, "bare": bare(content), "why": error})


def postpone(
    session: Session,
    row_id: int,
    due_at: datetime,
    error: str,
    tries: int = 1,
    maybe_sent_since: datetime | None = None,
) -> None:
    """Release a claimed row, due again at `due_at`. `tries` is added to its attempts.

    `maybe_sent_since`: it may have been sent since then, although no response arrived.
    """
    given = {"row_id": row_id, "due": due_at, "why": error, "tries": tries, "since": maybe_sent_since}
    session.connection().execute(_POSTPONED, given)


def change_content(session: Session, row_id: int, content: Json) -> None:
    """Replace the content of a claimed row."""
    session.connection().execute(_CONTENT, {"row_id": row_id, "said": content})


def change_content_unless_tried(session: Session, row_id: int, content: Json) -> bool:
    """Replace the content of a row that nobody has tried to send; False when somebody has."""
    return session.connection().execute(_CONTENT_UNLESS_TRIED, {"row_id": row_id, "said": content}).rowcount == 1


def untried_in(session: Session, lane: str) -> Sequence[OutboxRow]:
    """The new messages of a lane that nobody has tried to send, newest first."""
    return session.exec(_UNTRIED_IN_LANE, params={"lane": lane}).all()


def note_maybe_sent(session: Session, row_id: int | None = None) -> None:
    """After a crash: release all claimed rows, or only `row_id`, and mark them as maybe sent since their claim."""
    claimed = update(OutboxRow).where(*WAITS, col(OutboxRow.claimed_at).is_not(None))
    if row_id is not None:
        claimed = claimed.where(col(OutboxRow.id) == row_id)
    since = func.coalesce(OutboxRow.doubted_since, OutboxRow.claimed_at)
    session.connection().execute(claimed.values(doubted_since=since, claimed_at=None))


def unclaimed(session: Session, merge_key: str) -> OutboxRow | None:
    """A waiting, unclaimed row with that merge key."""
    return session.exec(_UNCLAIMED, params={"key": merge_key}).first()


def open_album(session: Session, merge_key: str) -> OutboxRow | None:
    """The album with that merge key that can still get parts: waiting, unclaimed, and certainly not sent."""
    return session.exec(_OPEN_ALBUM, params={"key": merge_key}).first()


def written_since(session: Session, merge_key: str, since: datetime) -> int:
    """How many rows with that merge key were inserted since then."""
    return session.exec(_WRITTEN_SINCE, params={"key": merge_key, "since": since}).one()


def depth(session: Session) -> int:
    """How many rows wait or are being sent."""
    return count_waiting(session).rows


def oldest_waiting(session: Session) -> datetime | None:
    """When the oldest unsent row was inserted (aware, UTC)."""
    return session.exec(select(func.min(OutboxRow.created_at)).where(*WAITS)).one()


def following(session: Session, row_id: int, lane: str, limit: int) -> Sequence[OutboxRow]:
    """Up to `limit` waiting, unclaimed rows behind this one in its lane, in order."""
    behind = select(OutboxRow).where(*WAITS, _IS_FREE, OutboxRow.lane == lane, col(OutboxRow.id) > row_id)
    return session.exec(behind.order_by(col(OutboxRow.id)).limit(limit)).all()


def cards_waiting(session: Session, most: int) -> int:
    """How many cards wait, counted up to `most`; without rows changed in this transaction and not flushed yet."""
    return session.connection().execute(_COUNTED_CARDS, {"most": most}).scalar_one()


def waiting_in(session: Session, lane: str, most: int) -> int:
    """How many rows of a lane wait, counted up to `most`; without rows changed and not flushed yet."""
    return session.connection().execute(_COUNTED_LANE, {"lane": lane, "most": most}).scalar_one()


def count_unsettled_messages(session: Session) -> int:
    """How many new messages are in flight or maybe sent: their outcome is not known yet."""
    unsettled = or_(col(OutboxRow.claimed_at).is_not(None), col(OutboxRow.doubted_since).is_not(None))
    rows = session.exec(select(OutboxRow).where(*WAITS, _PUTS_MESSAGES, unsettled)).all()
    return sum(len(row.content.get("parts", [row])) for row in rows)


def prune(session: Session, before: datetime) -> bool:
    """Delete up to `PRUNED_AT_ONCE` rows sent or failed before that moment; True when none is left."""
    done = select(OutboxRow).where((col(OutboxRow.sent_at) < before) | (col(OutboxRow.failed_at) < before))
    rows = session.exec(done.limit(PRUNED_AT_ONCE)).all()
    for row in rows:
        session.delete(row)
    return len(rows) < PRUNED_AT_ONCE


def take_back(session: Session, kind: str, parts: Collection[str]) -> None:
    """Delete unsent rows of that kind whose merge key, names joined by commas, has no other parts than these."""
    unsent = select(OutboxRow).where(
        *WAITS, _IS_FREE, col(OutboxRow.doubted_since).is_(None), col(OutboxRow.merge_key).is_not(None)
    )
    for row in session.exec(unsent):
        is_of_kind = kind in (row.content.get("kind"), row.content.get("role"))
        if is_of_kind and set(str(row.merge_key).split(",")) <= set(parts):
            session.delete(row)


def cancel_for_customer(session: Session, customer_id: int, now: datetime) -> None:
    """Mark all waiting rows to the customer or about their tickets as failed ("recalled"), without their texts.

    A card that is being sent right now stays; the next card replaces it.
    """
    tickets = select(Ticket.id).where(Ticket.customer_id == customer_id)
    about = or_(col(OutboxRow.customer_id) == customer_id, col(OutboxRow.ticket_id).in_(tickets))
    for row in session.exec(select(OutboxRow).where(*WAITS, about, _IS_FREE | (OutboxRow.action != "card"))).all():
        row.content, row.failed_at, row.error = bare(row.content), now, "recalled"


def bare(content: Json) -> Json:
    """The content without texts: its version and kind, the ids of the messages it relayed, the ticket it showed."""
    kept: Json = {name: content[name] for name in ("v", "kind", "role", "shows") if name in content}
    if "parts" in content:
        kept["parts"] = [{"message_id": part["message_id"]} for part in content["parts"]]
    return kept
