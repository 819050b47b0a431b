"""What the doctor learns of the desk that runs here."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import MovableClock, Sandbox
from storage import Database, inbox
from storage.lock import sole_use
from storage.models import InboxUpdate, Memo, OutboxRow
from tests.cli.checkup import seen
from tests.cli.premises import Premises

NOW = datetime(2026, 3, 2, 20, 40, tzinfo=UTC)
LONG_AGO = NOW - timedelta(hours=1)


async def found(premises: Premises, sandbox: Sandbox) -> dict[str, str]:
    outcomes = await seen(premises, sandbox, MovableClock(NOW))
    return {check: outcomes[check] for check in ("running", "inbox", "outbox", "health")}


async def test_a_desk_that_never_ran_and_ails_from_nothing(
    premises: Premises, sandbox: Sandbox, database: Database
) -> None:
    assert await found(premises, sandbox) == {
        "running": "ok never",
        "inbox": "ok ok",
        "outbox": "ok ok",
        "health": "ok ok",
    }


@pytest.mark.parametrize(
    ("heard_at", "while_it_runs", "afterwards"),
    [
        (NOW, "ok ok", "warning stopped"),
        (LONG_AGO, "warning long_ago", "warning stopped"),
        (None, "ok starting", "ok never"),
    ],
)
async def test_whether_it_runs(
    premises: Premises,
    sandbox: Sandbox,
    database: Database,
    heard_at: datetime | None,
    while_it_runs: str,
    afterwards: str,
) -> None:
    if heard_at:
        with database.transaction() as session:
            session.add(Memo(key="heard_at", value=heard_at.isoformat()))
    with sole_use(f"sqlite:///{premises.database}"):
        assert (await found(premises, sandbox))["running"] == while_it_runs
    assert (await found(premises, sandbox))["running"] == afterwards


@pytest.mark.parametrize("is_aside", [True, False])
async def test_what_is_not_handled(premises: Premises, sandbox: Sandbox, database: Database, is_aside: bool) -> None:
    with database.transaction() as session:
        inbox.put(session, [inbox.Update(7, "5", "{}", LONG_AGO, LONG_AGO)])
        session.flush()
        session.get_one(InboxUpdate, 7).set_aside_at = LONG_AGO if is_aside else None
    assert (await found(premises, sandbox))["inbox"] == ("warning aside" if is_aside else "failed stuck")


async def test_what_is_not_sent(premises: Premises, sandbox: Sandbox, database: Database) -> None:
    with database.transaction() as session:
        session.add(OutboxRow(lane="staff", action="say", created_at=LONG_AGO, due_at=LONG_AGO))
    assert (await found(premises, sandbox))["outbox"] == "failed stuck"


async def test_what_was_given_up(premises: Premises, sandbox: Sandbox, database: Database) -> None:
    with database.transaction() as session:
        aside = OutboxRow(lane="staff", action="say", created_at=LONG_AGO, due_at=LONG_AGO)
        aside.failed_at = aside.set_aside_at = LONG_AGO
        session.add(aside)
    assert (await found(premises, sandbox))["outbox"] == "warning aside"


async def test_what_waits_for_its_time_is_not_stuck(premises: Premises, sandbox: Sandbox, database: Database) -> None:
    with database.transaction() as session:
        soon = NOW - timedelta(seconds=119)
        session.add(OutboxRow(lane="staff", action="say", created_at=NOW - timedelta(minutes=10), due_at=soon))
    assert (await found(premises, sandbox))["outbox"] == "ok ok"


async def test_what_the_staff_were_told(premises: Premises, sandbox: Sandbox, database: Database) -> None:
    with database.transaction() as session:
        session.add(Memo(key="unwell", value='{"rival": {"since": "2026-03-02T20:00:00+00:00"}}'))
    assert (await found(premises, sandbox))["health"] == "warning unwell"


@pytest.mark.parametrize(
    ("kept", "outcome"),
    [
        (None, "ok next_start"),
        ({"configured": 0.0, "share": 0.0}, "ok shadow"),
        ({"configured": 0.0, "share": 0.2}, "ok share"),
        ({"configured": 0.0, "share": 1.0}, "ok everybody"),
        ({"configured": 0.5, "share": 1.0}, "ok next_start"),
    ],
)
async def test_a_pilot(
    premises: Premises, sandbox: Sandbox, database: Database, kept: dict[str, float] | None, outcome: str
) -> None:
    if kept:
        with database.transaction() as session:
            value = json.dumps({**kept, "since": LONG_AGO.isoformat(), "by": "Анна"})
            session.add(Memo(key="pilot", value=value))
    pilot = (await seen(premises, sandbox, MovableClock(NOW), more='[pilot]\nshare = "shadow"'))["pilot"]
    assert pilot == outcome
