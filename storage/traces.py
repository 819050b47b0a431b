"""Which messages in Telegram the desk knows of: its own, and those that updates told of.

Ids of messages ascend: in one count for each supergroup, and in one for all other chats of the bot together.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import count, islice
from typing import Any

from sqlalchemy import ColumnElement, func, literal_column
from sqlmodel import Session, col, select

from storage.models import InboxUpdate, Posting, StaffThread

FIRST_SUPERGROUP = -1_000_000_000_000  # supergroups have ids below this one
NEWEST = 50  # updates that are read to find the newest message


def unclaimed_ids(session: Session, chat_id: int, since: datetime, limit: int) -> list[int]:
    """The first `limit` ids, after the newest one known at `since`, that are no message or topic we know as ours."""
    floor = max(_newest_of_ours(session, chat_id, since), _newest_told_of(session, chat_id, since))
    ours = _ours_after(session, chat_id, floor)
    return list(islice((one for one in count(floor + 1) if one not in ours), limit))


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


def _posted_in(chat_id: int) -> ColumnElement[bool]:
    """Messages of ours in the chats that count together with this one."""
    other = col(Posting.chat_id)
    return other == chat_id if chat_id < FIRST_SUPERGROUP else other > literal_column(str(FIRST_SUPERGROUP))


def _told_of(chat_id: int) -> ColumnElement[bool]:
    """Updates of those chats: their lane is the chat's id."""
    lane = col(InboxUpdate.lane)
    return lane == str(chat_id) if chat_id < FIRST_SUPERGROUP else func.length(lane) < len(str(FIRST_SUPERGROUP))


def _ids_in(payload: str) -> Iterator[int]:
    """The ids of messages that an update tells of."""
    for content in json.loads(payload).values():
        if isinstance(content, dict):
            message: dict[str, Any] = content.get("message") or content
            if isinstance(number := message.get("message_id"), int):
                yield number
