"""Leases: one replica at a time does a duty, and one that stood still writes nothing. PostgreSQL only."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage import Database, leader
from storage.errors import FencedError
from storage.fencing import fenced_by, may_act
from storage.leader import Lease, hold_lease
from storage.leases import Holder, Replica, holder_of
from storage.models import Customer
from tests.peephole import a_peephole
from tests.storage.test_database import NOW

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

DUTY = "duty"
FIRST, SECOND = Replica("1", "first:1"), Replica("2", "second:2")
TIMEOUT_SECONDS = 60.0


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leader, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(leader, "HEARTBEAT_SECONDS", 0.02)


@pytest.fixture
def elsewhere(database: Database) -> Iterator[Database]:
    """The same database as another machine has it."""
    other = Database(database.url)
    yield other
    other.close()


def held(database: Database, replica: Replica) -> AbstractAsyncContextManager[Lease]:
    return hold_lease(database.url, DUTY, replica, lambda: True)


def customer(session: Session, address: str = "1") -> None:
    session.add(Customer(address=address, created_at=NOW))


def holder(database: Database) -> Holder:
    with database.transaction() as session:
        found = holder_of(session, DUTY)
    assert found is not None
    return found


def make_silent(database: Database) -> None:
    """As if the holder had given no heartbeat for as long as a lease lasts."""
    with a_peephole(database.url) as server:
        server.ask("UPDATE lease SET heartbeat_at = heartbeat_at - interval '16 s'")


async def soon(database: Database, replica: Replica) -> tuple[AbstractAsyncContextManager[Lease], Lease]:
    """The lease, within a time in which it does not run out by itself."""
    holding = held(database, replica)
    async with asyncio.timeout(TIMEOUT_SECONDS):
        return holding, await holding.__aenter__()


async def test_one_has_it_until_it_gives_it_up(database: Database) -> None:
    async with held(database, FIRST):
        waiting = asyncio.create_task(soon(database, SECOND))
        await asyncio.sleep(0.2)
        assert not waiting.done()
        assert holder(database).name == "first:1"
        assert holder(database).silent < leader.LEASE_SECONDS
    holding, _ = await waiting
    assert holder(database).id == SECOND.id
    await holding.__aexit__(None, None, None)
    assert holder(database).id is None


async def test_who_gives_no_heartbeat_loses_it_and_writes_nothing_more(database: Database) -> None:
    async with held(database, FIRST) as lost:
        with fenced_by(lost):
            await database.run(lambda session: customer(session, "before"))
        make_silent(database)
        holding, lease = await soon(database, SECOND)
        with fenced_by(lost), pytest.raises(FencedError):
            await database.run(lambda session: customer(session, "after"))
        with pytest.raises(FencedError):
            await lost.keep(lambda: True)
        with fenced_by(lease):
            await database.run(lambda session: customer(session, "by the other"))
    assert holder(database).id == SECOND.id  # giving up what was lost takes nothing from the other
    await holding.__aexit__(None, None, None)
    with a_peephole(database.url) as server:
        assert server.ask("SELECT address FROM customer ORDER BY id") == [("before",), ("by the other",)]


async def test_tasks_that_a_duty_starts_are_fenced_too(database: Database) -> None:
    async with held(database, FIRST) as lost:
        with fenced_by(lost):
            begin = asyncio.Event()

            async def later() -> None:
                await begin.wait()
                await database.run(lambda session: customer(session))

            task = asyncio.create_task(later())
        make_silent(database)
        holding, _ = await soon(database, SECOND)
        begin.set()
        with pytest.raises(FencedError):
            await task
        await holding.__aexit__(None, None, None)


async def test_heartbeats_go_on_during_a_transaction_and_a_takeover_waits_for_it(
    database: Database, elsewhere: Database
) -> None:
    begun, end, loop = asyncio.Event(), Event(), asyncio.get_running_loop()

    def linger(session: object) -> None:
        loop.call_soon_threadsafe(begun.set)
        end.wait(TIMEOUT_SECONDS)

    async with held(database, FIRST) as lease:
        with fenced_by(lease):
            writing = asyncio.create_task(database.run(linger))
        await begun.wait()
        keeping = asyncio.create_task(lease.keep(lambda: True))
        with a_peephole(database.url) as server:
            await asyncio.sleep(0.3)
            assert server.ask("SELECT heartbeat_at > since + interval '0.1 s' FROM lease") == [(True,)]
        keeping.cancel()
        make_silent(database)
        taking = asyncio.create_task(soon(elsewhere, SECOND))
        await asyncio.sleep(0.3)
        assert not taking.done()
        end.set()
        await writing
        holding, _ = await taking
        await holding.__aexit__(None, None, None)


async def test_who_is_gone_with_its_connection_loses_it_at_once(database: Database) -> None:
    """As after a SIGKILL; whoever lost only its connection steps back."""
    async with held(database, FIRST) as lease:
        with a_peephole(database.url) as server:
            server.ask("SELECT pg_terminate_backend(session) FROM lease")
        holding, _ = await soon(database, SECOND)
        with pytest.raises(OperationalError):
            await lease.keep(lambda: True)
        await holding.__aexit__(None, None, None)


async def test_who_is_stuck_steps_back_and_does_not_try(database: Database) -> None:
    async with held(database, FIRST) as lease:
        with pytest.raises(FencedError, match="stuck"):
            await lease.keep(lambda: False)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2), hold_lease(database.url, DUTY, SECOND, lambda: False):
            pass
    assert holder(database).id is None


async def test_after_a_long_pause_it_asks_nobody_for_anything(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with held(database, FIRST) as lease:
        with fenced_by(lease):
            assert may_act()
            monkeypatch.setattr(leader, "LEASE_SECONDS", 0.0)
            assert not may_act()
    assert may_act()
