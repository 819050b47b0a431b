"""The inbox: each update once, in order within a lane, and no lane holds another."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, SQLModel, create_engine

from storage import Database, inbox
from storage.models import InboxUpdate

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def due(session: Session, *busy: str, at: datetime = NOW, limit: int = 10) -> list[int]:
    return [row.update_id for row in inbox.due(session, at, busy, limit)]


def put(session: Session, number: int, lane: str, payload: str = "", at: datetime = NOW) -> None:
    inbox.put(session, [inbox.Received(number, lane, payload)], at)


def test_an_update_given_twice_is_one_row(database: Database) -> None:
    with database.transaction() as session:
        put(session, 1, "a", "first", NOW)
        put(session, 1, "a", "second", LATER)
        session.flush()
        assert session.get_one(InboxUpdate, 1).payload == "first"
        assert inbox.depth(session) == 1


def test_the_first_of_each_lane_is_due(database: Database) -> None:
    with database.transaction() as session:
        for number, lane in enumerate("aabba", 1):
            put(session, number, lane, "", NOW)
        session.flush()
        assert due(session) == [1, 3]
        assert due(session, "a") == [3]
        assert due(session, limit=1) == [1]


def test_one_that_waits_holds_only_its_lane(database: Database) -> None:
    with database.transaction() as session:
        for number, lane in enumerate("aab", 1):
            put(session, number, lane, "", NOW)
        session.flush()
        session.get_one(InboxUpdate, 1).due_at = LATER
        session.flush()
        assert due(session) == [3]
        assert due(session, at=LATER) == [1, 3]
        session.get_one(InboxUpdate, 1).set_aside_at = NOW
        session.flush()
        assert due(session) == [2, 3]


def test_only_handled_updates_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        for number in range(1, 4):
            put(session, number, "a", "", NOW)
        session.flush()
        session.get_one(InboxUpdate, 1).handled_at = NOW
        session.get_one(InboxUpdate, 2).set_aside_at = NOW
        session.flush()
        inbox.prune(session, LATER)
        session.flush()
        assert session.get(InboxUpdate, 1) is None
        assert session.get(InboxUpdate, 2) is not None
        assert due(session) == [3]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=25))
def test_every_lane_is_handled_in_order(arrivals: list[tuple[str, bool]]) -> None:
    """Updates come in any order of lanes; some are handled as soon as they are due."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    handled: list[tuple[str, int]] = []
    with Session(engine) as session:
        for number, (lane, handle_now) in enumerate(arrivals, 1):
            put(session, number, lane, "", NOW)
            session.flush()
            if handle_now:
                handled += _handle(session)
        while fresh := _handle(session):
            handled += fresh
    engine.dispose()
    for lane in "abc":
        assert [number for one, number in handled if one == lane] == [
            number for number, (one, _) in enumerate(arrivals, 1) if one == lane
        ]


def _handle(session: Session) -> list[tuple[str, int]]:
    rows = inbox.due(session, NOW, (), 10)
    for row in rows:
        row.handled_at = NOW
    session.flush()
    return [(row.lane, row.update_id) for row in rows]
