"""Jobs for a cluster: Procrastinate gives each job to one worker and runs the jobs of a chat in order.

The work itself is in the inbox and the outbox. A job only refers to a row; it is enqueued in the transaction that
writes the row, on the same connection, so that both exist or neither. Completed jobs are deleted.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from procrastinate import SyncPsycopgConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from sqlalchemy import BigInteger, ColumnElement, DateTime, String, column, exists, func, table, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from storage import inbox, outbox
from storage.errors import FencedError
from storage.models import InboxUpdate, OutboxRow

HANDLE, DELIVER = "handle", "deliver"  # task names; the argument is `row_id`
DEAD_SECONDS = 10.0  # without a heartbeat a worker counts as dead; it gives them during calls, too
GROUP_PRIORITY = 2  # of jobs for the staff group; updates have 0
_STAFF = "staff"
_QUEUE = "desk"
_JOBS = table("procrastinate_jobs", column("task_name", String), column("args", JSONB))
_WORKERS = table("procrastinate_workers", column("last_heartbeat", DateTime(timezone=True)))
_RUNNING = text("""
    SELECT 1 FROM procrastinate_jobs
    WHERE id = :id AND status = 'doing' AND worker_id = :worker AND attempts = :attempts
""")
# In a subquery, so that only rows are retried that are still stalled once they are locked.
_REQUEUE_STALLED = text("""
    WITH stalled AS (
        SELECT job.id, task_name, args->>'row_id' AS row_id
        FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
        WHERE status = 'doing' AND (
            worker.id IS NULL OR last_heartbeat < clock_timestamp() - make_interval(secs => :dead)
        )
        FOR UPDATE OF job SKIP LOCKED
    )
    SELECT task_name || ' ' || row_id, procrastinate_retry_job_v2(id, NULL, NULL, NULL, NULL) FROM stalled
""")
_MANAGER = JobManager(SyncPsycopgConnector())  # never opened: jobs are enqueued on the transactions' connections


def enqueue_updates(session: Session, updates: Iterable[tuple[int, str]]) -> None:
    """A job for each new update, given by its id and its lane."""
    _enqueue(session, [_job(HANDLE, f"from:{lane}", update_id) for update_id, lane in updates])


def enqueue_rows(session: Session, rows: Iterable[Mapping[str, Any]], priorities: Mapping[int, int] = {}) -> None:
    """A job for each new row of the outbox, given by its columns. `priorities`: of rows by id; the highest first.

    A job sends the first row of its lane, or the group's next one, whichever row it refers to.
    """
    _enqueue(session, [_delivery(row, priorities.get(row["id"], 0)) for row in rows])


def enqueue_missing_jobs(session: Session) -> None:
    """Enqueue pending rows that have no job: transferred from another database, or requeued by a command."""
    updates = select(InboxUpdate).where(*inbox.WAITS, _has_no_job(HANDLE, col(InboxUpdate.update_id)))
    updates = updates.order_by(col(InboxUpdate.update_id))
    unsent = select(OutboxRow).where(*outbox.WAITS, _has_no_job(DELIVER, col(OutboxRow.id)))
    unsent = unsent.order_by(col(OutboxRow.id))
    enqueue_updates(session, [(row.update_id, row.lane) for row in session.exec(updates)])
    enqueue_rows(session, [row.model_dump() for row in session.exec(unsent)])


def requeue_stalled(session: Session, dead_seconds: float) -> list[str]:
    """Give the jobs of workers without a heartbeat for so long to others; returns their names and rows."""
    return [name for name, _ in session.connection().execute(_REQUEUE_STALLED, {"dead": dead_seconds})]


def require_running(session: Session, id: int, worker: int, attempts: int) -> None:
    """Raise FencedError when the job `id` is no longer run by that worker in that attempt.

    No lock is needed: `requeue_stalled` is run in a writing transaction, too, and these are serialised.
    """
    if session.connection().execute(_RUNNING, {"id": id, "worker": worker, "attempts": attempts}).first() is None:
        raise FencedError(f"job {id} was given to another worker")


def count_living_workers(session: Session) -> int:
    """The number of workers with a recent heartbeat."""
    living = _WORKERS.c.last_heartbeat > func.now() - timedelta(seconds=DEAD_SECONDS)
    return session.connection().execute(select(func.count()).select_from(_WORKERS).where(living)).scalar_one()


def _enqueue(session: Session, jobs: list[Job]) -> None:
    """In the order in which the rows were written: a chat's jobs are done in the order of their enqueueing."""
    if jobs:
        _MANAGER.batch_defer_jobs(jobs, session.connection().connection.driver_connection)


def _delivery(row: Mapping[str, Any], priority: int) -> Job:
    """One job at a time for each lane, and one for all new messages to the staff group, which is first."""
    if outbox.goes_to_group(row):
        return _job(DELIVER, f"to:{_STAFF}", row["id"], max(priority, GROUP_PRIORITY))
    return _job(DELIVER, f"to:{row['lane']}", row["id"], priority)


def _job(task: str, lock: str, row_id: int, priority: int = 0) -> Job:
    return Job(
        queue=_QUEUE,
        task_name=task,
        lock=lock,
        queueing_lock=None,
        task_kwargs={"row_id": row_id},
        priority=priority,
    )


def _has_no_job(task: str, row_id: Mapped[int]) -> ColumnElement[bool]:
    about = _JOBS.c.args["row_id"].astext.cast(BigInteger)
    return ~exists().where(_JOBS.c.task_name == task, about == row_id)
