"""The candidate ids of a message that was sent and not recorded."""

import json
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import Database, inbox
from storage.known_messages import candidate_ids
from storage.models import Json, OutboxRow, Posting, StaffThread

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
BEFORE, AFTER = NOW - timedelta(minutes=1), NOW + timedelta(seconds=1)
MARIA, OLEG, GROUP, SUPERGROUP = 7, 8, -500, -1_001_234_567_890


def post(session: Session, chat_id: int, telegram_id: int, at: datetime = BEFORE) -> None:
    session.add(Posting(chat_id=chat_id, telegram_id=telegram_id, role="say", posted_at=at))
    session.flush()


def hear(session: Session, chat_id: int, message_id: int, at: datetime = BEFORE) -> None:
    payload = {"update_id": message_id, "message": {"message_id": message_id, "chat": {"id": chat_id}}}
    inbox.put(session, [inbox.Update(message_id, str(chat_id), json.dumps(payload), at, at)])
    session.flush()


def ids(session: Session, chat_id: int) -> list[int]:
    return candidate_ids(session, chat_id, NOW, 3)


def test_they_come_after_the_newest_known_one(database: Database) -> None:
    with database.transaction() as session:
        assert ids(session, MARIA) == [1, 2, 3]
        post(session, MARIA, 10)
        assert ids(session, MARIA) == [11, 12, 13]
        hear(session, MARIA, 15)
        assert ids(session, MARIA) == [16, 17, 18]


def test_people_and_small_groups_count_together_supergroups_alone(database: Database) -> None:
    with database.transaction() as session:
        post(session, OLEG, 10)
        hear(session, GROUP, 20)
        post(session, SUPERGROUP, 90)
        hear(session, SUPERGROUP, 95)
        assert ids(session, MARIA) == [21, 22, 23]
        assert ids(session, SUPERGROUP) == [96, 97, 98]


def test_what_was_learned_later_is_passed_over_only_if_it_is_ours(database: Database) -> None:
    with database.transaction() as session:
        post(session, SUPERGROUP, 10)
        post(session, SUPERGROUP, 12, AFTER)
        hear(session, SUPERGROUP, 13, AFTER)
        session.add(StaffThread(ticket_id=1, chat_id=SUPERGROUP, topic_id=14))
        session.flush()
        assert ids(session, SUPERGROUP) == [11, 13, 15]


def test_of_messages_on_their_way_as_many_more_are_looked_at(database: Database) -> None:
    with database.transaction() as session:
        sent: Json = {"lane": "a", "created_at": NOW, "due_at": NOW}
        session.add(OutboxRow(action="say", claimed_at=NOW, **sent))
        session.add(OutboxRow(action="album", content={"parts": [{}, {}]}, doubted_since=NOW, **sent))
        session.add(OutboxRow(action="say", **sent))
        session.add(OutboxRow(action="typing", claimed_at=NOW, **sent))
        session.add(OutboxRow(action="say", claimed_at=NOW, sent_at=NOW, **sent))
        session.flush()
        assert ids(session, MARIA) == [1, 2, 3, 4, 5, 6]


def test_what_customers_wrote_meanwhile_is_passed_over(database: Database) -> None:
    """But not the message whose button they pressed: that is ours."""
    with database.transaction() as session:
        hear(session, OLEG, 1, AFTER)
        pressed = {"update_id": 2, "callback_query": {"message": {"message_id": 2}}}
        inbox.put(session, [inbox.Update(2, str(OLEG), json.dumps(pressed), AFTER, AFTER)])
        session.flush()
        assert ids(session, MARIA) == [2, 3, 4]
