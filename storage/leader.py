"""The leader's lease: a PostgreSQL advisory lock, which the server releases when the session that took it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import crc32

import psycopg
from psycopg import AsyncConnection
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

CHECK_SECONDS = 1.0
ANSWER_SECONDS = 5.0  # after a longer silence the server may release the lock, and another replica may take it
_OPTIONS = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"  # dead after 11 s


class Lease:
    """The lease of one duty, held by this replica."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def watch(self) -> None:
        """Check the connection every second until cancelled.

        Raises OperationalError when it is lost: from then on another replica may hold the lease.
        """
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await _ask(self._connection, "SELECT true")


@asynccontextmanager
async def hold_lease(url: str, duty: str) -> AsyncIterator[Lease]:
    """Wait until no other replica holds the lease named `duty`, then hold it for the block.

    Raises OperationalError when the server can't be reached.
    """
    async with _connection(url) as connection:
        while not await _ask(connection, f"SELECT pg_try_advisory_lock({crc32(duty.encode())})"):  # noqa: ASYNC110
            await asyncio.sleep(CHECK_SECONDS)
        yield Lease(connection)


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[AsyncConnection]:
    try:
        connection = await AsyncConnection.connect(conninfo(url), autocommit=True, options=_OPTIONS)
    except psycopg.Error as error:
        raise OperationalError(None, None, error) from error
    try:
        yield connection
    finally:
        await connection.close()


async def _ask(connection: AsyncConnection, question: str) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await (await connection.execute(question.encode())).fetchone()
    except (psycopg.Error, TimeoutError) as error:
        raise OperationalError(question, None, error) from error
    return bool(answer and answer[0])


def conninfo(url: str) -> str:
    """The SQLAlchemy URL of the database as a libpq connection string, password included."""
    named = make_url(url).update_query_dict({"application_name": "nightdesk"})
    return named.set(drivername="postgresql").render_as_string(hide_password=False)
