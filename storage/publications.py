"""The history of the FAQ: what colleagues published, and what was taken back. Undone by a conditional update."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from storage.models import Publication

_LATEST = select(Publication).order_by(col(Publication.id).desc()).limit(bindparam("count"))
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


def mark_undone(session: Session, publication_id: int, person: int, name: str, at: datetime) -> bool:
    """Record who took it back; False when somebody has before, or there is no such publication."""
    session.flush()
    values = {"publication": publication_id, "person": person, "name": name, "moment": at}
    is_first = session.connection().execute(_UNDO, values).rowcount == 1
    _refresh(session, publication_id)
    return is_first


def _refresh(session: Session, publication_id: int) -> None:
    known = session.get(Publication, publication_id)
    if known is not None:
        session.refresh(known)
