"""The next due moment: nothing is due before it, and whoever waits for it again and again gets ahead."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlmodel import Session

from bot.config import (
    CompanySettings,
    FaqSettings,
    HoursSettings,
    PrivacySettings,
    PromiseSettings,
    Settings,
    StaffSettings,
    TelegramSettings,
)
from bot.desk.digest import FIRST_RUN_AT
from bot.desk.due_jobs import due_jobs
from bot.desk.knowledge import Knowledge
from bot.desk.next_due import next_due
from bot.desk.pace import PACE
from bot.desk.retention import WORDS
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.telegram.limits import LIMITS
from storage import Database, migrate
from storage.models import Alarm, Closure, Conversation, ConversationState, Customer, Digest, Json, Memo, State, Ticket
from tests.dialogs.night import FAQ

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)  # a Friday night
MINUTE = timedelta(minutes=1)
WEEKS = ("Mo-Fr 09:00-18:00; Sa 10:00-16:00", "Mo-Fr 09:00-13:00,14:00-18:00", "Mo-Su 00:00-24:00", "Fr 23:00-24:00")
SHARES = (timedelta(minutes=4), timedelta(minutes=30), timedelta(hours=2))

SHORTLY = (timedelta.resolution, MINUTE / 2, 4 * MINUTE, 9 * MINUTE)  # before a moment
NEVER = NOW + timedelta(days=1000)  # longer than a test looks ahead
later = st.integers(1, 3 * 24 * 60).map(lambda minutes: NOW + minutes * MINUTE)
lately = st.integers(-2 * 24 * 60, 0).map(lambda minutes: NOW + minutes * MINUTE)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(FAQ, "ru", 0.05)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('due') / 'desk.db'}")
    migrate(database)
    yield database
    database.close()


KINDS = ("conversation", "solved", "promise", "snooze", "alarm", "erasure", "digest", "pace")


@st.composite
def desks(draw: st.DrawFn) -> tuple[Settings, list[object]]:
    """Settings, and the rows of a desk with one or two kinds of things that may become due."""
    kinds = draw(st.sets(st.sampled_from(KINDS), min_size=1, max_size=2))
    chosen = Settings(
        company=CompanySettings(name="Северный дом"),
        telegram=TelegramSettings(token=SecretStr("1:a")),
        staff=StaffSettings(chat_id=-1),
        hours=HoursSettings(week=draw(st.sampled_from(WEEKS))),
        faq=FaqSettings(path=Path("faq")),
        promise=PromiseSettings(reply_within=draw(st.sampled_from(SHARES)), reopen_within=timedelta(days=3)),
        privacy=PrivacySettings(keep_texts_days=9 if "erasure" in kinds else 0),
    )
    rows: list[object] = [Memo(key=FIRST_RUN_AT, value=(NOW if "digest" in kinds else NEVER).isoformat())]
    measured = draw(later) - timedelta(days=1) if "pace" in kinds else NEVER
    rows.append(Memo(key=PACE, value=json.dumps({"at": measured.isoformat(), "an_hour": 9.5, "configured": 12})))
    if draw(st.booleans()):
        rows.append(Closure(starts_at=NOW - MINUTE, ends_at=draw(st.none() | later)))
    if draw(st.booleans()):
        rows.append(Digest(opening_at=datetime(2026, 11, 21, 7, tzinfo=UTC), since=NOW, shown_at=NOW))
    if "erasure" in kinds and draw(st.booleans()):
        rows.append(Memo(key=WORDS, value=(draw(lately) - timedelta(days=9)).isoformat()))
    for number in range(1, draw(st.integers(2, 4))):
        customer = Customer(id=number, address=str(number), created_at=draw(lately))
        if "conversation" in kinds:
            customer.conversation = Conversation(ConversationState.GATHERING, NOW, draw(later))
        rows.append(customer)
        if "promise" in kinds:
            promise: Json = {"promised_at": draw(st.none() | later), "reminded": draw(st.integers(0, 3))}
            rows.append(Ticket(customer_id=number, opened_at=NOW, waiting_since=NOW, **promise))
        elif "solved" in kinds:
            rows.append(Ticket(customer_id=number, opened_at=NOW, state=State.SOLVED, solved_at=draw(lately)))
        elif "snooze" in kinds or "alarm" in kinds:
            snoozed: Json = {"snoozed_until": draw(later) if "snooze" in kinds else None}
            rows.append(Ticket(id=number, customer_id=number, opened_at=NOW, state=State.PENDING, **snoozed))
            if "alarm" in kinds:
                rows.append(Alarm(ticket_id=number, kind="water", raised_at=NOW, next_call_at=draw(later)))
    return chosen, rows


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desk=desks())
def test_nothing_is_due_before_the_next_due_moment(
    desk: tuple[Settings, list[object]], knowledge: Knowledge, database: Database
) -> None:
    chosen, rows = desk
    context = DeskContext.of(chosen, knowledge, LIMITS)
    with Session(database.engine) as session:
        for row in rows:
            session.add(row)
            session.flush()
        now, has_looked_in_vain = NOW, False
        for _ in range(12):
            uow = UnitOfWork(context, session, now)
            due, jobs = next_due(uow), due_jobs(uow)
            if jobs:
                assert due is not None
                assert due <= now
                break
            if due is None:
                due = now + timedelta(days=30)
            if due <= now:
                assert not has_looked_in_vain, "the scheduler would look each second"
                has_looked_in_vain, now = True, now + timedelta(seconds=1)
                continue
            has_looked_in_vain = False
            spans = *((due - now) * share for share in (0.001, 0.3, 0.6, 0.9)), *(due - now - span for span in SHORTLY)
            for span in spans:
                before = UnitOfWork(context, session, now + max(span, timedelta()))
                assert due_jobs(before) == [], before.now
            now = due.astimezone(UTC)
        session.rollback()
