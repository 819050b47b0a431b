"""Use cases in transactions: a desk at this moment, committed at the end or gone without a trace."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.desk.unit_of_work import Desk, Office
from bot.monitoring.outage import Trouble
from bot.runtime.clock import Clock
from storage import Database

T = TypeVar("T")

TRY_AGAIN_SECONDS = 1.0


@dataclass(frozen=True)
class Transactions:
    database: Database
    office: Office
    clock: Clock
    trouble: Trouble = field(default_factory=Trouble)

    async def run(self, work: Callable[[Desk], T]) -> T:
        """Do `work` in one transaction, on the thread that does all the writing."""

        def at_desk(session: Session) -> T:
            return work(Desk(self.office, session, self.clock.now()))

        try:
            return await self.database.run(at_desk)
        except OperationalError as error:
            self.trouble.note(error, self.clock.now())
            raise

    async def insist(self, work: Callable[[Desk], T]) -> T:
        """The same, tried again while the database is locked or full: for what has happened and must be noted."""
        while True:
            try:
                return await self.run(work)
            except OperationalError:
                await asyncio.sleep(TRY_AGAIN_SECONDS)
