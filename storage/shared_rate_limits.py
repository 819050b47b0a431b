"""When messages went out, as all machines together know it. Times are seconds since 1970, by the server's clock."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Float, cast, extract, func
from sqlmodel import Session, col, select

from storage.models import Pacing


def server_time(session: Session) -> float:
    """One clock for all machines."""
    return float(session.exec(select(cast(extract("epoch", func.clock_timestamp()), Float))).one())


def sent_times(session: Session, chat_ids: Collection[int]) -> dict[int, list[float]]:
    rows = session.exec(select(Pacing).where(col(Pacing.chat_id).in_(chat_ids))).all()
    return {row.chat_id: row.sent for row in rows}


def note_sent_times(session: Session, times: Mapping[int, Sequence[float]]) -> None:
    for chat_id, sent in times.items():
        session.merge(Pacing(chat_id=chat_id, sent=list(sent)))
