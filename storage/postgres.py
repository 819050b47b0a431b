"""PostgreSQL: several machines, one writer at a time over all of them, as SQLite has it on one.

A transaction that may write begins with an advisory lock that lasts until it ends, so that "find, else create" can't be
overtaken there either. A machine that vanishes in the middle gives the lock back when the server ends its session.
"""

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

BUSY_TIMEOUT_MS = 15_000
VANISHED_MS = 15_000  # so long may a transaction stand still before its machine is taken for dead
READ_ONLY = "25006"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
_WRITERS_TURN = 0x4E49474854  # any number that only the desk uses
_OPTIONS = (
    f"-c lock_timeout={BUSY_TIMEOUT_MS} -c idle_in_transaction_session_timeout={VANISHED_MS} "
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c timezone=UTC"
)


def writing_engine(url: URL) -> Engine:
    """Its transactions come one after the other, whoever begins them."""
    engine = _engine(url, _OPTIONS)
    event.listen(engine, "begin", _wait_for_turn)
    event.listen(engine, "handle_error", _say_lost_connections_alike, retval=True)
    return engine


def reading_engine(url: URL) -> Engine:
    """Each transaction sees one moment, waits for nobody, and can't write."""
    return _engine(url, f"{_OPTIONS} -c default_transaction_read_only=on", isolation_level="REPEATABLE READ")


def _engine(url: URL, options: str, **more: str) -> Engine:
    connect_args = {"options": options, "connect_timeout": 5, "application_name": "nightdesk"}
    driven = url.set(drivername="postgresql+psycopg")
    return create_engine(driven, pool_pre_ping=True, hide_parameters=True, connect_args=connect_args, **more)


def _wait_for_turn(connection: Connection) -> None:
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_TURN})")


def _say_lost_connections_alike(context: ExceptionContext) -> OperationalError | None:
    """A session that the server has ended is the same trouble as a server that is not there.

    So is one that can't write: after a failover the address leads elsewhere, to new sessions.
    """
    error, cause = context.sqlalchemy_exception, context.original_exception
    context.is_disconnect |= getattr(cause, "sqlstate", None) == READ_ONLY
    if not context.is_disconnect or not isinstance(error, DBAPIError) or isinstance(error, OperationalError):
        return None
    return OperationalError(error.statement, error.params, cause, connection_invalidated=True)
