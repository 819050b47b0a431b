"""Use cases in transactions: a desk at this moment, committed at the end or gone without a trace."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.clock import Clock
from bot.desk.office import Desk, Office
from storage import Database

T = TypeVar("T")

log = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 1.0


@dataclass(frozen=True)
class Transactions:
    database: Database
    office: Office
    clock: Clock

    async def run(self, work: Callable[[Desk], T]) -> T:
        """Do `work` in one transaction, on the thread that does all the writing."""

        def at_desk(session: Session) -> T:
            return work(Desk(self.office, session, self.clock.now()))

        return await self.database.run(at_desk)

    async def insist(self, work: Callable[[Desk], T]) -> T:
        """The same, tried again while the database is locked or full: for what has happened and must be noted."""
        while True:
            try:
                return await self.run(work)
            except OperationalError as error:
                log.error("The database can't be written, trying again: %s", error)  # noqa: TRY400 - no news in it
                await asyncio.sleep(TRY_AGAIN_SECONDS)
