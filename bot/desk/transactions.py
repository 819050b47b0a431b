"""Runs use cases, each in one transaction that is committed at its end or rolled back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.runtime.backoff import DATABASE_SECONDS, retry
from bot.runtime.clock import Clock
from storage import Database

T = TypeVar("T")


def _ignore(error: OperationalError, now: datetime) -> None:
    pass


@dataclass(frozen=True)
class Transactions:
    database: Database
    context: DeskContext
    clock: Clock
    on_database_error: Callable[[OperationalError, datetime], None] = _ignore
    """Called with each failure of the database itself, such as a lock or a full disk, and the time in UTC."""

    async def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """Do `work` in one transaction, on the thread that does all the writing.

        Raises OperationalError when the database can't be used now, and whatever `work` raises.
        """

        def at_desk(session: Session) -> T:
            return work(UnitOfWork(self.context, session, self.clock.now()))

        try:
            return await self.database.run(at_desk)
        except OperationalError as error:
            self.on_database_error(error, self.clock.now())
            raise

    async def run_with_retry(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same, retried while the database can't be used: for what has happened and must be noted."""
        return await retry(lambda: self.run(work), on=OperationalError, delays=[database_delay])


def database_delay(error: BaseException) -> float | None:
    """The seconds after which a failed transaction is retried; None for an error that is not the database's."""
    return DATABASE_SECONDS if isinstance(error, SQLAlchemyError) else None
