"""How far a database has come: numbers that only ever grow, by which an older copy of it is known."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, text
from sqlmodel import Session

from storage.inspection import open_read_only
from storage.models import Memo

DATABASE_ID = "database_id"  # the Memo that tells this database from all others; copies and moves keep it
_PROGRESS = f"""
    SELECT (SELECT value FROM memo WHERE key = '{DATABASE_ID}'),
           (SELECT coalesce(max(id), 0) FROM ticket),
           (SELECT coalesce(max(id), 0) FROM message)
"""  # noqa: S608 - a constant


@dataclass(frozen=True)
class Progress:
    """The database's id, None before its first start, and the highest numbers of tickets and messages in it."""

    database: str | None
    ticket: int
    message: int

    @property
    def is_nothing(self) -> bool:
        """Whether nobody has written yet."""
        return not self.ticket and not self.message

    def is_behind(self, other: "Progress") -> bool:
        """Whether something that `other` has is missing here."""
        return self.ticket < other.ticket or self.message < other.message


def progress_of(connection: Connection) -> Progress:
    """Raises DBAPIError when the tables are missing or can't be read."""
    database, ticket, message = connection.execute(text(_PROGRESS)).one()
    return Progress(database, ticket, message)


def progress_of_file(path: Path) -> Progress:
    """Of the SQLite database that lies there now. Raises sqlite3.Error, also for a file that is no desk's database."""
    with closing(open_read_only(path)) as connection:
        return Progress(*connection.execute(_PROGRESS).fetchone())


def ensure_database_id(session: Session) -> Progress:
    """Give the database an id if it has none, and return how far it has come."""
    if session.get(Memo, DATABASE_ID) is None:
        session.add(Memo(key=DATABASE_ID, value=uuid4().hex))
        session.flush()
    return progress_of(session.connection())
