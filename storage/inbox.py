"""The inbox: updates of one lane are handled in order, and a failing one holds only its own lane."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, func, or_, update
from sqlmodel import Session, col, select

from storage.models import InboxUpdate, Json
from storage.writing import insert_updates

WAITS = (col(InboxUpdate.handled_at).is_(None), col(InboxUpdate.set_aside_at).is_(None))
LIES_ASIDE = col(InboxUpdate.set_aside_at).is_not(None)
LANE_OF_NOBODY = "-"
KEEP_HANDLED = timedelta(days=3)  # Telegram may give an update again for a day
PRUNED_AT_ONCE = 1000


_IS_UPDATE = col(InboxUpdate.update_id) == bindparam("id")
_HANDLED = (
    update(InboxUpdate)
    .where(_IS_UPDATE, *WAITS)
    .values(handled_at=bindparam("now"), payload=bindparam("ids"), error=None)
)
_WAITING = (
    select(InboxUpdate)
    .where(*WAITS, InboxUpdate.update_id > bindparam("after"))
    .order_by(col(InboxUpdate.update_id))
    .limit(bindparam("most", type_=Integer))
)
_DEPTH = select(func.count()).select_from(InboxUpdate).where(*WAITS)


@dataclass(frozen=True)
class Update:
    """An update as it came, and the lane in which it waits its turn. Moments are aware, in UTC."""

    id: int
    lane: str
    payload: str
    received_at: datetime
    due_at: datetime
    attempts: int = 0

    def put_off(self, due_at: datetime) -> "Update":
        """The update after one more try that failed."""
        return replace(self, due_at=due_at, attempts=self.attempts + 1)


def put(session: Session, updates: Sequence[Update]) -> None:
    """Write updates down; one that is there already, or twice among them, is there once, as it came first."""
    rows = [
        {
            "update_id": one.id,
            "lane": one.lane,
            "payload": one.payload,
            "received_at": one.received_at,
            "due_at": one.due_at,
        }
        for one in updates
    ]
    insert_updates(session, rows)


def unknown(session: Session, update_ids: Collection[int]) -> set[int]:
    """Which of these were never written down."""
    known = session.exec(select(InboxUpdate.update_id).where(col(InboxUpdate.update_id).in_(update_ids))).all()
    return set(update_ids) - set(known)


def waiting_after(session: Session, after: int, most: int) -> list[Update]:
    """Updates that wait, with ids beyond `after`, in the order of their ids."""
    rows = session.exec(_WAITING, params={"after": after, "most": most}).all()
    return [of_row(row) for row in rows]


def waiting(session: Session, update_id: int) -> InboxUpdate | None:
    """The update, unless it has been handled or set aside."""
    return session.exec(select(InboxUpdate).where(InboxUpdate.update_id == update_id, *WAITS)).one_or_none()


def of_row(row: InboxUpdate) -> Update:
    return Update(row.update_id, row.lane, row.payload, row.received_at, row.due_at, row.attempts)


def take(session: Session, update: Update, now: datetime) -> bool:
    """Note that the update is handled by this transaction; False when it was handled, or given up, before.

    What it said stands where it belongs, and here only which message it was about.
    """
    given = {"id": update.id, "now": now, "ids": _ids_of(update.payload)}
    return session.connection().execute(_HANDLED, given).rowcount == 1


def handled(row: InboxUpdate, now: datetime) -> None:
    """The update is done: what it said stands where it belongs, and here only which message it was about."""
    row.handled_at, row.set_aside_at, row.error = now, None, None
    row.payload = _ids_of(row.payload)


def forget_chat(session: Session, lane: str, topics: Collection[int], now: datetime, update_id: int | None) -> None:
    """What is known of a chat, and of the topics where the staff talk of it. Updates that wait stay, but for the one
    that is being handled.
    """
    known = or_(col(InboxUpdate.handled_at).is_not(None), col(InboxUpdate.update_id) == update_id)
    found = select(InboxUpdate).where(or_(LIES_ASIDE, and_(col(InboxUpdate.lane) == lane, known)))
    for row in session.exec(found).all():
        if row.lane == lane or _topic_of(row.payload) in topics:
            handled(row, now)
        if row.lane == lane:
            row.lane = LANE_OF_NOBODY


def depth(session: Session) -> int:
    """How many updates wait."""
    return session.exec(_DEPTH).one()


def oldest_waiting(session: Session) -> datetime | None:
    """When the one came that waits longest."""
    return session.exec(select(func.min(InboxUpdate.received_at)).where(*WAITS)).one()


def prune(session: Session, before: datetime) -> bool:
    """Forget updates that were handled before that moment; False when there are more of them."""
    done = session.exec(select(InboxUpdate).where(col(InboxUpdate.handled_at) < before).limit(PRUNED_AT_ONCE)).all()
    for row in done:
        session.delete(row)
    return len(done) < PRUNED_AT_ONCE


def _ids_of(payload: str) -> str:
    """The update without what was said and by whom."""
    told: Json = json.loads(payload)
    return json.dumps({kind: _id_of(content) for kind, content in told.items()})


def _id_of(content: Json | int) -> Json | int:
    if not isinstance(content, dict):
        return content
    message = _message_in(content)
    return {"message_id": message["message_id"]} if "message_id" in message else {}


def _message_in(content: Json) -> Json:
    """A press tells of the message under which the button stands."""
    message = content.get("message")
    return message if isinstance(message, dict) else content


def _topic_of(payload: str) -> int | None:
    """The topic in which the message stands that the update tells of."""
    for content in json.loads(payload).values():
        if isinstance(content, dict):
            topic: int | None = _message_in(content).get("message_thread_id")
            return topic
    return None
