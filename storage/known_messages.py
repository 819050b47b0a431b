"""Which messages in Telegram the desk knows of: its own, and those that updates told of.

Ids of messages ascend: in one count for each supergroup, and in one for all other chats of the bot together.
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
TOLD_SINCE = 500  # updates that are read to find messages of others
_BY_OTHERS = ("message", "edited_message")  # in a private chat; a press tells of the message with the button


def unclaimed_ids(session: Session, chat_id: int, since: datetime, margin: int) -> list[int]:
    """The first ids, after the newest one known at `since`, that are no message or topic of which we know whose it is.

    There are `margin` more of them than there are messages of ours of which it is not known what came of them.
    """
    floor = max(_newest_of_ours(session, chat_id, since), _newest_told_of(session, chat_id, since))
    known = _ours_after(session, chat_id, floor) | _of_others_since(session, chat_id, since)
    return list(islice((one for one in count(floor + 1) if one not in known), margin + outbox.on_their_way(session)))


def _newest_of_ours(session: Session, chat_id: int, until: datetime) -> int:
    posted = select(Posting.telegram_id).where(_posted_in(chat_id), Posting.posted_at <= until)
    return session.exec(posted.order_by(col(Posting.telegram_id).desc()).limit(1)).first() or 0


def _newest_told_of(session: Session, chat_id: int, until: datetime) -> int:
    told = select(InboxUpdate).where(_told_of(chat_id), InboxUpdate.received_at <= until)
    updates = session.exec(told.order_by(col(InboxUpdate.update_id).desc()).limit(NEWEST)).all()
    return max((number for update in updates for number in _ids_in(update.payload)), default=0)


def _ours_after(session: Session, chat_id: int, floor: int) -> set[int]:
    posted = select(Posting.telegram_id).where(_posted_in(chat_id), col(Posting.telegram_id) > floor)
    topics = select(StaffThread.topic_id).where(StaffThread.chat_id == chat_id, col(StaffThread.topic_id) > floor)
    return {*session.exec(posted).all(), *(topic for topic in session.exec(topics).all() if topic)}


def _of_others_since(session: Session, chat_id: int, since: datetime) -> set[int]:
    """Messages of customers of which updates told later. In a supergroup they tell of the bot's own topics, too."""
    if chat_id < FIRST_SUPERGROUP:
        return set()
    told = select(InboxUpdate).where(_told_of(chat_id), InboxUpdate.received_at > since)
    updates = session.exec(told.order_by(col(InboxUpdate.received_at)).limit(TOLD_SINCE)).all()
    return {number for update in updates for number in _ids_in(update.payload, _BY_OTHERS)}


def _posted_in(chat_id: int) -> ColumnElement[bool]:
    """Messages of ours in the chats that count together with this one."""
    other = col(Posting.chat_id)
    return other == chat_id if chat_id < FIRST_SUPERGROUP else other > literal_column(str(FIRST_SUPERGROUP))


def _told_of(chat_id: int) -> ColumnElement[bool]:
    """Updates of those chats: their lane is the chat's id."""
    lane = col(InboxUpdate.lane)
    return lane == str(chat_id) if chat_id < FIRST_SUPERGROUP else func.length(lane) < len(str(FIRST_SUPERGROUP))


def _ids_in(payload: str, kinds: Container[str] | None = None) -> Iterator[int]:
    """The ids of messages that an update tells of, if it is of one of these kinds."""
    for kind, content in json.loads(payload).items():
        if (kinds is None or kind in kinds) and isinstance(content, dict):
            message: dict[str, Any] = content.get("message") or content
            if isinstance(number := message.get("message_id"), int):
                yield number
