"""Commit listeners are called once the rows are committed, and not before."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, col

from storage import Database
from storage.models import Customer, Memo

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
SECONDS = 60.0


class Calls:
    """Counts its calls; `come` waits for the next one."""

    def __init__(self) -> None:
        self.number = 0
        self._event = asyncio.Event()

    def __call__(self) -> None:
        asyncio.get_running_loop()  # raises on any other thread
        self.number += 1
        self._event.set()

    async def come(self) -> None:
        async with asyncio.timeout(SECONDS):
            await self._event.wait()
        self._event.clear()


def meet(session: Session) -> Customer:
    customer = Customer(address="1", created_at=NOW)
    session.add(customer)
    session.flush()
    return customer


def set_name(name: str) -> Callable[[Session], None]:
    return lambda session: setattr(session.get_one(Customer, 1), "name", name)


def ban(session: Session) -> None:
    session.get_one(Customer, 1).banned_at = NOW


async def test_a_listener_is_called_for_the_rows_that_concern_it(database: Database) -> None:
    added, changed = Calls(), Calls()
    database.on_commit(added, added=[Customer])
    database.on_commit(changed, changed=[col(Customer.name)])
    await database.run(lambda session: session.add(Memo(key="a", value="b")))
    await database.run(meet)
    await added.come()
    assert (added.number, changed.number) == (1, 0)
    await database.run(ban)
    await database.run(set_name(""))  # what it was
    await database.run(set_name("Мария"))
    await changed.come()
    assert (added.number, changed.number) == (1, 1)


async def test_a_listener_finds_what_was_committed(database: Database) -> None:
    found: list[str] = []

    def look() -> None:
        with Session(database.engine) as session:
            found.append(session.get_one(Customer, 1).address)

    called = Calls()
    database.on_commit(look, added=[Customer])
    database.on_commit(called, added=[Customer])
    await database.run(meet)
    await called.come()
    assert found == ["1"]


async def test_what_was_rolled_back_calls_nobody(database: Database) -> None:
    calls = Calls()
    database.on_commit(calls, added=[Customer])

    def fail(session: Session) -> None:
        meet(session)
        raise LookupError

    with pytest.raises(LookupError):
        await database.run(fail)
    await database.run(lambda session: session.add(Memo(key="a", value="b")))
    assert calls.number == 0


async def test_commits_of_other_threads_are_told_of_on_the_event_loop(database: Database) -> None:
    calls = Calls()
    database.on_commit(calls, added=[Customer])

    def write() -> None:
        with database.transaction() as session:
            meet(session)

    await asyncio.to_thread(write)
    await calls.come()
    assert calls.number == 1


def test_a_listener_whose_loop_has_ended_stops_nobody(database: Database) -> None:
    async def listen() -> None:
        database.on_commit(Calls(), added=[Customer])

    asyncio.run(listen())
    with database.transaction() as session:
        meet(session)
    with database.transaction() as session:
        assert session.get_one(Customer, 1).address == "1"
