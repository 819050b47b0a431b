"""The Procrastinate worker of one machine: runs the jobs of the inbox and the outbox."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AppNotOpen, ConnectorException
from procrastinate.jobs import Job

from bot.cluster.job_manager import FencedJobManager
from bot.cluster.shared_queues import NotYet, SharedInbox, SharedOutbox
from bot.desk.transactions import database_delay
from bot.runtime.background_task import background_task
from bot.runtime.backoff import retry_delay
from bot.runtime.task_names import task_named
from bot.telegram.errors import retry_after_seconds
from storage.fencing import fenced_by
from storage.jobs import DEAD_SECONDS, DELIVER, HANDLE
from storage.leader import conninfo

log = logging.getLogger(__name__)

AT_ONCE = 24  # jobs, each of another lane
CONNECTIONS = 4
POLL_SECONDS = 0.25  # the server sends no notification when a delayed job becomes due
FINISH_SECONDS = 1.0
HEARTBEAT_SECONDS = 2.0
LOST_SECONDS = 3.0
RESTART_SECONDS = 1.0


class _UnableError(Exception):
    """This replica can't do jobs now; the others do them."""


class Workers:
    """Does jobs while `is_able` holds."""

    def __init__(self, url: str, inbox: SharedInbox, outbox: SharedOutbox, is_able: Callable[[], bool]) -> None:
        self._is_able = is_able
        self._inbox = inbox
        self._outbox = outbox
        self._running: set[int] = set()  # ids of jobs
        self._worker_id: int | None = None
        connector = PsycopgConnector(
            conninfo=conninfo(url),
            min_size=1,
            max_size=CONNECTIONS,
            configure=_commit_at_once,
        )
        self._app = App(connector=connector)
        self._manager = self._app.job_manager = FencedJobManager(self._app.connector)
        self._manager.dead_seconds = DEAD_SECONDS
        self._app.task(name=HANDLE, retry=RetryWithBackoff(), pass_context=True)(self._handle)
        self._app.task(name=DELIVER, retry=RetryWithBackoff(), pass_context=True)(self._deliver)

    async def run(self) -> None:
        """Run jobs until cancelled. Running jobs get a second to finish; those that take longer are run again."""
        while True:
            try:
                async with self._app.open_async(), background_task(self._require_ability()):
                    _raise_if_cancelled()
                    await self._work()
            except _UnableError:
                log.warning("This replica is stuck and gives its jobs to the others")
                await self._become_able()
            except (ConnectorException, psycopg.Error) as error:
                log.error("The database can't be used, retrying: %s", error.__cause__ or error)  # noqa: TRY400
            _raise_if_cancelled()
            await asyncio.sleep(RESTART_SECONDS)

    async def _require_ability(self) -> None:
        while self._is_able():  # noqa: ASYNC110 - another thread finds out
            await asyncio.sleep(RESTART_SECONDS)
        raise _UnableError

    async def _become_able(self) -> None:
        while not self._is_able():  # noqa: ASYNC110 - another thread finds out
            await asyncio.sleep(RESTART_SECONDS)

    async def _work(self) -> None:
        await self._app.run_worker_async(
            concurrency=AT_ONCE,
            fetch_job_polling_interval=POLL_SECONDS,
            shutdown_graceful_timeout=FINISH_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_SECONDS,
            delete_jobs="always",
            install_signal_handlers=False,
        )

    async def _handle(self, context: JobContext, row_id: int) -> None:
        with self._noted(context.job), task_named(f"update {row_id}"):
            await self._inbox.handle(row_id)

    async def _deliver(self, context: JobContext, row_id: int) -> None:
        with self._noted(context.job), task_named(f"outbox row {row_id}"):
            await self._outbox.deliver(row_id)

    @contextmanager
    def _noted(self, job: Job) -> Iterator[None]:
        job_id, self._worker_id = job.id or 0, job.worker_id
        self._running.add(job_id)
        try:
            with fenced_by(self._manager.fence(job)):
                yield
        finally:
            self._running.remove(job_id)

    async def retry_lost_jobs(self) -> None:
        """Retry jobs that ended here but are still `doing` on the server, until cancelled.

        That happens when the connection is lost while a job ends; the job would block its lane for ever. A job is
        retried when two checks in a row find it so.
        """
        suspects: set[int | None] = set()
        while True:
            await asyncio.sleep(LOST_SECONDS)
            with suppress(ConnectorException, AppNotOpen):
                lost = {job.id: job for job in await self._listed_as_running() if job.id not in self._running}
                for job_id in suspects & lost.keys():
                    log.warning("Retrying lost job %s", lost[job_id].call_string)
                    await self._manager.retry_job(lost[job_id])
                suspects = set(lost)

    async def _listed_as_running(self) -> Iterable[Job]:
        """The jobs that this worker runs according to the server."""
        return await self._manager.list_jobs_async(status="doing", worker_id=self._worker_id or 0)


class RetryWithBackoff(BaseRetryStrategy):
    """Retries every job without a limit: the inbox and the outbox decide what is given up."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        delays = _not_yet, retry_after_seconds, database_delay
        seconds = retry_delay(job.attempts + 1, exception, delays)
        return RetryDecision(retry_in={"milliseconds": int(seconds * 1000)})


async def _commit_at_once(connection: psycopg.AsyncConnection) -> None:
    """Each query is a transaction of its own: no BEGIN and COMMIT are sent."""
    await connection.set_autocommit(True)


def _raise_if_cancelled() -> None:
    """Raise the cancellation that was lost: while connections are opened, or by a server that is unreachable then.

    The pool waits for its first connection with `asyncio.wait_for` (see `background_task`).
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _not_yet(exception: BaseException) -> float | None:
    return exception.seconds if isinstance(exception, NotYet) else None
