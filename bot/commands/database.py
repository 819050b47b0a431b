"""Access to the database for commands, concurrently with a running desk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from bot.commands.errors import CommandError
from storage import Database
from storage.database import is_postgres
from storage.errors import StorageError
from storage.migrate import is_known, newest_revision
from storage.postgres import reading_engine


def database_name(url: str) -> str:
    """The database for messages: its file, or its URL without the password."""
    return make_url(url).render_as_string() if is_postgres(url) else str(database_file(url))


def database_exists(url: str) -> bool:
    """Whether the database exists. Raises CommandError when it can't be reached."""
    if not is_postgres(url):
        return database_file(url).is_file()
    with _session(url, reading_engine(make_url(url))) as session:
        return revision(session) is not None


def database_file(url: str) -> Path:
    """The file of an SQLite database; `url` as in the configuration."""
    return Path(make_url(url).database or ":memory:")


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """A read-only snapshot that does not block writers.

    Raises CommandError when the database is missing, unreadable, or has another version's schema.
    """
    if not database_exists(url):
        raise CommandError(f"{database_name(url)}: there is no database yet; `nightdesk run` creates it")
    engine = reading_engine(make_url(url)) if is_postgres(url) else _read_only_engine(database_file(url))
    with _session(url, engine) as session:
        _require_current_schema(session, url)
        yield session


@contextmanager
def _session(url: str, engine: Engine) -> Iterator[Session]:
    try:
        with Session(engine) as session:
            yield session
    except DBAPIError as error:
        why = first_line(error)
        raise CommandError(f"{database_name(url)}: the database can't be read: {why}; see `nightdesk doctor`") from None
    except StorageError as error:
        raise CommandError(str(error)) from None
    finally:
        engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Session]:
    """One transaction, concurrently with a running desk. Raises CommandError as `reading` does."""
    with reading(url):
        pass
    database = Database(url)
    try:
        with database.transaction() as session:
            yield session
    finally:
        database.close()


def first_line(error: DBAPIError) -> str:
    """The first line of the driver's message; servers send several."""
    return str(error.orig).partition("\n")[0]


def revision(session: Session) -> str | None:
    """The revision of the last migration applied; None when there is none."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def _require_current_schema(session: Session, url: str) -> None:
    name = database_name(url)
    found = revision(session)
    if found == newest_revision():
        return
    if found is None or is_known(found):
        raise CommandError(f"{name}: the database is not up to date; run `nightdesk migrate`")
    raise CommandError(f"{name}: this database was written by a newer nightdesk; update this installation")


def _read_only_engine(path: Path) -> Engine:
    """`mode=rw` does not create a missing file; `query_only` rejects writes."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine
