"""Jobs for several machines: Procrastinate hands each to one worker, and has those of a chat done in order.

What is to be done stays written in the inbox and the outbox. A job only says that it may be done now; it is enqueued in
the transaction that writes the row, on the same connection, so that both are there or neither. One that is done is
deleted.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from procrastinate import SyncPsycopgConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from sqlalchemy import BigInteger, ColumnElement, DateTime, String, column, exists, func, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from storage import inbox, outbox
from storage.models import InboxUpdate, OutboxRow

HANDLE, DELIVER = "handle", "deliver"  # the tasks, each with the `row_id` of what it is about
DEAD_SECONDS = 10.0  # a worker that has given no sign for so long; no call to Telegram takes as long
_STAFF = "staff"
_QUEUE = "desk"
_JOBS = table("procrastinate_jobs", column("task_name", String), column("args", JSONB))
_WORKERS = table("procrastinate_workers", column("last_heartbeat", DateTime(timezone=True)))
_MANAGER = JobManager(SyncPsycopgConnector())  # not opened: jobs are enqueued on the connections of transactions


def enqueue_updates(session: Session, updates: Iterable[tuple[int, str]]) -> None:
    """A job for each new update, given by its id and its lane."""
    _enqueue(session, [_job(HANDLE, f"from:{lane}", update_id) for update_id, lane in updates])


def enqueue_rows(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """A job for each new row of the outbox, given by its columns."""
    _enqueue(session, [_job(DELIVER, f"to:{_chat_of(row)}", row["id"]) for row in rows])


def enqueue_what_was_forgotten(session: Session) -> None:
    """Rows that wait without a job: moved here from another database, or put back by hand."""
    updates = select(InboxUpdate).where(*inbox.WAITS, _has_no_job(HANDLE, col(InboxUpdate.update_id)))
    updates = updates.order_by(col(InboxUpdate.update_id))
    unsent = select(OutboxRow).where(*outbox.WAITS, _has_no_job(DELIVER, col(OutboxRow.id)))
    unsent = unsent.order_by(col(OutboxRow.id))
    enqueue_updates(session, [(row.update_id, row.lane) for row in session.exec(updates)])
    enqueue_rows(session, [row.model_dump() for row in session.exec(unsent)])


def count_living_workers(session: Session) -> int:
    """How many machines work with this database at the moment."""
    living = _WORKERS.c.last_heartbeat > func.now() - timedelta(seconds=DEAD_SECONDS)
    return session.connection().execute(select(func.count()).select_from(_WORKERS).where(living)).scalar_one()


def _enqueue(session: Session, jobs: list[Job]) -> None:
    """In the order in which the rows were written: a chat's jobs are done in the order of their enqueueing."""
    if jobs:
        _MANAGER.batch_defer_jobs(jobs, session.connection().connection.driver_connection)


def _job(task: str, lock: str, row_id: int) -> Job:
    return Job(queue=_QUEUE, task_name=task, lock=lock, queueing_lock=None, task_kwargs={"row_id": row_id})


def _chat_of(row: Mapping[str, Any]) -> str:
    """Whose jobs are done one after the other: all that puts messages into the staff's group goes in one order.

    A mark on a message is no message, and does not wait behind those that a limit holds back.
    """
    is_about_ticket = row["ticket_id"] is not None and row["customer_id"] is None
    return _STAFF if is_about_ticket and row["action"] != "mark_delivered" else str(row["lane"])


def _has_no_job(task: str, row_id: Mapped[int]) -> ColumnElement[bool]:
    about = _JOBS.c.args["row_id"].astext.cast(BigInteger)
    return ~exists().where(_JOBS.c.task_name == task, about == row_id)
