"""The outbox table: rows of one lane are sent in order, each claimed by a conditional update.

A row is claimed (`claimed_at`) while it is being sent. `doubted_since`: the message may have been sent since then, but
no response arrived. `failing_since`: its first failed try. Statements used for every message are module constants:
building one takes longer than executing it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, RowMapping, and_, bindparam, delete, func, or_, update
from sqlalchemy import select as sql_select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from storage.models import Customer, Json, OutboxRow, Ticket
from storage.types import UtcDateTime

KEEP_DONE = timedelta(days=30)
PRUNED_AT_ONCE = 1000
WAITS = (col(OutboxRow.sent_at).is_(None), col(OutboxRow.failed_at).is_(None))
IS_DEAD_LETTER = col(OutboxRow.set_aside_at).is_not(None)
_IS_ROW = col(OutboxRow.id) == bindparam("row_id")
_IS_FREE = col(OutboxRow.claimed_at).is_(None)
POSTS = ("say", "album", "card")  # actions that post new messages
_PUTS_MESSAGES = col(OutboxRow.action).in_(POSTS)
GOES_TO_GROUP = (col(OutboxRow.customer_id).is_(None), _PUTS_MESSAGES)

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
_WAITING_ROW = sql_select(col(OutboxRow.customer_id), col(OutboxRow.action)).where(_IS_ROW, *WAITS)
_OF_LANE = aliased(OutboxRow)
_LANE_OF = sql_select(col(_OF_LANE.lane)).where(col(_OF_LANE.id) == bindparam("row_id")).scalar_subquery()
_FIRST_OF_LANE = (
    sql_select(*_COLUMNS, col(Customer.address))
    .join(Customer, col(Customer.id) == col(OutboxRow.customer_id), isouter=True)
    .where(*WAITS, col(OutboxRow.lane) == _LANE_OF, ~and_(*GOES_TO_GROUP))
    .order_by(col(OutboxRow.id))
    .limit(1)
)
_FOR_GROUP = (
    sql_select(*_COLUMNS)
    .where(*WAITS, *GOES_TO_GROUP)
    .order_by(col(OutboxRow.id))
    .limit(bindparam("most", type_=Integer))
)
_UNSETTLED_FOR_GROUP = (
    sql_select(col(OutboxRow.id))
    .where(
        *WAITS,
        *GOES_TO_GROUP,
        func.coalesce(col(OutboxRow.doubted_since), col(OutboxRow.claimed_at))
        <= bindparam("until", type_=UtcDateTime()),
    )
    .limit(1)
)
_COUNT = select(func.count(), func.max(col(OutboxRow.id))).select_from(OutboxRow).where(*WAITS)
_SENT = (
    update(OutboxRow)
    .where(_IS_ROW)
    .values(sent_at=bindparam("now"), content=bindparam("bare"), error=None, failing_since=None)
)
_FAILED = (
    update(OutboxRow)
    .where(_IS_ROW)
    .values(failed_at=bindparam("now"), content=bindparam("bare"), error=bindparam("why"))
)
_SET_ASIDE = (
    update(OutboxRow)
    .where(_IS_ROW)
    .values(failed_at=bindparam("now"), set_aside_at=bindparam("now"), error=bindparam("why"), claimed_at=None)
)
_POSTPONED = (
    update(OutboxRow)
    .where(_IS_ROW)
    .values(
        claimed_at=None,
        due_at=bindparam("due"),
        error=bindparam("why"),
        attempts=col(OutboxRow.attempts) + bindparam("tries", type_=Integer),
        lone_failures=col(OutboxRow.lone_failures) + bindparam("lone", type_=Integer),
        failing_since=func.coalesce(col(OutboxRow.failing_since), bindparam("failing", type_=UtcDateTime())),
        doubted_since=func.coalesce(col(OutboxRow.doubted_since), bindparam("since", type_=UtcDateTime())),
    )
)
_MAYBE_SENT = (
    update(OutboxRow)
    .where(*WAITS, col(OutboxRow.claimed_at).is_not(None))
    .values(doubted_since=func.coalesce(OutboxRow.doubted_since, OutboxRow.claimed_at), claimed_at=None)
)
_CONTENT = update(OutboxRow).where(_IS_ROW).values(content=bindparam("said"))
_IS_UNTRIED = (*WAITS, _IS_FREE, col(OutboxRow.doubted_since).is_(None), col(OutboxRow.error).is_(None))
_CONTENT_UNLESS_TRIED = _CONTENT.where(*_IS_UNTRIED)
_DELETE_UNLESS_TRIED = delete(OutboxRow).where(_IS_ROW, *_IS_UNTRIED)
_NEWEST_WITH_KEY = (
    select(OutboxRow).where(OutboxRow.merge_key == bindparam("key")).order_by(col(OutboxRow.id).desc()).limit(1)
)
_UNTRIED_IN_LANE = (
    select(OutboxRow)
    .where(OutboxRow.lane == bindparam("lane"), *_IS_UNTRIED, col(OutboxRow.action).in_(("say", "album")))
    .order_by(col(OutboxRow.id).desc())
)
_UNCLAIMED = (
    sql_select(col(OutboxRow.id)).where(col(OutboxRow.merge_key) == bindparam("key"), *WAITS, _IS_FREE).limit(1)
)
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


def waits_for_group(session: Session, row_id: int) -> bool | None:
    """Whether the row posts new messages to the staff group; None when it was sent, given up, or deleted."""
    row = session.connection().execute(_WAITING_ROW, {"row_id": row_id}).one_or_none()
    return None if row is None else goes_to_group({"customer_id": row[0], "action": row[1]})


def first_of_lane(session: Session, row_id: int) -> RowMapping | None:
    """The first unsent row of that row's lane with the customer's `address`, leaving out new messages to the staff
    group."""
    return session.connection().execute(_FIRST_OF_LANE, {"row_id": row_id}).mappings().one_or_none()


def for_group(session: Session, most: int) -> Sequence[RowMapping]:
    """Up to `most` unsent rows that post messages to the staff group, oldest first."""
    return session.connection().execute(_FOR_GROUP, {"most": most}).mappings().all()


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


def set_aside(session: Session, row_id: int, error: str, now: datetime) -> None:
    """Give the row up as a dead letter: it keeps all it holds, so that it can be replayed."""
    session.connection().execute(_SET_ASIDE, {"row_id": row_id, "now": now, "why": error})


def postpone(
    session: Session,
    row_id: int,
    due_at: datetime,
    error: str,
    failing_since: datetime | None = None,
    is_alone: bool = False,
    maybe_sent_since: datetime | None = None,
) -> None:
    """Release a claimed row, due again at `due_at`.

    `failing_since`: when its failed try began; None when it was only told to wait. `is_alone`: other rows got through
    meanwhile. `maybe_sent_since`: it may have been sent since then, although no response arrived.
    """
    given = {
        "row_id": row_id,
        "due": due_at,
        "why": error,
        "tries": int(failing_since is not None),
        "lone": int(is_alone),
        "failing": failing_since,
        "since": maybe_sent_since,
    }
    session.connection().execute(_POSTPONED, given)


def has_sent_others(session: Session, lane: str, in_group: bool, since: datetime) -> bool:
    """Whether rows of other lanes posted messages since then: to the staff group, or, if not `in_group`, anywhere."""
    others = select(OutboxRow.id).where(
        col(OutboxRow.sent_at) > since, OutboxRow.lane != lane, *(GOES_TO_GROUP if in_group else (_PUTS_MESSAGES,))
    )
    return session.exec(others.limit(1)).first() is not None


def has_other_failures(session: Session, lane: str, in_group: bool) -> bool:
    """Whether waiting rows of other lanes are failing, too: those to the staff group, or those to customers."""
    is_customers = col(OutboxRow.customer_id).is_not(None)
    others = select(OutboxRow.id).where(
        col(OutboxRow.failing_since).is_not(None),
        *WAITS,
        OutboxRow.lane != lane,
        *(GOES_TO_GROUP if in_group else (is_customers,)),
    )
    return session.exec(others.limit(1)).first() is not None


def change_content(session: Session, row_id: int, content: Json) -> None:
    """Replace the content of a claimed row."""
    session.connection().execute(_CONTENT, {"row_id": row_id, "said": content})


def change_content_unless_tried(session: Session, row_id: int, content: Json) -> bool:
    """Replace the content of a row that nobody has tried to send; False when somebody has."""
    return session.connection().execute(_CONTENT_UNLESS_TRIED, {"row_id": row_id, "said": content}).rowcount == 1


def delete_unless_tried(session: Session, row_id: int) -> bool:
    """Delete a row that nobody has tried to send; False when somebody has."""
    return session.connection().execute(_DELETE_UNLESS_TRIED, {"row_id": row_id}).rowcount == 1


def newest_with_key(session: Session, merge_key: str) -> OutboxRow | None:
    """The newest row with that merge key, sent or not."""
    return session.exec(_NEWEST_WITH_KEY, params={"key": merge_key}).first()


def untried_in(session: Session, lane: str) -> Sequence[OutboxRow]:
    """The new messages of a lane that nobody has tried to send, newest first."""
    return session.exec(_UNTRIED_IN_LANE, params={"lane": lane}).all()


def goes_to_group(row: Mapping[str, Any]) -> bool:
    """Whether the row posts new messages to the staff group."""
    return row["customer_id"] is None and row["action"] in POSTS


def note_maybe_sent(session: Session, row_ids: Collection[int] | None = None) -> None:
    """After a crash: release all claimed rows, or only these, and mark them as maybe sent since their claim."""
    if row_ids is None:
        session.connection().execute(_MAYBE_SENT)
    elif row_ids:
        session.connection().execute(_MAYBE_SENT.where(col(OutboxRow.id).in_(row_ids)))


def unclaimed(session: Session, merge_key: str) -> OutboxRow | None:
    """A waiting, unclaimed row with that merge key."""
    row_id = session.connection().execute(_UNCLAIMED, {"key": merge_key}).scalar()  # there is hardly ever one
    return session.get(OutboxRow, row_id) if row_id else None


def open_album(session: Session, merge_key: str) -> OutboxRow | None:
    """The album with that merge key that can still get parts: waiting, unclaimed, and certainly not sent."""
    return session.exec(_OPEN_ALBUM, params={"key": merge_key}).first()


def written_since(session: Session, merge_key: str, since: datetime) -> int:
    """How many rows with that merge key were inserted since then."""
    return session.connection().execute(_WRITTEN_SINCE, {"key": merge_key, "since": since}).scalar_one()


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


def has_unsettled_for_group(session: Session, until: datetime) -> bool:
    """Whether a new message to the group may have been sent until that moment without being recorded yet."""
    given = {"until": until}
    return session.connection().execute(_UNSETTLED_FOR_GROUP, given).first() is not None


def prune(session: Session, before: datetime) -> bool:
    """Delete up to `PRUNED_AT_ONCE` rows sent or failed before that moment, no dead letters; True when none is left."""
    is_given_up = (col(OutboxRow.failed_at) < before) & col(OutboxRow.set_aside_at).is_(None)
    done = select(OutboxRow).where((col(OutboxRow.sent_at) < before) | is_given_up)
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
    """Recall all unsent rows to the customer, about their tickets, or about what they did not get.

    They lose their texts and count as failed. A card that is being sent right now stays; the next card replaces it.
    """
    tickets = select(Ticket.id).where(Ticket.customer_id == customer_id)
    about = or_(
        col(OutboxRow.customer_id) == customer_id,
        col(OutboxRow.ticket_id).in_(tickets),
        col(OutboxRow.merge_key) == given_up_key(customer_id),
    )
    unsent = select(OutboxRow).where(col(OutboxRow.sent_at).is_(None), about, _IS_FREE | (OutboxRow.action != "card"))
    for row in session.exec(unsent).all():
        _recall(row, now)


def recall_general(session: Session, is_meant: Callable[[Json], bool], now: datetime) -> set[str]:
    """Recall the unsent rows about no single ticket or customer for whose content `is_meant`. Returns their kinds."""
    general = (col(OutboxRow.customer_id).is_(None), col(OutboxRow.ticket_id).is_(None))
    rows = session.exec(select(OutboxRow).where(col(OutboxRow.sent_at).is_(None), *general)).all()
    meant = [row for row in rows if is_meant(row.content)]
    kinds = {str(row.content.get("kind", "")) for row in meant}
    for row in meant:
        _recall(row, now)
    return kinds


def _recall(row: OutboxRow, now: datetime) -> None:
    """Erase the row's texts, and give it up as "recalled" unless it was given up for good already."""
    if row.failed_at is None or row.set_aside_at is not None:
        end(row, "recalled", row.failed_at or now)
    else:
        row.content = bare(row.content)


def given_up_key(customer_id: int | None) -> str:
    """The merge key of the notice to the staff that rows to the customer, or about their tickets, were given up."""
    return f"given_up:{customer_id or ''}"


def end(row: OutboxRow, reason: str, now: datetime) -> None:
    """Give the row up for good, without its texts."""
    row.content, row.failed_at, row.set_aside_at, row.error = bare(row.content), now, None, reason


def bare(content: Json) -> Json:
    """The content without texts: its version and kind, the ids of the messages it relayed, the ticket it showed."""
    kept: Json = {name: content[name] for name in ("v", "kind", "role", "shows") if name in content}
    if "parts" in content:
        kept["parts"] = [{"message_id": part["message_id"]} for part in content["parts"]]
    return kept
