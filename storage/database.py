"""The database: one engine, and one thread that does all the writing.

SQLite runs in WAL mode with `synchronous=FULL`. Every transaction begins IMMEDIATE, so that no other writer can come
between "find" and "create". `storage.postgres` describes how PostgreSQL gives the same guarantee.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from storage import postgres
from storage.commits import CommitListeners, WatchedSession
from storage.fencing import fenced
from storage.file_header import raise_edition
from storage.file_identity import FileIdentity
from storage.files import sqlite_file
from storage.inspection import require_intact
from storage.loop_calls import hand_over
from storage.writer import Writer, WriterWork
from storage.written import Model

T = TypeVar("T")

_AFTER_COMMIT, _AFTER_ROLLBACK = "after_commit", "after_rollback"
BUSY_TIMEOUT_MS = 15_000
TOGETHER = 32  # works in one SQLite transaction
TOGETHER_ON_A_SERVER = 8  # the other machines wait for the lock of writers meanwhile
_PRIMARY_CODE = 0xFF  # the lowest byte of an extended result code, https://sqlite.org/rescode.html
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
EDITION_SECONDS = 10.0  # at least, between two editions of an SQLite file, each a page of the log
KEPT_SECONDS = 1.0  # a server may have ended a connection that was not used for so long: it is tested first


class Database:
    """Use `run` on the event loop, `transaction` on other threads; both commit at the end, or roll back on an error."""

    def __init__(self, url: str) -> None:
        """Open `url`, for example ``sqlite:///nightdesk.db``; `storage.migrate` creates the tables."""
        self.url = url
        self.is_shared = is_postgres(url)  # with other machines
        path = sqlite_file(url)
        self.files = FileIdentity(path) if path else None
        self.engine = _engine(url, self.files)
        self._listeners = CommitListeners()
        self._kept: Connection | None = None
        self._used_at = 0.0
        self._edition_raised_at = 0.0
        self._rows_changed = 0  # by the kept connection, until then
        self._writer = Writer(self._writers_transaction, TOGETHER_ON_A_SERVER if self.is_shared else TOGETHER)

    async def run(self, work: Callable[[Session], T], alone: bool = False) -> T:
        """Run `work` in one transaction on the writer thread; return its result after the commit.

        `work` shares the transaction with others, unless `alone`; it is called again if one of them fails. Raises
        FencedError when it was given to another process (`storage.fencing`).
        """
        return await self._writer.run(fenced(work), alone)

    async def run_deferred(self, work: Callable[[Session], T], within: float) -> T:
        """The same in the next transaction that is run for others, or after `within` seconds at the latest."""
        return await self._writer.run_deferred(fenced(work), within)

    @property
    def latest_work(self) -> WriterWork | None:
        """What the writer thread does now, or did last."""
        return self._writer.latest

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction on the calling thread; then callbacks of `after_commit` or `after_rollback` are called."""
        with self._transaction(self.engine) as session:
            yield session

    @contextmanager
    def _writers_transaction(self) -> Iterator[Session]:
        """The same on the writer thread, which keeps its connection: checking one out takes longer than BEGIN."""
        with self._transaction(self._kept_connection()) as session:
            yield session
            self._raise_edition(session)
        self._used_at = time.monotonic()

    def _raise_edition(self, session: Session) -> None:
        """Let the file tell what is written now from older copies of it."""
        now = time.monotonic()
        if self.files is None or self._kept is None or now - self._edition_raised_at < EDITION_SECONDS:
            return
        changed = cast(sqlite3.Connection, self._kept.connection.driver_connection).total_changes
        if changed != self._rows_changed:
            self._edition_raised_at, self._rows_changed = now, changed
            raise_edition(session.connection())

    def _kept_connection(self) -> Connection:
        kept = self._kept
        if kept is not None and self.is_shared and time.monotonic() - self._used_at >= KEPT_SECONDS:
            kept.close()
        if kept is None or kept.closed or kept.invalidated:
            kept = self._kept = self.engine.connect()
        return kept

    @contextmanager
    def _transaction(self, bind: Engine | Connection) -> Iterator[Session]:
        with WatchedSession(bind, expire_on_commit=False) as session:
            try:
                with session.begin():
                    yield session
                if self.files is not None:
                    self.files.require_same()
            except BaseException:
                _call(session, _AFTER_ROLLBACK)
                raise
            _call(session, _AFTER_COMMIT)
            self._listeners.committed(session)
            hand_over(session)

    def on_commit(
        self,
        listener: Callable[[], None],
        *,
        added: Collection[Model] = (),
        changed: Collection[Mapped[Any]] = (),
    ) -> None:
        """Call `listener` on the running event loop after each commit that added a row of `added` or changed a column
        of `changed`. Commits of other processes are not seen. Raises RuntimeError outside of an event loop.
        """
        self._listeners.add(listener, added, changed)

    @property
    def shown(self) -> str:
        """The database's file, or its URL without the password, to be shown to people."""
        parsed = make_url(self.url)
        is_file = parsed.get_backend_name() == "sqlite"
        return str(parsed.database) if is_file else parsed.render_as_string(hide_password=True)

    async def empty_log(self) -> bool:
        """Truncate SQLite's write-ahead log, so that erased data is gone from it; False while there are readers."""
        if self.engine.dialect.name != "sqlite":
            return True
        return await self._writer.run_outside(self._checkpoint)

    async def save_copy(self, target: Path) -> None:
        """Copy what the open SQLite database holds, also after its file was removed.

        Raises sqlite3.Error, OSError, or StorageError when the copy is damaged; then there is none.
        """
        await self._writer.run_outside(lambda: self._copy(target))

    def close(self) -> None:
        self._writer.close()
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()
        if self.files is not None:
            self.files.note_closed()

    def _copy(self, target: Path) -> None:
        if self._kept is None or self._kept.closed:
            raise OSError("nothing was written since the start")
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            with closing(sqlite3.connect(target)) as copy:
                cast(sqlite3.Connection, self._kept.connection.driver_connection).backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
                require_intact(copy, target)
        except BaseException:
            target.unlink()
            raise

    def _checkpoint(self) -> bool:
        with closing(self._kept_connection().connection.cursor()) as cursor:
            try:
                cursor.execute("PRAGMA busy_timeout = 0")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                [[is_busy, *_]] = cursor.fetchall()
            except sqlite3.Error as error:  # locked, or what the next transaction raises as well
                if self.files is not None and _is_damage(error):
                    self.files.is_reported_damaged = True
                return False
            finally:
                with suppress(sqlite3.Error):
                    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        return not is_busy


