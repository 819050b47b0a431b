"""When messages were sent to each chat, by all machines. Times are in seconds since 1970, by the server's clock.

PostgreSQL only. The statements are module constants: building one takes longer than executing it.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import BigInteger, Float, bindparam, cast, extract, func, select
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col

from storage.models import SentTimes

_CHAT = (
    func.unnest(bindparam("chats", type_=postgresql.ARRAY(BigInteger))).table_valued("chat_id").render_derived("asked")
)
_CLOCK = cast(extract("epoch", func.clock_timestamp()), Float)
_LOOK = select(_CHAT.c.chat_id, col(SentTimes.sent), _CLOCK).select_from(
    _CHAT.outerjoin(SentTimes, col(SentTimes.chat_id) == _CHAT.c.chat_id)
)
_NEW = postgresql.insert(SentTimes)
_NOTE = _NEW.on_conflict_do_update(index_elements=["chat_id"], set_={"sent": _NEW.excluded.sent})


def look(session: Session, chat_ids: Sequence[int]) -> tuple[float, dict[int, list[float]]]:
    """The database server's clock, the same for all machines, and the times recorded for each of these chats."""
    rows = session.connection().execute(_LOOK, {"chats": list(chat_ids)}).all()
    return rows[0][2], {chat_id: sent or [] for chat_id, sent, _ in rows}


def note_sent_times(session: Session, times: Mapping[int, Sequence[float]]) -> None:
    """Record for each chat when messages were sent, in place of what was recorded before."""
    session.connection().execute(_NOTE, [{"chat_id": chat_id, "sent": list(sent)} for chat_id, sent in times.items()])
