"""Use cases in transactions: a desk at this moment, committed at the end or gone without a trace."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.monitoring.outage import Outage
from bot.runtime.clock import Clock
from storage import Database

T = TypeVar("T")

TRY_AGAIN_SECONDS = 1.0


@dataclass(frozen=True)
class Transactions:
    database: Database
    context: DeskContext
    clock: Clock
    outage: Outage = field(default_factory=Outage)

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do `work` in one transaction, on the thread that does all the writing."""

        def at_desk(session: Session) -> T:
            return work(UnitOfWork(self.context, session, self.clock.now()))

        try:
            return await self.database.run(at_desk)
        except OperationalError as error:
            self.outage.note(error, self.clock.now())
            raise

    async def run_with_retry(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same, tried again while the database is locked or full: for what has happened and must be noted."""
        while True:
            try:
                return await self.run(work)
            except OperationalError:
                await asyncio.sleep(TRY_AGAIN_SECONDS)
