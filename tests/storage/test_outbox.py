"""The outbox: rows are claimed once, released, settled, and marked as maybe sent after a crash."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from storage import Database, erasure, outbox
from storage.models import Customer, Json, OutboxRow
from storage.writing import insert_outbox_rows

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
SAID: Json = {"v": 2, "kind": "accepted", "text": "Заявка №1"}


def add(session: Session, *lanes: str, **columns: object) -> list[int]:
    row = {"action": "say", "content": SAID, "silent": False, "created_at": NOW, "due_at": NOW, **columns}
    return insert_outbox_rows(session, [{"lane": lane, **row} for lane in lanes])


def waiting(session: Session, after: int = 0, most: int = 100) -> list[int]:
    return [row["id"] for row in outbox.waiting(session, after, most)]


def stored(session: Session, row_id: int) -> OutboxRow:
    session.expire_all()
    return session.get_one(OutboxRow, row_id)


def test_rows_are_numbered_in_their_order(database: Database) -> None:
    with database.transaction() as session:
        ids = add(session, "a", "b", "c")
        assert ids == sorted(ids)
        assert [stored(session, row_id).lane for row_id in ids] == ["a", "b", "c"]


def test_what_waits_is_read_with_the_address_it_goes_to(database: Database) -> None:
    with database.transaction() as session:
        session.add(Customer(id=1, address="5", name="Мария", created_at=NOW))
        session.flush()
        [hers] = add(session, "her chat", customer_id=1)
        [theirs] = add(session, "staff")
        found = outbox.waiting(session, 0, 10)
        assert [(row["id"], row["address"]) for row in found] == [(hers, "5"), (theirs, None)]
        assert waiting(session, after=hers) == [theirs]
        assert waiting(session, most=1) == [hers]


def test_what_is_settled_waits_no_more_and_says_nothing(database: Database) -> None:
    with database.transaction() as session:
        sent, failed, left = add(session, "a", "b", "c")
        outbox.note_sent(session, sent, SAID, LATER)
        outbox.note_failed(session, failed, SAID, "Bad Request", LATER)
        assert waiting(session) == [left]
        assert outbox.count_waiting(session) == outbox.Depth(1, left)
        assert stored(session, sent).content == {"v": 2, "kind": "accepted"}
        assert (stored(session, failed).failed_at, stored(session, failed).error) == (LATER, "Bad Request")


def test_a_row_is_claimed_by_one(database: Database) -> None:
    with database.transaction() as session:
        [only] = add(session, "a")

    def take(_: int) -> bool:
        with database.transaction() as session:
            return outbox.claim(session, only, NOW) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_what_is_settled_or_not_due_is_not_claimed(database: Database) -> None:
    """An album that has grown since it was selected waits for its next part."""
    with database.transaction() as session:
        done, [later] = add(session, "a")[0], add(session, "b", due_at=LATER)
        outbox.note_sent(session, done, SAID, NOW)
        assert outbox.claim(session, done, NOW) is None
        assert outbox.claim(session, later, NOW) is None
        assert outbox.unclaimed_row(session, done) is None
        waits = outbox.unclaimed_row(session, later)
        assert waits
        assert waits.due_at == LATER
        claimed = outbox.claim(session, later, LATER)
        assert claimed
        assert claimed["claimed_at"] == LATER
        assert claimed["content"] == SAID


def test_a_row_that_is_given_back_counts_its_tries_and_may_have_been_sent_since_the_first(database: Database) -> None:
    with database.transaction() as session:
        [only] = add(session, "a")
        for moment in (NOW, LATER):
            assert outbox.claim(session, only, moment)
            outbox.postpone(session, only, moment, "no answer", moment, maybe_sent_since=moment)
        outbox.postpone(session, only, LATER, "too many requests")
        row = stored(session, only)
        assert (row.doubted_since, row.attempts, row.claimed_at, row.error) == (NOW, 2, None, "too many requests")


def test_after_a_crash_what_was_claimed_may_have_been_sent_since_then(database: Database) -> None:
    with database.transaction() as session:
        first, second = add(session, "a", "b")
        outbox.claim(session, second, NOW)
        outbox.note_maybe_sent(session)
        assert stored(session, second).doubted_since == NOW
        assert stored(session, second).claimed_at is None
        assert stored(session, first).doubted_since is None


def test_rows_are_found_by_their_merge_key_until_somebody_sends_them(database: Database) -> None:
    with database.transaction() as session:
        [only] = add(session, "a", merge_key="card:1")
        assert outbox.unclaimed(session, "card:1")
        assert outbox.written_since(session, "card:1", NOW - timedelta(seconds=1)) == 1
        outbox.claim(session, only, NOW)
        assert outbox.unclaimed(session, "card:1") is None
        assert outbox.open_album(session, "card:1") is None


def test_counts_stop_where_enough_is_known(database: Database) -> None:
    with database.transaction() as session:
        add(session, *"abcde", action="card")
        assert outbox.cards_waiting(session, 3) == 3
        assert outbox.cards_waiting(session, 30) == 5
        assert outbox.waiting_in(session, "a", 3) == 1


def test_alarms_that_are_over_are_taken_back(database: Database) -> None:
    with database.transaction() as session:
        alarm: Json = {"v": 2, "kind": "unwell"}
        one, both = (add(session, "staff", content=alarm, merge_key=key)[0] for key in ("disk", "disk,silent"))
        outbox.take_back(session, "unwell", {"disk"})
        session.flush()
        assert waiting(session) == [both]
        assert one not in waiting(session)


def test_old_rows_that_are_done_are_forgotten(database: Database) -> None:
    with database.transaction() as session:
        sent, failed, left = add(session, "a", "b", "c")
        outbox.note_sent(session, sent, SAID, NOW)
        outbox.note_failed(session, failed, SAID, "?", NOW)
        outbox.prune(session, LATER)
        session.flush()
        assert waiting(session) == [left]
        assert session.get(OutboxRow, sent) is None
        assert session.get(OutboxRow, failed) is None


def test_dead_letters_are_erased_by_age(database: Database) -> None:
    """Those about no ticket by the day on which they were written, while they are young they stay whole."""
    with database.transaction() as session:
        [row] = add(session, "staff", content=SAID)
        outbox.set_aside(session, row, "Bad Request", LATER)
        assert outbox.prune(session, LATER + timedelta(days=60))
    for since, kept in ((LATER, SAID), (NOW - timedelta(hours=1), outbox.bare(SAID))):
        with database.transaction() as session:
            erasure.erase_words(session, since, since + timedelta(days=1), LATER)
            assert stored(session, row).content == kept
