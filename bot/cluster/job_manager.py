"""Procrastinate's jobs, fenced: a worker that stood still may not end a job that another one has taken over.

A job is a worker's own as long as it has that worker and that number of attempts: `storage.jobs.requeue_stalled` raises
the number. The library itself ends and retries jobs by their id alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from sqlmodel import Session
from typing_extensions import override

from storage import jobs
from storage.uptime import uptime

_OURS = """
    WITH ours AS (
        SELECT id FROM procrastinate_jobs
        WHERE id = %(id)s AND status = 'doing' AND worker_id = %(worker)s AND attempts = %(attempts)s FOR UPDATE
    )
"""
_FINISH = f"{_OURS} SELECT procrastinate_finish_job_v1(id, %(status)s, %(delete)s) FROM ours"  # noqa: S608 - constants
_RETRY = f"{_OURS} SELECT procrastinate_retry_job_v2(id, %(at)s, NULL, NULL, NULL) FROM ours"  # noqa: S608 - constants


class FencedJobManager(JobManager):
    """Ends and retries only jobs that are still the worker's own, and knows how long the worker surely counts as alive.

    `dead_seconds`: without a heartbeat for so long its jobs are given to others.
    """

    dead_seconds = jobs.DEAD_SECONDS
    _beat_at = 0.0
    _lapses = 0

    @override
    async def register_worker(self) -> int:
        asked_at = uptime()
        worker_id = await super().register_worker()
        self._note_beat(asked_at)
        return worker_id

    @override
    async def update_heartbeat(self, worker_id: int) -> None:
        asked_at = uptime()
        await super().update_heartbeat(worker_id)
        self._note_beat(asked_at)

    @override
    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        await self.connector.execute_query_async(_FINISH, **_identity(job), status=status.value, delete=delete_job)

    @override
    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        await self.connector.execute_query_async(_RETRY, **_identity(job), at=retry_at or datetime.now(UTC))

    def fence(self, job: Job) -> "JobFence":
        """The fence for all that `job` does from now on."""
        lapses = self._lapses
        return JobFence(job, lambda: self._lapses == lapses and uptime() - self._beat_at < self.dead_seconds / 2)

    def _note_beat(self, at: float) -> None:
        if at - self._beat_at >= self.dead_seconds:  # jobs that were running may have been given to others
            self._lapses += 1
        self._beat_at = at


@dataclass(frozen=True)
class JobFence:
    """The right to a job: it is listed as running here, and this process was not suspended since it began."""

    job: Job
    is_alive: Callable[[], bool]

    def check(self, session: Session) -> None:
        jobs.require_running(session, **_identity(self.job))

    @property
    def holds(self) -> bool:
        return self.is_alive()


def _identity(job: Job) -> dict[str, int]:
    return {"id": job.id or 0, "worker": job.worker_id or 0, "attempts": job.attempts}
