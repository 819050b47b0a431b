"""Queries for what authors ask of the FAQ. A task changes its state by a conditional update."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.authoring_models import FaqTask, TaskKind, TaskState

_NEAR = 20  # tasks of an author in a few minutes
WAITING = (TaskState.WANTED, TaskState.APPROVED)
_OFFERED = (TaskKind.GROUP, TaskKind.PHRASING)
"""Shown below the list of what is asked and not answered: no message asks for one of them."""

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


def of_message(session: Session, author_id: int, message: int, customer_id: int | None) -> FaqTask | None:
    """The latest task that the author's message asked for, in the group or in the customer's private chat."""
    found = select(FaqTask).where(
        FaqTask.author_id == author_id,
        FaqTask.reply_to == message,
        FaqTask.customer_id == customer_id,
        col(FaqTask.kind).not_in(_OFFERED),
    )
    return session.exec(found.order_by(col(FaqTask.id).desc()).limit(1)).first()


def of_album(session: Session, author_id: int, album: str, since: datetime) -> FaqTask | None:
    """The latest task that came of the author's pictures in that album."""
    found = select(FaqTask).where(FaqTask.author_id == author_id, FaqTask.made_at >= since)
    latest = session.exec(found.order_by(col(FaqTask.id).desc()).limit(_NEAR)).all()
    return next((task for task in latest if task.content.get("album") == album), None)


def drop_old(session: Session, since: datetime, until: datetime) -> None:
    """Drop the tasks made in [since, until), with customers' words that authors were shown; but none that waits."""
    old = delete(FaqTask).where(
        col(FaqTask.made_at) >= since, col(FaqTask.made_at) < until, col(FaqTask.state).not_in(WAITING)
    )
    session.connection().execute(old)


def of_kind(session: Session, kind: TaskKind, state: TaskState, since: datetime) -> Sequence[FaqTask]:
    """Tasks of that kind that got this state since then, oldest first."""
    found = select(FaqTask).where(FaqTask.kind == kind, FaqTask.state == state, FaqTask.changed_at >= since)
    return session.exec(found.order_by(col(FaqTask.id))).all()
