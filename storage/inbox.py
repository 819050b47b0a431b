"""The inbox table: updates of one lane (one chat) are handled in order; a failing update blocks only its own lane.

An update whose `set_aside_at` is set is a dead letter.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, func, or_, update
from sqlmodel import Session, col, select

from storage.models import InboxUpdate, Json
from storage.writing import insert_updates

WAITS = (col(InboxUpdate.handled_at).is_(None), col(InboxUpdate.set_aside_at).is_(None))
IS_DEAD_LETTER = col(InboxUpdate.set_aside_at).is_not(None)
NO_CHAT_LANE = "-"
KEEP_HANDLED = timedelta(days=3)  # Telegram may deliver an update again for a day
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
_WAITING_ONE = select(InboxUpdate).where(_IS_UPDATE, *WAITS)
_DEPTH = select(func.count()).select_from(InboxUpdate).where(*WAITS)


@dataclass(frozen=True)
class Update:
    """A raw update (`payload` is JSON) with its lane. Datetimes are aware, in UTC.

    `needs_nothing`: it is stored as handled, since nobody has to handle it.
    """

    id: int
    lane: str
    payload: str
    received_at: datetime
    due_at: datetime
    attempts: int = 0
    needs_nothing: bool = False

    def put_off(self, due_at: datetime) -> "Update":
        """The update after a failed try, due again at `due_at`."""
        return replace(self, due_at=due_at, attempts=self.attempts + 1)


def put(session: Session, updates: Sequence[Update]) -> None:
    """Insert updates; those whose id exists already are ignored."""
    rows = [
        {
            "update_id": one.id,
            "lane": one.lane,
            "payload": _ids_of(one.payload) if one.needs_nothing else one.payload,
            "handled_at": one.received_at if one.needs_nothing else None,
            "received_at": one.received_at,
            "due_at": one.due_at,
        }
        for one in updates
    ]
    insert_updates(session, rows)


def ids_not_stored(session: Session, update_ids: Collection[int]) -> set[int]:
    """Which of these ids are not in the table."""
    known = session.exec(select(InboxUpdate.update_id).where(col(InboxUpdate.update_id).in_(update_ids))).all()
    return set(update_ids) - set(known)


def waiting_after(session: Session, after: int, most: int) -> list[Update]:
    """Up to `most` pending updates with ids above `after`, in the order of their ids."""
    rows = session.exec(_WAITING, params={"after": after, "most": most}).all()
    return [of_row(row) for row in rows]


def waiting(session: Session, update_id: int) -> Update | None:
    """The update if it is pending: neither handled nor a dead letter."""
    row = session.exec(_WAITING_ONE, params={"id": update_id}).one_or_none()
    return of_row(row) if row else None


def of_row(row: InboxUpdate) -> Update:
    return Update(row.update_id, row.lane, row.payload, row.received_at, row.due_at, row.attempts)


def take(session: Session, update: Update, now: datetime) -> bool:
    """Mark the update as handled by this transaction; False when it is not pending any more.

    Its payload is reduced to message ids: the texts are stored with the conversation.
    """
    given = {"id": update.id, "now": now, "ids": _ids_of(update.payload)}
    return session.connection().execute(_HANDLED, given).rowcount == 1


def mark_handled(row: InboxUpdate, now: datetime) -> None:
    """Mark the update as handled, and reduce its payload to message ids."""
    row.handled_at, row.set_aside_at, row.error = now, None, None
    row.payload = _ids_of(row.payload)


def forget_chat(
    session: Session,
    lane: str,
    topics: Collection[int],
    shown: Collection[tuple[int, int]],
    now: datetime,
    update_id: int | None,
) -> None:
    """Erase a chat's texts and id from its handled updates and dead letters, and the texts of dead letters about it.

    Those are in one of `topics`, or contain one of the messages `shown` (chat and message ids): a reply and a press
    repeat the message whole. Pending updates stay, except `update_id`, the one that is being handled.
    """
    known = or_(col(InboxUpdate.handled_at).is_not(None), col(InboxUpdate.update_id) == update_id)
    found = select(InboxUpdate).where(or_(IS_DEAD_LETTER, and_(col(InboxUpdate.lane) == lane, known)))
    for row in session.exec(found).all():
        if row.lane == lane or _topic_of(row.payload) in topics or not _messages_in(row.payload).isdisjoint(shown):
            mark_handled(row, now)
        if row.lane == lane:
            row.lane = NO_CHAT_LANE


def depth(session: Session) -> int:
    """How many updates are pending."""
    return session.exec(_DEPTH).one()


def oldest_waiting(session: Session) -> datetime | None:
    """When the oldest pending update was received (aware, UTC)."""
    return session.exec(select(func.min(InboxUpdate.received_at)).where(*WAITS)).one()


def prune(session: Session, before: datetime) -> bool:
    """Delete up to `PRUNED_AT_ONCE` updates handled before that moment; True when none is left."""
    done = session.exec(select(InboxUpdate).where(col(InboxUpdate.handled_at) < before).limit(PRUNED_AT_ONCE)).all()
    for row in done:
        session.delete(row)
    return len(done) < PRUNED_AT_ONCE


def _ids_of(payload: str) -> str:
    """The update's JSON reduced to ids, without texts and names."""
    told: Json = json.loads(payload)
    return json.dumps({kind: _id_of(content) for kind, content in told.items()})


def _id_of(content: Json | int) -> Json | int:
    if not isinstance(content, dict):
        return content
    message = _message_in(content)
    return {"message_id": message["message_id"]} if "message_id" in message else {}


def _message_in(content: Json) -> Json:
    """The message in an update's content; for a button press the message that has the button."""
    message = content.get("message")
    return message if isinstance(message, dict) else content


def _topic_of(payload: str) -> int | None:
    """The id of the topic that the update's message is in."""
    for content in json.loads(payload).values():
        if isinstance(content, dict):
            topic: int | None = _message_in(content).get("message_thread_id")
            return topic
    return None


def _messages_in(payload: str) -> set[tuple[int, int]]:
    """Chat and message ids of all messages that the update contains."""
    found: set[tuple[int, int]] = set()
    values: list[Json] = list(json.loads(payload).values())
    while values:
        value = values.pop()
        if isinstance(value, dict):
            chat = value.get("chat")
            if isinstance(chat, dict) and "id" in chat and "message_id" in value:
                found.add((chat["id"], value["message_id"]))
            values += value.values()
        elif isinstance(value, list):
            values += value
    return found
