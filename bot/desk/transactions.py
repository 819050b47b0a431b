"""Runs use cases, each in one transaction that is committed at its end or rolled back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot.desk.faq_reader import FaqReader
from bot.desk.faq_reading import NotReadError, Reading, Readings, Result
from bot.desk.operator_log import log_events
from bot.desk.payloads import action_of, to_json
from bot.desk.unit_of_work import DeskContext, NewRow, UnitOfWork
from bot.runtime.backoff import DATABASE_SECONDS, retry
from bot.runtime.clock import Clock
from storage import Database
from storage.writing import insert_events, insert_outbox_rows

T = TypeVar("T")

MOST_READINGS = 12  # of one unit of work; it needs five at most, unless the FAQ is edited meanwhile

Outlet: TypeAlias = Callable[[UnitOfWork, Sequence[NewRow]], None]
"""Inserts the new rows of a unit of work and arranges that they are sent after the commit."""


def columns_of(uow: UnitOfWork, row: NewRow) -> dict[str, Any]:
    """The row's columns for `insert_outbox_rows`. The rows it refers to must have been flushed."""
    return {
        "lane": row.lane,
        "action": action_of(row.payload),
        "content": to_json(row.payload),
        "customer_id": row.customer.id if row.customer else None,
        "ticket_id": row.ticket.id if row.ticket else None,
        "message_id": row.message.id if row.message else None,
        "silent": row.silent,
        "merge_key": row.merge_key,
        "created_at": uow.now,
        "due_at": row.due_at,
        "expires_at": row.expires_at,
    }


def write_rows(uow: UnitOfWork, rows: Sequence[NewRow]) -> None:
    """Insert the rows only: the process that sends finds them by reading the table."""
    insert_outbox_rows(uow.session, [columns_of(uow, row) for row in rows])


def write_out(uow: UnitOfWork, outlet: Outlet = write_rows) -> None:
    """End a unit of work: flush it, and insert the events and outbox rows it has collected."""
    uow.session.flush()
    insert_events(uow.session, uow.new_events)
    if uow.new_rows:
        outlet(uow, uow.new_rows)


class ReadingsError(Exception):
    """A work asks for reading after reading."""

    def __init__(self) -> None:
        super().__init__(f"more than {MOST_READINGS} readings for one unit of work")


def _missing(look: Callable[[UnitOfWork], None], uow: UnitOfWork) -> Reading[Result] | None:
    """The first reading that `look` asks for and that is not there."""
    try:
        look(uow)
    except NotReadError as missing:
        return missing.reading
    return None


@dataclass
class Transactions:
    database: Database
    context: DeskContext
    clock: Clock
    on_database_error: Callable[[OperationalError, datetime], None] | None = None
    """Called with each failure of the database itself, such as a lock or a full disk, and the time (aware, UTC)."""
    outlet: Outlet = write_rows
    """Replaced by the `Outbox` that sends the rows."""
    is_logged: bool = False
    """Whether the log says what happens to tickets; it does not in a rehearsal."""

    faq_reader: FaqReader = field(init=False)

    def __post_init__(self) -> None:
        self.faq_reader = FaqReader(self.context.knowledge)

    async def run(
        self,
        work: Callable[[UnitOfWork], T],
        alone: bool = False,
        within: float = 0.0,
        readings: Readings | None = None,
    ) -> T:
        """Run `work` in one transaction on the writer thread; return its result after the commit.

        `alone`: don't share the transaction. `within`: wait up to so many seconds for others to share a commit with.
        `readings`: what of the FAQ `work` is likely to need. What it needs besides is read between two transactions, of
        which the first one is rolled back.
        `work` may be called twice: when another work of the same transaction fails, each is repeated by itself. Raises
        OperationalError when the database can't be used now, and whatever `work` raises.
        """
        readings = readings or Readings()
        for _ in range(MOST_READINGS):
            try:
                return await self._run_once(self._in_unit_of_work(work, readings), alone, within)
            except NotReadError as missing:
                readings = await self.faq_reader.read([missing.reading], readings)
        raise ReadingsError

    async def look(self, look: Callable[[UnitOfWork], None], readings: Readings | None = None) -> Readings:
        """`readings` with those that `look` asks for; it writes nothing, and no transaction is rolled back."""
        readings = readings or Readings()
        for _ in range(MOST_READINGS):
            missing = await self.run(partial(_missing, look), readings=readings)
            if missing is None:
                break
            readings = await self.faq_reader.read([missing], readings)
        return readings

    async def run_with_retry(self, work: Callable[[UnitOfWork], T], within: float = 0.0) -> T:
        """The same, retried while the database can't be used: for facts that must be recorded (a message was sent)."""
        return await retry(lambda: self.run(work, within=within), on=OperationalError, delays=[database_delay])

    async def _run_once(self, do: Callable[[Session], T], alone: bool, within: float) -> T:
        try:
            return await (self.database.run_deferred(do, within) if within else self.database.run(do, alone))
        except OperationalError as error:
            if self.on_database_error:
                self.on_database_error(error, self.clock.now())
            raise

    def _in_unit_of_work(self, work: Callable[[UnitOfWork], T], readings: Readings) -> Callable[[Session], T]:
        def do(session: Session) -> T:
            uow = UnitOfWork(self.context, session, self.clock.now(), readings)
            result = work(uow)
            write_out(uow, self.outlet)
            if self.is_logged:
                log_events(uow)
            return result

        return do


def database_delay(error: BaseException) -> float | None:
    """The seconds after which a failed transaction is retried; None for an error that is not the database's."""
    return DATABASE_SECONDS if isinstance(error, SQLAlchemyError) else None
