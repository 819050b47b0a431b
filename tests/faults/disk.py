"""Disk failures, caused in the database of a running desk."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from typing import cast

from sqlmodel import Session

from tests.faults.desk import DATABASE, Desk

AS_LARGE_AS_IT_MAY_BE = 2**30  # pages
LONG = "Позовите оператора. " + "а" * 3500  # more than fits into the pages that there are

Outage = Callable[[Desk], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def full(desk: Desk) -> AsyncIterator[None]:
    """No new page can be allocated; what fits into existing pages can still be written, as on a real full disk."""
    connection = await _connection_of(desk)
    connection.execute("PRAGMA max_page_count = 1")
    yield
    connection.execute(f"PRAGMA max_page_count = {AS_LARGE_AS_IT_MAY_BE}")


@asynccontextmanager
async def read_only(desk: Desk) -> AsyncIterator[None]:
    """The database is read-only, as after the system has remounted a failing disk."""
    connection = await _connection_of(desk)
    connection.execute("PRAGMA query_only = ON")
    yield
    connection.execute("PRAGMA query_only = OFF")


@asynccontextmanager
async def locked(desk: Desk) -> AsyncIterator[None]:
    """Another program holds the write lock."""
    with closing(sqlite3.connect(desk.folder / DATABASE, isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def _connection_of(desk: Desk) -> sqlite3.Connection:
    """The one connection that the desk writes with."""

    def connection(session: Session) -> sqlite3.Connection:
        return cast(sqlite3.Connection, session.connection().connection.driver_connection)

    return await desk.parts.transactions.database.run(connection)
