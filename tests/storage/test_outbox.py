"""The outbox: rows of a lane in order, each claimed by one, and in doubt when its sender did not live to say."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import Database, outbox
from storage.models import Customer, OutboxRow

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def add(session: Session, *lanes: str) -> list[int]:
    rows = [OutboxRow(lane=lane, action="say", created_at=NOW, due_at=NOW) for lane in lanes]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def heads(session: Session, at: datetime = NOW) -> list[int]:
    session.flush()
    return [row.id for row in outbox.heads(session, at)]


def test_the_first_of_each_lane_that_is_due(database: Database) -> None:
    with database.transaction() as session:
        first, second, third = add(session, "a", "a", "b")
        assert heads(session) == [first, third]
        session.get_one(OutboxRow, first).sent_at = NOW
        session.get_one(OutboxRow, third).failed_at = NOW
        assert heads(session) == [second]
        assert outbox.depth(session) == 1


def test_what_is_claimed_or_postponed_holds_its_lane(database: Database) -> None:
    with database.transaction() as session:
        first, second, third = add(session, "a", "a", "b")
        assert outbox.claim(session, [first], NOW) == {first}
        assert heads(session) == [third]
        outbox.postpone(session, first, LATER, "no network")
        assert heads(session) == [third]
        assert heads(session, LATER) == [first, third]
        assert second not in heads(session, LATER)


def test_a_row_is_claimed_by_one(database: Database) -> None:
    with database.transaction() as session:
        ids = add(session, "a", "b", "c")

    def take(_: int) -> set[int]:
        with database.transaction() as session:
            return outbox.claim(session, ids, NOW)

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(take, range(8)))
    assert sorted(claimed, key=len)[-1] == set(ids)
    assert sum(map(len, claimed)) == len(ids)


def test_a_row_that_is_done_is_not_claimed(database: Database) -> None:
    with database.transaction() as session:
        [only] = add(session, "a")
        session.get_one(OutboxRow, only).sent_at = NOW
        session.flush()
        assert outbox.claim(session, [only], NOW) == set()


def test_a_row_that_was_put_off_since_it_was_chosen_is_not_claimed(database: Database) -> None:
    """An album that has grown waits for its next part."""
    with database.transaction() as session:
        [only] = add(session, "a")
        assert heads(session) == [only]
        session.get_one(OutboxRow, only).due_at = LATER
        session.flush()
        assert outbox.claim(session, [only], NOW) == set()
        assert outbox.claim(session, [only], LATER) == {only}


def test_after_a_crash_what_was_claimed_is_in_doubt_since_then_and_comes_first(database: Database) -> None:
    with database.transaction() as session:
        first, second = add(session, "a", "b")
        outbox.claim(session, [second], NOW)
        outbox.doubt_claims(session)
        session.expire_all()
        assert session.get_one(OutboxRow, second).doubted_since == NOW
        assert session.get_one(OutboxRow, first).doubted_since is None
        assert heads(session) == [second, first]


def test_doubt_lasts_from_the_first_try_and_is_shown_before_it_is_due(database: Database) -> None:
    with database.transaction() as session:
        [only] = add(session, "a")
        for moment in (NOW, LATER):
            outbox.claim(session, [only], moment)
            session.expire_all()
            outbox.postpone(session, only, moment + timedelta(hours=1), "no answer", doubted=True)
            session.flush()
        row = session.get_one(OutboxRow, only)
        assert (row.doubted_since, row.attempts, row.claimed_at) == (NOW, 2, None)
        assert heads(session) == [only]


def test_old_rows_that_are_done_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        sent, failed, waiting = add(session, "a", "b", "c")
        session.get_one(OutboxRow, sent).sent_at = NOW
        session.get_one(OutboxRow, failed).failed_at = NOW
        session.flush()
        outbox.prune(session, LATER)
        session.flush()
        assert heads(session) == [waiting]
        assert session.get(OutboxRow, sent) is None
        assert session.get(OutboxRow, failed) is None


def test_of_very_many_for_the_staff_some_are_looked_up_and_hold_up_nobody_else(database: Database) -> None:
    with database.transaction() as session:
        waiting = add(session, *(f"ticket {number}" for number in range(outbox.LOOKED_UP_FOR_STAFF + 5)))
        session.add(Customer(id=1, address="5", name="Мария", created_at=NOW))
        session.flush()
        theirs, press = add(session, "her chat", "a press")
        session.get_one(OutboxRow, theirs).customer_id = 1
        session.get_one(OutboxRow, press).action = "answer_press"
        found = heads(session)
        assert {theirs, press} <= set(found)
        assert [row for row in found if row in waiting] == waiting[: outbox.LOOKED_UP_FOR_STAFF - 1]
