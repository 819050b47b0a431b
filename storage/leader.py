"""The leases of duties that one of several replicas does for all: a row for each duty, with a heartbeat.

A lease is lost when its holder gives no heartbeat for LEASE_SECONDS by the server's clock, and at once when its
connection is gone. Each holder has a higher fencing number; a transaction of the duty proves that the number is still
its own (`Lease.check`), so that a holder which stood still meanwhile writes nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from storage.errors import FencedError
from storage.leases import Replica
from storage.uptime import uptime

log = logging.getLogger(__name__)

LEASE_SECONDS = 15.0
HEARTBEAT_SECONDS = 2.0
LOOK_SECONDS = 1.0  # between two looks of those who wait
ANSWER_SECONDS = 5.0  # after a longer silence of the server the holder steps back
MARGIN_SECONDS = 2.0  # so long before its end the holder counts on the lease no more: what it asks for takes time
_OPTIONS = (
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 "  # dead after 11 s
    "-c lock_timeout=4000"  # a new holder waits for transactions of the last one
)
_IS_FREE = """
    held.holder IS NULL
    OR held.heartbeat_at < clock_timestamp() - make_interval(secs => %(lease)s)
    OR NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = held.session)
"""
_LOOK = f"""
    SELECT holder, name, {_IS_FREE} AS is_free,
        extract(epoch FROM clock_timestamp() - heartbeat_at)::float AS silent
    FROM lease AS held WHERE duty = %(duty)s
"""  # noqa: S608 - constants
_TAKE = f"""
    INSERT INTO lease AS held (duty, fencing, holder, name, session, since, heartbeat_at)
    VALUES (%(duty)s, 1, %(id)s, %(name)s, pg_backend_pid(), clock_timestamp(), clock_timestamp())
    ON CONFLICT (duty) DO UPDATE SET fencing = held.fencing + 1, holder = excluded.holder, name = excluded.name,
        session = excluded.session, since = excluded.since, heartbeat_at = excluded.heartbeat_at
    WHERE held.holder = excluded.holder OR {_IS_FREE}
    RETURNING fencing
"""  # noqa: S608 - constants
_BEAT = "UPDATE lease SET heartbeat_at = clock_timestamp() WHERE duty = %(duty)s AND fencing = %(fencing)s RETURNING 1"
_GIVE_UP = """
    UPDATE lease SET holder = NULL, heartbeat_at = clock_timestamp() WHERE duty = %(duty)s AND fencing = %(fencing)s
"""
_CHECK = text("SELECT 1 FROM lease WHERE duty = :duty AND fencing = :fencing AND holder IS NOT NULL FOR KEY SHARE")


class Lease:
    """The lease of one duty, held by this replica: a `Fence` for all that the duty does."""

    def __init__(self, connection: AsyncConnection[Any], duty: str, fencing: int, asked_at: float) -> None:
        self._connection = connection
        self._row = {"duty": duty, "fencing": fencing}
        self._confirmed = asked_at

    def check(self, session: Session) -> None:
        if session.connection().execute(_CHECK, self._row).first() is None:
            raise _lost(self._row["duty"])

    @property
    def holds(self) -> bool:
        return uptime() - self._confirmed < LEASE_SECONDS - MARGIN_SECONDS

    async def keep(self, is_able: Callable[[], bool]) -> None:
        """Give heartbeats until cancelled. Raises FencedError when another replica holds the lease, or when this one
        is no longer able to do its duty, and OperationalError when the connection is lost.
        """
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            if not is_able():
                raise FencedError("this replica is stuck")
            asked_at = uptime()
            if not await _ask(self._connection, _BEAT, self._row):
                raise _lost(self._row["duty"])
            self._confirmed = asked_at

    async def give_up(self) -> None:
        """Let another replica have the lease at once, if the server can be reached."""
        with suppress(OperationalError):
            await _ask(self._connection, _GIVE_UP, self._row)


@asynccontextmanager
async def hold_lease(url: str, duty: str, replica: Replica, is_able: Callable[[], bool]) -> AsyncIterator[Lease]:
    """Wait until the lease named `duty` is free, then hold it for the block; `Lease.keep` has to run meanwhile.

    Raises OperationalError when the server can't be reached.
    """
    async with _connection(url) as connection:
        lease = await _taken(connection, duty, replica, is_able)
        try:
            yield lease
        finally:
            await lease.give_up()


async def _taken(connection: AsyncConnection[Any], duty: str, replica: Replica, is_able: Callable[[], bool]) -> Lease:
    """Look first, since the attempt locks the row."""
    asked = {"duty": duty, "id": replica.id, "name": replica.name, "lease": LEASE_SECONDS}
    while True:
        found = await _ask(connection, _LOOK, asked)
        if is_able() and (not found or found["is_free"] or found["holder"] == replica.id):
            asked_at = uptime()
            if taken := await _ask(connection, _TAKE, asked):
                _log_taken(found, replica)
                return Lease(connection, duty, taken["fencing"], asked_at)
        await asyncio.sleep(LOOK_SECONDS)


def _log_taken(before: dict[str, Any] | None, replica: Replica) -> None:
    if before and before["holder"] not in (None, replica.id):
        log.warning("%s leads instead of %s, silent for %.0f s", replica.name, before["name"], before["silent"])
    else:
        log.info("%s leads", replica.name)


def _lost(duty: object) -> FencedError:
    return FencedError(f"another replica holds the lease {duty!r}")


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[AsyncConnection[Any]]:
    try:
        connection = await AsyncConnection.connect(
            conninfo(url), autocommit=True, options=_OPTIONS, row_factory=dict_row
        )
    except psycopg.Error as error:
        raise OperationalError(None, None, error) from error
    try:
        yield connection
    finally:
        await connection.close()


async def _ask(connection: AsyncConnection[Any], statement: str, given: dict[str, Any]) -> dict[str, Any] | None:
    """The first row. Raises OperationalError, also when the server does not answer in time."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            cursor = await connection.execute(statement.encode(), given)
            return cast(dict[str, Any] | None, await cursor.fetchone()) if cursor.description else None
    except (psycopg.Error, TimeoutError) as error:
        raise OperationalError(statement, None, error) from error


def conninfo(url: str) -> str:
    """The SQLAlchemy URL of the database as a libpq connection string, password included."""
    named = make_url(url).update_query_dict({"application_name": "nightdesk"})
    return named.set(drivername="postgresql").render_as_string(hide_password=False)
