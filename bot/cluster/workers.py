"""One of several machines that share the work: Procrastinate's worker, which does jobs for the inbox and the outbox."""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

import psycopg
from procrastinate import App, BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision
from procrastinate.exceptions import AppNotOpen, ConnectorException
from procrastinate.jobs import Job

from bot.cluster.shared_queues import NotYet, SharedInbox, SharedOutbox
from bot.desk.transactions import database_delay
from bot.runtime.backoff import retry_delay
from bot.telegram.errors import retry_after_seconds
from storage.jobs import DEAD_SECONDS, DELIVER, HANDLE
from storage.leader import conninfo

log = logging.getLogger(__name__)

AT_ONCE = 24  # jobs, of as many chats
CONNECTIONS = 4
LOOK_SECONDS = 0.25  # nobody tells of a job whose time has come
FINISH_SECONDS = 1.0
HEARTBEAT_SECONDS = 2.0
LOST_SECONDS = 3.0
RESTART_SECONDS = 1.0


class Workers:
    def __init__(self, url: str, inbox: SharedInbox, outbox: SharedOutbox) -> None:
        self._inbox = inbox
        self._outbox = outbox
        self._doing: set[int] = set()  # ids of jobs
        self._worker_id: int | None = None
        self._app = app_of(url, CONNECTIONS)
        self._app.task(name=HANDLE, retry=RetryWithBackoff(), pass_context=True)(self._handle)
        self._app.task(name=DELIVER, retry=RetryWithBackoff(), pass_context=True)(self._deliver)

    async def run(self) -> None:
        """Do jobs until cancelled; those in work are finished first, or done once more when that takes long."""
        while True:
            try:
                async with self._app.open_async():
                    await self._work()
            except (ConnectorException, psycopg.Error) as error:
                log.error("The database can't be used, trying again: %s", error.__cause__ or error)  # noqa: TRY400
            _end_if_cancelled()
            await asyncio.sleep(RESTART_SECONDS)

    async def _work(self) -> None:
        await self._app.run_worker_async(
            concurrency=AT_ONCE,
            fetch_job_polling_interval=LOOK_SECONDS,
            shutdown_graceful_timeout=FINISH_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=DEAD_SECONDS,
            delete_jobs="always",
            install_signal_handlers=False,
        )

    async def _handle(self, context: JobContext, row_id: int) -> None:
        with self._noted(context.job):
            await self._inbox.handle(row_id)

    async def _deliver(self, context: JobContext, row_id: int) -> None:
        with self._noted(context.job):
            await self._outbox.deliver(row_id)

    @contextmanager
    def _noted(self, job: Job) -> Iterator[None]:
        job_id, self._worker_id = job.id or 0, job.worker_id
        self._doing.add(job_id)
        try:
            yield
        finally:
            self._doing.remove(job_id)

    async def look_for_lost(self) -> None:
        """Jobs that were done here while the server could not be told so would hold their chats for ever."""
        suspects: set[int | None] = set()
        while True:
            await asyncio.sleep(LOST_SECONDS)
            with suppress(ConnectorException, AppNotOpen):
                lost = {job.id: job for job in await self._in_work() if job.id not in self._doing}
                for job_id in suspects & lost.keys():
                    await retry(self._app, lost[job_id])
                suspects = set(lost)

    async def _in_work(self) -> Iterable[Job]:
        """What the server takes to be in work here."""
        return await self._app.job_manager.list_jobs_async(status="doing", worker_id=self._worker_id or 0)


class RetryWithBackoff(BaseRetryStrategy):
    """No job is ever given up: that is for the inbox and the outbox to say."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        delays = _not_yet, retry_after_seconds, database_delay
        seconds = retry_delay(job.attempts + 1, exception, delays)
        return RetryDecision(retry_in={"milliseconds": int(seconds * 1000)})


def _end_if_cancelled() -> None:
    """A worker that is cancelled while it has lost the server raises what it has lost it by."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _not_yet(exception: BaseException) -> float | None:
    return exception.seconds if isinstance(exception, NotYet) else None


def app_of(url: str, connections: int) -> App:
    return App(connector=PsycopgConnector(conninfo=conninfo(url), min_size=1, max_size=connections))


async def retry(app: App, job: Job) -> None:
    """Let somebody do the job once more, unless it is done by now."""
    log.warning("Job %s is taken up again", job.call_string)
    with suppress(ConnectorException):
        await app.job_manager.retry_job(job)
