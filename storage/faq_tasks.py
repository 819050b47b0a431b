"""Queries for what authors ask of the FAQ. A task changes its state by a conditional update."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.authoring_models import FaqTask, TaskKind, TaskState

WAITING = (TaskState.WANTED, TaskState.APPROVED)

_WAITING = select(FaqTask.id).where(col(FaqTask.state).in_(WAITING))


def waiting(session: Session) -> Sequence[int]:
    """Ids of tasks to be worked on, oldest first."""
    return session.exec(_WAITING.order_by(col(FaqTask.id))).all()


def move(session: Session, task: FaqTask, before: TaskState, after: TaskState, now: datetime) -> bool:
    """Change the state, if it still is what it was; False when somebody was faster."""
    session.flush()
    moved = update(FaqTask).where(col(FaqTask.id) == task.id, col(FaqTask.state) == before)
    is_first = session.connection().execute(moved.values(state=after)).rowcount == 1
    session.refresh(task)
    if is_first:
        task.changed_at = now  # by the session, so that whoever listens to commits is told
    return is_first


def of_kind(session: Session, kind: TaskKind, state: TaskState, since: datetime) -> Sequence[FaqTask]:
    """Tasks of that kind that got this state since then, oldest first."""
    found = select(FaqTask).where(FaqTask.kind == kind, FaqTask.state == state, FaqTask.changed_at >= since)
    return session.exec(found.order_by(col(FaqTask.id))).all()
