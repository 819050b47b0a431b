"""Group commit: waiting works are committed together, and a failing work does not fail the others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from threading import Event

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, col, select

from storage import Database
from storage.models import Customer

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
Work = Callable[[Session], object]


def meet(address: str) -> Work:
    return lambda session: session.add(Customer(address=address, created_at=NOW))


def stumble(session: Session) -> None:
    meet("half")(session)
    session.flush()
    raise LookupError


@asynccontextmanager
async def busy(database: Database) -> AsyncIterator[None]:
    """Keep the writer busy until the block ends, so that works started in it wait together."""
    begun, over = asyncio.Event(), Event()
    loop = asyncio.get_running_loop()

    def linger(_: Session) -> None:
        loop.call_soon_threadsafe(begun.set)
        over.wait()

    lingering = asyncio.create_task(database.run(linger))
    await begun.wait()
    try:
        yield
    finally:
        over.set()
        await lingering


async def together(database: Database, *works: Work) -> list[object]:
    """What comes of works that are committed together: what each returns, or its error."""
    async with busy(database):
        waiting = [asyncio.create_task(database.run(work)) for work in works]
        await asyncio.sleep(0)
    return await asyncio.gather(*waiting, return_exceptions=True)


async def addresses(database: Database) -> list[str]:
    known = select(Customer.address).order_by(col(Customer.id))
    return await database.run(lambda session: list(session.exec(known).all()))


async def test_many_works_need_one_commit(in_a_file: Database) -> None:
    commits: list[object] = []
    event.listen(in_a_file.engine, "commit", commits.append)
    await together(in_a_file, *(meet(str(number)) for number in range(20)))
    assert len(commits) == 1
    assert await addresses(in_a_file) == [str(number) for number in range(20)]


@pytest.mark.parametrize(("bad", "error"), [(stumble, LookupError), (meet("1"), IntegrityError)])
async def test_one_that_fails_leaves_nothing_and_disturbs_nobody(
    in_a_file: Database, bad: Work, error: type[Exception]
) -> None:
    first, failed, last = await together(in_a_file, meet("1"), bad, meet("2"))
    assert isinstance(failed, error)
    assert (first, last) == (None, None)
    assert await addresses(in_a_file) == ["1", "2"]


async def test_when_nothing_can_be_committed_all_have_failed(in_a_file: Database) -> None:
    def lose_all(session: Session) -> None:
        session.connection().exec_driver_sql("ROLLBACK")  # as SQLite does by itself when the disk is full

    outcomes = await together(in_a_file, meet("1"), lose_all, meet("2"))
    assert all(isinstance(outcome, OperationalError) for outcome in outcomes)
    assert await addresses(in_a_file) == []


async def test_who_has_gone_before_its_turn_is_left_out(in_a_file: Database) -> None:
    async with busy(in_a_file):
        staying, going = (asyncio.create_task(in_a_file.run(meet(one))) for one in ("stays", "goes"))
        await asyncio.sleep(0)
        going.cancel()
        await asyncio.sleep(0)
    await staying
    assert await addresses(in_a_file) == ["stays"]
