"""The leader's lease: an advisory lock of PostgreSQL, held as long as the session that took it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from zlib import crc32

import psycopg
from psycopg import AsyncConnection
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

CHECK_SECONDS = 1.0
ANSWER_SECONDS = 5.0  # a server that is silent for longer may soon give the lock to another replica
_OPTIONS = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"  # lost after 11 seconds


class Lead:
    """The lease of one duty, held by this replica."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def is_held(self) -> None:
        """Never returns; raises OperationalError when another replica may have the lease from now on."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            await _ask(self._connection, "SELECT true")


@asynccontextmanager
async def lead(url: str, duty: str) -> AsyncIterator[Lead]:
    """Wait until no other replica has the lease, then hold it. Raises OperationalError when the server is gone."""
    async with _connection(url) as connection:
        while not await _ask(connection, f"SELECT pg_try_advisory_lock({crc32(duty.encode())})"):  # noqa: ASYNC110
            await asyncio.sleep(CHECK_SECONDS)
        yield Lead(connection)


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
    """The database's address in the form that libpq takes."""
    named = make_url(url).update_query_dict({"application_name": "nightdesk"})
    return named.set(drivername="postgresql").render_as_string(hide_password=False)
