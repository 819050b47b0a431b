"""The desk's database as the commands look into it, beside the desk that runs."""

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
from storage.migrate import is_known, newest_revision
from storage.postgres import reading_engine


def database_name(url: str) -> str:
    """What to call the database: its file, or its address without the password."""
    return make_url(url).render_as_string() if is_postgres(url) else str(database_file(url))


def is_made(url: str) -> bool:
    """Whether there is a database already. CommandError when that can't be found out."""
    if not is_postgres(url):
        return database_file(url).is_file()
    with _looking(url, reading_engine(make_url(url))) as session:
        return revision(session) is not None


def database_file(url: str) -> Path:
    """The file of an SQLite database; `url` as in the configuration."""
    return Path(make_url(url).database or ":memory:")


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """All that is in the database at one moment; nobody who writes meanwhile has to wait.

    CommandError when it is missing, not a database, or of another version of the program.
    """
    if not is_made(url):
        raise CommandError(f"{database_name(url)}: there is no database yet; `nightdesk run` makes it")
    engine = reading_engine(make_url(url)) if is_postgres(url) else _reader(database_file(url))
    with _looking(url, engine) as session:
        _require_present_schema(session, url)
        yield session


@contextmanager
def _looking(url: str, engine: Engine) -> Iterator[Session]:
    try:
        with Session(engine) as session:
            yield session
    except DBAPIError as error:
        why = first_line(error)
        raise CommandError(f"{database_name(url)}: the database can't be read: {why}; see `nightdesk doctor`") from None
    finally:
        engine.dispose()


@contextmanager
def writing(url: str) -> Iterator[Session]:
    """One transaction beside the desk that runs. CommandError as for `reading`."""
    with reading(url):
        pass
    database = Database(url)
    try:
        with database.transaction() as session:
            yield session
    finally:
        database.close()


def first_line(error: DBAPIError) -> str:
    """Why the database did not do what it was asked; servers give reasons of several lines."""
    return str(error.orig).partition("\n")[0]


def revision(session: Session) -> str | None:
    """The last migration that was applied."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def _require_present_schema(session: Session, url: str) -> None:
    name = database_name(url)
    found = revision(session)
    if found == newest_revision():
        return
    if found is None or is_known(found):
        raise CommandError(f"{name}: the database is not up to date; run `nightdesk migrate`")
    raise CommandError(f"{name}: a newer nightdesk has written this database; update this one")


def _reader(path: Path) -> Engine:
    """`mode=rw` doesn't make a file that is missing, and `query_only` lets nothing be written."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine
