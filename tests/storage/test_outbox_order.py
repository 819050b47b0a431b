"""Whatever happens to the rows of the outbox, each goes out once, and those of one lane in order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from storage import outbox
from storage.models import OutboxRow

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def memory() -> Iterator[Engine]:
    """A quick database, for many tries."""
    engine = create_engine("sqlite://")
    OutboxRow.metadata.create_all(engine)
    yield engine
    engine.dispose()


@settings(max_examples=25, deadline=None)
@given(lanes=st.lists(st.sampled_from("abc"), max_size=8), luck=st.randoms(use_true_random=False))
def test_each_goes_out_once_and_in_order(memory: Engine, lanes: list[str], luck: Random) -> None:
    """Each row is sent, postponed or forgotten in a crash, until all went out."""
    with Session(memory) as session:
        rows = [OutboxRow(lane=lane, action="say", created_at=NOW, due_at=NOW) for lane in lanes]
        session.add_all(rows)
        session.flush()
        ids, now, sent = [row.id for row in rows], NOW, list[int]()
        while len(sent) < len(ids):
            now += SECOND
            sent += _some_go(session, now, luck)
    for lane in set(lanes):
        of_lane = [row_id for row_id, its in zip(ids, lanes, strict=True) if its == lane]
        assert [row_id for row_id in sent if row_id in of_lane] == of_lane


def _some_go(session: Session, now: datetime, luck: Random) -> list[int]:
    sent = []
    heads = [row.id for row in outbox.heads(session, now)]
    for row_id in sorted(outbox.claim(session, heads, now)):
        match luck.choice(("sent", "postponed", "forgotten")):
            case "sent":
                session.get_one(OutboxRow, row_id).sent_at = now
                sent.append(row_id)
            case "postponed":
                outbox.postpone(session, row_id, now + SECOND, "Timed out", doubted=True)
    session.flush()
    outbox.doubt_claims(session)
    session.expire_all()
    return sent
