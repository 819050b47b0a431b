"""The history of the FAQ: what colleagues published, and what was taken back. Undone by a conditional update."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from storage.models import Publication

_LATEST = select(Publication).order_by(col(Publication.id).desc()).limit(bindparam("count"))
_STANDING = (
    select(Publication)
    .where(col(Publication.undone_at).is_(None), Publication.kind != bindparam("undo"))
    .order_by(col(Publication.id).desc())
    .limit(1)
)
_UNDO = (
    update(Publication)
    .where(col(Publication.id) == bindparam("publication"), col(Publication.undone_at).is_(None))
    .values(undone_at=bindparam("moment"), undone_by=bindparam("person"), undone_name=bindparam("name"))
)


def add(session: Session, publication: Publication) -> int:
    """Record a publication; its id."""
    session.add(publication)
    session.flush()
    return publication.id


def get(session: Session, publication_id: int) -> Publication | None:
    return session.get(Publication, publication_id)


def latest(session: Session, count: int) -> Sequence[Publication]:
    """The newest publications, newest first, those that were undone among them."""
    return session.exec(_LATEST, params={"count": count}).all()


def latest_standing(session: Session, undo: str) -> Publication | None:
    """The newest one that was not taken back; `undo` is the kind of those that take others back."""
    return session.exec(_STANDING, params={"undo": undo}).first()


def mark_undone(session: Session, publication_id: int, person: int, name: str, at: datetime) -> bool:
    """Record who took it back; False when somebody has before, or there is no such publication."""
    session.flush()
    values = {"publication": publication_id, "person": person, "name": name, "moment": at}
    is_first = session.connection().execute(_UNDO, values).rowcount == 1
    if known := get(session, publication_id):
        session.refresh(known)
    return is_first
