"""The inbox: each update is stored once, handled once, and deleted only after it was handled."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import Database, inbox
from storage.inbox import Update
from storage.models import InboxUpdate

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def put(session: Session, *numbers: int, payload: str = '{"update_id": 1}', at: datetime = NOW) -> list[Update]:
    updates = [Update(number, "5", payload, at, at) for number in numbers]
    inbox.put(session, updates)
    return updates


def waiting(session: Session, after: int = 0, most: int = 10) -> list[int]:
    return [update.id for update in inbox.waiting_after(session, after, most)]


def test_an_update_given_twice_is_one_row(database: Database) -> None:
    with database.transaction() as session:
        put(session, 1, 1, payload="first")
        put(session, 2, 1, payload="second", at=LATER)
        assert session.get_one(InboxUpdate, 1).payload == "first"
        assert inbox.depth(session) == 2
        assert inbox.ids_not_stored(session, [1, 2, 3]) == {3}


def test_what_waits_is_read_in_order(database: Database) -> None:
    with database.transaction() as session:
        put(session, 7, 5, 6)
        assert waiting(session) == [5, 6, 7]
        assert waiting(session, after=5, most=1) == [6]


def test_an_update_is_handled_once(database: Database) -> None:
    with database.transaction() as session:
        [update] = put(session, 1, payload='{"update_id": 1, "message": {"message_id": 7, "text": "секрет"}}')
        assert inbox.take(session, update, LATER)
        assert not inbox.take(session, update, LATER)
        row = session.get_one(InboxUpdate, 1)
        assert row.handled_at == LATER
        assert "секрет" not in row.payload
        assert '"message_id": 7' in row.payload


def test_one_that_nobody_has_to_handle_is_stored_as_handled(database: Database) -> None:
    """Its message id stays known, for the search after a crash."""
    payload = '{"update_id": 1, "message": {"message_id": 7, "forum_topic_created": {"name": "секрет"}}}'
    with database.transaction() as session:
        inbox.put(session, [Update(1, "-1001", payload, NOW, NOW, needs_nothing=True), Update(2, "5", "{}", NOW, NOW)])
        assert waiting(session) == [2]
        assert inbox.depth(session) == 1
        row = session.get_one(InboxUpdate, 1)
        assert row.handled_at == NOW
        assert row.payload == '{"update_id": 1, "message": {"message_id": 7}}'


def test_one_that_was_set_aside_is_not_handled_any_more(database: Database) -> None:
    with database.transaction() as session:
        [update] = put(session, 1)
        session.get_one(InboxUpdate, 1).set_aside_at = NOW
        session.flush()
        assert not inbox.take(session, update, LATER)
        assert waiting(session) == []


def test_only_handled_updates_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        first, *_ = put(session, 1, 2, 3)
        inbox.take(session, first, NOW)
        session.get_one(InboxUpdate, 2).set_aside_at = NOW
        session.flush()
        inbox.prune(session, LATER)
        session.flush()
        assert session.get(InboxUpdate, 1) is None
        assert session.get(InboxUpdate, 2) is not None
        assert waiting(session) == [3]
