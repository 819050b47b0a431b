"""When messages were sent to each chat, by all machines. Times are in seconds since 1970, by the server's clock."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Float, cast, extract, func
from sqlmodel import Session, col, select

from storage.models import SentTimes


def server_time(session: Session) -> float:
    """The database server's clock, in seconds since 1970: the same for all machines."""
    return float(session.exec(select(cast(extract("epoch", func.clock_timestamp()), Float))).one())


def sent_times(session: Session, chat_ids: Collection[int]) -> dict[int, list[float]]:
    rows = session.exec(select(SentTimes).where(col(SentTimes.chat_id).in_(chat_ids))).all()
    return {row.chat_id: row.sent for row in rows}


def note_sent_times(session: Session, times: Mapping[int, Sequence[float]]) -> None:
    for chat_id, sent in times.items():
        session.merge(SentTimes(chat_id=chat_id, sent=list(sent)))
