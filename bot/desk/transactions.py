"""Use cases in transactions: a unit of work at this moment, committed at the end or gone without a trace."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.desk.payloads import action_of, to_json
from bot.desk.unit_of_work import DeskContext, NewRow, UnitOfWork
from bot.monitoring.outage import Outage
from bot.runtime.clock import Clock
from storage import Database
from storage.writing import insert_events, insert_outbox_rows

T = TypeVar("T")

TRY_AGAIN_SECONDS = 1.0
Outlet: TypeAlias = Callable[[UnitOfWork, Sequence[NewRow]], None]
"""Writes the new rows of a unit of work, and sees to it that they are sent once they are committed."""


def columns_of(uow: UnitOfWork, row: NewRow) -> dict[str, Any]:
    """The row as the outbox's table takes it; what it refers to has been flushed."""
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
    """Write the rows and leave it to whoever reads the outbox to find them."""
    insert_outbox_rows(uow.session, [columns_of(uow, row) for row in rows])


def write_out(uow: UnitOfWork, outlet: Outlet = write_rows) -> None:
    """The end of a unit of work: what it has collected is written."""
    uow.session.flush()
    insert_events(uow.session, uow.new_events)
    if uow.new_rows:
        outlet(uow, uow.new_rows)


@dataclass
class Transactions:
    database: Database
    context: DeskContext
    clock: Clock
    outage: Outage = field(default_factory=Outage)
    outlet: Outlet = write_rows  # set by the outbox that sends

    async def run(self, work: Callable[[UnitOfWork], T], alone: bool = False) -> T:
        """Do `work` in one transaction, on the thread that does all the writing; `alone`: not together with others.

        It may be called twice: when another work of the same commit fails, each is done again by itself. Raises
        OperationalError when the database can't be used, and what `work` raises.
        """
        try:
            return await self.database.run(self._in_unit_of_work(work), alone)
        except OperationalError as error:
            self.outage.note(error, self.clock.now())
            raise

    async def run_with_retry(self, work: Callable[[UnitOfWork], T], within: float = 0.0) -> T:
        """The same, tried again while the database is locked or full: for what has happened and must be noted.

        It may wait up to `within` seconds for others to share a commit with.
        """
        while True:
            try:
                if within:
                    return await self.database.run_deferred(self._in_unit_of_work(work), within)
                return await self.run(work)
            except OperationalError as error:
                if within:
                    self.outage.note(error, self.clock.now())
                await asyncio.sleep(TRY_AGAIN_SECONDS)

    def _in_unit_of_work(self, work: Callable[[UnitOfWork], T]) -> Callable[[Session], T]:
        def do(session: Session) -> T:
            uow = UnitOfWork(self.context, session, self.clock.now())
            result = work(uow)
            write_out(uow, self.outlet)
            return result

        return do
