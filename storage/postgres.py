"""PostgreSQL engines: one writer at a time over all machines, as SQLite has it on one.

A writing transaction starts by taking a transaction-level advisory lock, so that "find, else create" is atomic. When a
machine disappears, the server ends its session after VANISHED_MS and releases the lock.
"""

from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, MetaData, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import SQLModel

from storage.errors import StorageError

BUSY_TIMEOUT_MS = 15_000
VANISHED_MS = 10_000  # idle within a transaction, after which the server ends the session; others wait no longer
READ_ONLY = "25006"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
_WRITER_LOCK = 0x4E49474854  # an arbitrary lock id
_OPTIONS = (
    f"-c lock_timeout={BUSY_TIMEOUT_MS} -c idle_in_transaction_session_timeout={VANISHED_MS} "
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c timezone=UTC"
)


def writing_engine(url: URL) -> Engine:
    """An engine whose transactions are serialised by the advisory lock."""
    engine = _engine(url, _OPTIONS, autocommit=True)  # the driver must not begin transactions of its own
    event.listen(engine, "begin", _begin_and_lock)
    event.listen(engine, "handle_error", _map_disconnects, retval=True)
    return engine


def reading_engine(url: URL) -> Engine:
    """An engine for read-only snapshots, without the lock."""
    return _engine(url, f"{_OPTIONS} -c default_transaction_read_only=on", isolation_level="REPEATABLE READ")


def _share_conditions(metadata: MetaData) -> None:
    """Give partial indexes their condition for PostgreSQL, too.

    Only here: to name PostgreSQL beside an index loads its dialect, two megabytes that SQLite has no use for.
    """
    for index in (index for table in metadata.tables.values() for index in table.indexes):
        condition = index.dialect_options["sqlite"]["where"]
        if condition is not None:
            index.dialect_kwargs["postgresql_where"] = condition


def _engine(url: URL, options: str, autocommit: bool = False, **more: str) -> Engine:
    _share_conditions(SQLModel.metadata)
    connect_args = {
        "options": options,
        "connect_timeout": 5,
        "application_name": "nightdesk",
        "autocommit": autocommit,
    }
    driven = url.set(drivername="postgresql+psycopg")
    engine = create_engine(driven, pool_pre_ping=True, hide_parameters=True, connect_args=connect_args, **more)
    event.listen(engine, "connect", _require_unicode, insert=True)  # before SQLAlchemy reads its first text
    return engine


def _require_unicode(connection: Any, _record: object) -> None:
    """Raise StorageError for SQL_ASCII, as a server without a locale makes databases: psycopg reads no text of it."""
    encoding, name = connection.info.parameter_status("server_encoding"), connection.info.dbname
    if encoding != "UTF8":
        raise StorageError(
            f"the database {name} has the encoding {encoding} and needs UTF8; make it anew: "
            f"createdb --encoding=UTF8 --template=template0 {name}"
        )


def _begin_and_lock(connection: Connection) -> None:
    """Both in one message to the server. What follows sees what was committed before the lock was granted."""
    connection.exec_driver_sql(f"BEGIN; SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def _map_disconnects(context: ExceptionContext) -> OperationalError | None:
    """Raise OperationalError for a session ended by the server, as for an unreachable server.

    Also for a read-only server: after a failover, new connections reach the new primary.
    """
    error, cause = context.sqlalchemy_exception, context.original_exception
    context.is_disconnect |= getattr(cause, "sqlstate", None) == READ_ONLY
    if not context.is_disconnect or not isinstance(error, DBAPIError) or isinstance(error, OperationalError):
        return None
    return OperationalError(error.statement, error.params, cause, connection_invalidated=True)
