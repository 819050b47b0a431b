"""The desk's database as the commands look into it: reading only, beside the desk that runs."""

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
from storage.migrate import is_known, newest_revision


def database_file(url: str) -> Path:
    """The file of an SQLite database; `url` as in the configuration."""
    return Path(make_url(url).database or ":memory:")


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """All that is in the database at one moment; nobody who writes meanwhile has to wait.

    CommandError when it is missing, not a database, or of another version of the program.
    """
    path = database_file(url)
    if not path.is_file():
        raise CommandError(f"{path}: there is no database yet; `nightdesk run` makes it")
    engine = _reader(path)
    try:
        with Session(engine) as session:
            _require_present_schema(session, path)
            yield session
    except DBAPIError as error:
        raise CommandError(f"{path}: the database can't be read: {error.orig}; see `nightdesk doctor`") from None
    finally:
        engine.dispose()


def revision(session: Session) -> str | None:
    """The last migration that was applied."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def _require_present_schema(session: Session, path: Path) -> None:
    found = revision(session)
    if found == newest_revision():
        return
    if found is None or is_known(found):
        raise CommandError(f"{path}: the database is not up to date; run `nightdesk migrate`")
    raise CommandError(f"{path}: a newer nightdesk has written this database; update this one")


def _reader(path: Path) -> Engine:
    """`mode=rw` doesn't make a file that is missing, and `query_only` lets nothing be written."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        connection.execute("PRAGMA query_only = ON")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine
