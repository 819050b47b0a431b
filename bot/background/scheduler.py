"""What happens by itself, because time passes: driven by the clock, kept in the database, never in memory."""

import asyncio
import logging
from datetime import datetime, timedelta

from sqlalchemy.exc import OperationalError

from bot.desk import digest, due_jobs
from bot.desk.transactions import Transactions
from bot.monitoring import metrics
from bot.monitoring.liveness import Liveness
from storage import inbox, outbox

log = logging.getLogger(__name__)

TICK_SECONDS = 0.5
TICKS_BETWEEN_PRUNINGS = 7200
REST = timedelta(minutes=1)


class Scheduler:
    def __init__(self, transactions: Transactions, liveness: Liveness) -> None:
        self._transactions = transactions
        self._vitals = liveness
        self._resting: dict[str, datetime] = {}  # jobs that failed, and until when they are left alone

    async def run(self) -> None:
        """Look every half second what is due, until cancelled; a job that fails is tried again later."""
        await self._transactions.run(digest.start_watching)
        ticks = 0
        while True:
            await self.look()
            if ticks % TICKS_BETWEEN_PRUNINGS == 0:
                await self.prune()
            ticks += 1
            await asyncio.sleep(TICK_SECONDS)

    async def look(self) -> None:
        """Do what is due now, but for jobs that have failed lately."""
        now = self._transactions.clock.now()
        self._resting = {job: until for job, until in self._resting.items() if until > now}
        for job in await self._transactions.run(due_jobs.due_jobs):
            if repr(job) not in self._resting:
                await self._do(job, now)

    async def _do(self, job: due_jobs.Job, now: datetime) -> None:
        try:
            await self._transactions.run(job)
        except OperationalError:  # no job can be done now
            raise
        except Exception as error:  # one broken job must not stop the others
            log.exception("A scheduled job failed")
            self._resting[repr(job)] = now + REST
            self._vitals.job_failed(repr(job), due_jobs.name_of(job), type(error).__name__)
            metrics.JOBS.labels("failed").inc()
        else:
            self._vitals.job_done(repr(job))
            metrics.JOBS.labels("done").inc()

    async def prune(self) -> None:
        """Forget what is done since long, some at a time, so that nobody has to wait for it."""
        run = self._transactions.run
        while not await run(lambda uow: inbox.prune(uow.session, uow.now - inbox.KEEP_HANDLED)):
            pass
        while not await run(lambda uow: outbox.prune(uow.session, uow.now - outbox.KEEP_DONE)):
            pass
        await self._transactions.database.empty_log()
