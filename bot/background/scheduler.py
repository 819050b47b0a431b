"""Runs the jobs that are due because time has passed. They are kept in the database, never in memory."""

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice

from sqlalchemy.exc import OperationalError

from bot.desk import digest, due_jobs
from bot.desk.next_due import next_due
from bot.desk.transactions import Transactions
from bot.monitoring import metrics
from bot.monitoring.liveness import Liveness
from bot.runtime.task_names import task_named
from bot.runtime.wakeup import Wakeup
from storage import inbox, outbox
from storage.errors import FencedError

log = logging.getLogger(__name__)

SAFETY_SECONDS = 30.0  # from one look to the next at most, whatever was computed
SHARED_SECONDS = 1.0  # with several replicas the moment is computed this often: commits of the others wake nobody here
CLOCK_SECONDS = 1.0  # how often the clock is read: it may be moved, and timers stand still while the machine sleeps
REST_SECONDS = 1.0  # after a look that could not do what is due, because it has failed lately
BATCH_SECONDS = 0.25  # commits this close together are one reason to compute the next moment anew
PRUNE_SECONDS = 3600.0
AT_ONCE = 16  # jobs that may share a commit; they are run in their order
RETRY_JOB_AFTER = timedelta(minutes=1)
CLOCK_STEP = timedelta(seconds=1)  # moved back by more, the clock makes the computed moment meaningless
_NEVER = datetime.max.replace(tzinfo=UTC)


class Scheduler:
    """`wake` is called when a commit may have brought an earlier due moment."""

    def __init__(self, transactions: Transactions, liveness: Liveness) -> None:
        self._transactions = transactions
        self._liveness = liveness
        self.wakeup = Wakeup()
        self._resting: dict[str, datetime] = {}  # jobs that have failed, and until when they are left alone
        self._pruned_at: float | None = None
        self._is_blind = False
        self._recompute_seconds = SHARED_SECONDS if transactions.database.is_shared else SAFETY_SECONDS

    async def run(self) -> None:
        """Do each job when it is due, until cancelled. Raises OperationalError when the database can't be used."""
        await self._transactions.run(digest.note_first_run)
        while True:
            done = await self.look()
            await self._prune_now_and_then()
            await self._sleep(done)

    async def look(self) -> int:
        """Do what is due now, but for jobs that have failed lately; how many were done."""
        now = self._transactions.clock.now()
        self._resting = {job: until for job, until in self._resting.items() if now < until <= now + RETRY_JOB_AFTER}
        jobs = [job for job in await self._transactions.run(due_jobs.due_jobs) if repr(job) not in self._resting]
        done = 0
        for batch in _batches(jobs):
            done += sum(await asyncio.gather(*(self._do(job, now) for job in batch)))
        return done

    async def prune(self) -> None:
        """Delete rows that are done since long, some at a time, so that nobody has to wait for it."""
        run = self._transactions.run
        while not await run(lambda uow: inbox.prune(uow.session, uow.now - inbox.KEEP_HANDLED)):
            pass
        while not await run(lambda uow: outbox.prune(uow.session, uow.now - outbox.KEEP_DONE)):
            pass
        await self._transactions.database.empty_log()

    async def _do(self, job: due_jobs.Job, now: datetime) -> bool:
        try:
            with task_named(f"job {due_jobs.name_of(job)}"):
                look = due_jobs.look_before(job)
                readings = await self._transactions.look(look) if look else None
                await self._transactions.run(job, readings=readings)
        except (OperationalError, FencedError):  # no job can be done now
            raise
        except Exception as error:  # one broken job must not stop the others
            log.exception("A scheduled job failed")
            self._resting[repr(job)] = now + RETRY_JOB_AFTER
            self._liveness.job_failed(repr(job), due_jobs.name_of(job), type(error).__name__)
            metrics.JOBS.labels("failed").inc()
            return False
        self._liveness.job_done(repr(job))
        metrics.JOBS.labels("done").inc()
        return True

    async def _prune_now_and_then(self) -> None:
        if self._pruned_at is None or time.monotonic() - self._pruned_at >= PRUNE_SECONDS:
            self._pruned_at = time.monotonic()
            await self.prune()

    async def _sleep(self, done: int) -> None:
        """Until a job is due, the clock was moved back, or it is time for the safety look."""
        clock, begun = self._transactions.clock, time.monotonic()
        longest = REST_SECONDS if self._resting else SAFETY_SECONDS
        due, now = await self._next_due(), clock.now()
        if due <= now:  # what is left over, rests, or is not due after all
            await asyncio.sleep(BATCH_SECONDS if done else REST_SECONDS)
        computed = time.monotonic()
        while now < due and time.monotonic() - begun < longest:
            is_woken = await self.wakeup.sleep(min((due - now).total_seconds(), CLOCK_SECONDS))
            before, now = now, clock.now()
            if now < before - CLOCK_STEP:
                return
            if is_woken:
                await asyncio.sleep(BATCH_SECONDS)
            if is_woken or time.monotonic() - computed >= self._recompute_seconds:
                due, computed = await self._next_due(), time.monotonic()

    async def _next_due(self) -> datetime:
        """The moment to wait for; the present while a row can't be read, which leads to a look each second."""
        try:
            due = await self._transactions.run(next_due)
        except (OperationalError, FencedError):
            raise
        except Exception:  # one broken row must not stop the jobs of the others
            if not self._is_blind:
                log.exception("The next due moment can't be computed, looking each second")
            self._is_blind = True
            return self._transactions.clock.now()
        self._is_blind = False
        return due or _NEVER


def _batches(jobs: Iterable[due_jobs.Job]) -> Iterator[list[due_jobs.Job]]:
    """Jobs that may share a commit, in their order.

    Those that read the FAQ before are apart: the jobs after them would not wait for that.
    """
    for _, alike in groupby(jobs, key=lambda job: due_jobs.look_before(job) is None):
        while batch := list(islice(alike, AT_ONCE)):
            yield batch