def after_commit(session: Session, act: Callable[[], None]) -> None:
    """Call `act` on the transaction's thread after the commit; never if it is rolled back."""
    session.info.setdefault(_AFTER_COMMIT, []).append(act)


def after_rollback(session: Session, act: Callable[[], None]) -> None:
    """Call `act` on the transaction's thread if it was not committed."""
    session.info.setdefault(_AFTER_ROLLBACK, []).append(act)


def _call(session: Session, when: str) -> None:
    acts: list[Callable[[], None]] = session.info.get(when, [])
    for act in acts:
        act()


def is_shared(session: Session) -> bool:
    """Whether the session's database may be shared with other machines."""
    return session.connection().dialect.name == "postgresql"


def is_postgres(url: str) -> bool:
    """Whether the URL is of a PostgreSQL server, which other machines may use too."""
    return make_url(url).get_backend_name() == "postgresql"


def _engine(url: str, files: FileIdentity | None) -> Engine:
    parsed = make_url(url)
    if is_postgres(url):
        return postgres.writing_engine(parsed)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    # Errors are logged and shown to the staff, so they must not contain the customers' texts.
    engine = create_engine(parsed, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    if files is not None:
        event.listen(engine, "do_connect", lambda *_: files.require_same())
        event.listen(engine, "do_connect", lambda *_: files.create())
        event.listen(engine, "connect", lambda *_: files.note_opened())
        event.listen(engine, "handle_error", partial(_report_damage, files))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _report_damage(files: FileIdentity, context: ExceptionContext) -> None:
    """Make an error of a damaged file one that is retried: nothing may be given up because of it.

    Whether the file really is damaged, and what then, is decided by who watches `files`.
    """
    error = context.original_exception
    if _is_damage(error):
        files.is_reported_damaged = True
        raise OperationalError(context.statement, None, error, hide_parameters=True) from error


def _is_damage(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE in _DAMAGE


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten
    cursor.close()
