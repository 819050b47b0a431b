"""The messages in Telegram that the desk knows: its own, and those that updates reported.

Message ids ascend: each supergroup has a sequence of its own, and all other chats of the bot share one.
"""

import json
from collections.abc import Container, Iterator
from datetime import datetime
from itertools import count, islice
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column
from sqlmodel import Session, col, select

from storage import outbox
from storage.models import InboxUpdate, Posting, StaffThread

FIRST_SUPERGROUP = -1_000_000_000_000  # supergroups have ids below this one
NEWEST = 50  # updates that are read to find the newest message
MOST_REPORTED = 500  # updates that are read to find messages of others
_BY_OTHERS = ("message", "edited_message")  # in a private chat; a press reports the bot's message with the button


def candidate_ids(session: Session, chat_id: int, since: datetime, margin: int) -> list[int]:
    """Ids that a message or topic made since `since` may have: the first unknown ids after the newest known one.

    Ascending; as many as the bot has messages with an unknown outcome, plus `margin`.
    """
    floor = max(_newest_own(session, chat_id, since), _newest_reported(session, chat_id, since))
    known = _own_after(session, chat_id, floor) | _reported_since(session, chat_id, since)
    return list(
        islice((one for one in count(floor + 1) if one not in known), margin + outbox.count_unsettled_messages(session))
    )


def _newest_own(session: Session, chat_id: int, until: datetime) -> int:
    posted = select(Posting.telegram_id).where(_posted_in(chat_id), Posting.posted_at <= until)
    return session.exec(posted.order_by(col(Posting.telegram_id).desc()).limit(1)).first() or 0


def _newest_reported(session: Session, chat_id: int, until: datetime) -> int:
    reported = select(InboxUpdate).where(_updates_in(chat_id), InboxUpdate.received_at <= until)
    updates = session.exec(reported.order_by(col(InboxUpdate.update_id).desc()).limit(NEWEST)).all()
    return max((number for update in updates for number in _ids_in(update.payload)), default=0)


def _own_after(session: Session, chat_id: int, floor: int) -> set[int]:
    posted = select(Posting.telegram_id).where(_posted_in(chat_id), col(Posting.telegram_id) > floor)
    topics = select(StaffThread.topic_id).where(StaffThread.chat_id == chat_id, col(StaffThread.topic_id) > floor)
    return {*session.exec(posted).all(), *(topic for topic in session.exec(topics).all() if topic)}


def _reported_since(session: Session, chat_id: int, since: datetime) -> set[int]:
    """Ids of customers' messages reported since then. Empty for a supergroup: there, updates report own topics too."""
    if chat_id < FIRST_SUPERGROUP:
        return set()
    reported = select(InboxUpdate).where(_updates_in(chat_id), InboxUpdate.received_at > since)
    updates = session.exec(reported.order_by(col(InboxUpdate.received_at)).limit(MOST_REPORTED)).all()
    return {number for update in updates for number in _ids_in(update.payload, _BY_OTHERS)}


def _posted_in(chat_id: int) -> ColumnElement[bool]:
    """The bot's messages in the chats that share this chat's id sequence."""
    other = col(Posting.chat_id)
    return other == chat_id if chat_id < FIRST_SUPERGROUP else other > literal_column(str(FIRST_SUPERGROUP))


def _updates_in(chat_id: int) -> ColumnElement[bool]:
    """Updates of the chats that share this chat's id sequence; the lane is the chat's id."""
    lane = col(InboxUpdate.lane)
    return lane == str(chat_id) if chat_id < FIRST_SUPERGROUP else func.length(lane) < len(str(FIRST_SUPERGROUP))


def _ids_in(payload: str, kinds: Container[str] | None = None) -> Iterator[int]:
    """Ids of the messages in an update, if the update is of one of these kinds."""
    for kind, content in json.loads(payload).items():
        if (kinds is None or kind in kinds) and isinstance(content, dict):
            message: dict[str, Any] = content.get("message") or content
            if isinstance(number := message.get("message_id"), int):
                yield number
