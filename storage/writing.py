"""Rows that are only written, never changed by who writes them: inbox, outbox, postings, events, the bot's messages.

They go past SQLAlchemy's unit of work, which takes four times as long for each. The statements are module constants:
to build one takes longer than to execute it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Insert, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.models import Event, InboxUpdate, Message, OutboxRow, Posting, StaffThread

Row: TypeAlias = Mapping[str, Any]

_OUTBOX_ROW = insert(OutboxRow).returning(col(OutboxRow.id))
_OUTBOX_ROWS = {
    "sqlite": _OUTBOX_ROW,  # one statement; it numbers the rows as they come
    "postgresql": insert(OutboxRow).returning(col(OutboxRow.id), sort_by_parameter_order=True),
}
_POSTINGS = insert(Posting)
_EVENTS = insert(Event)
_MESSAGE = insert(Message)
_UPDATES: Mapping[str, Insert] = {
    "sqlite": sqlite.insert(InboxUpdate).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(InboxUpdate).on_conflict_do_nothing(),
}
_THREAD_CHANGES = ("chat_id", "topic_id", "name", "is_closed")
_THREADS: Mapping[str, Insert] = {
    name: statement.on_conflict_do_update(
        index_elements=["ticket_id"], set_={column: statement.excluded[column] for column in _THREAD_CHANGES}
    )
    for name, statement in (("sqlite", sqlite.insert(StaffThread)), ("postgresql", postgresql.insert(StaffThread)))
}
_OUTBOX_DEFAULTS: Row = {
    "customer_id": None,
    "ticket_id": None,
    "message_id": None,
    "merge_key": None,
    "expires_at": None,
    "attempts": 0,
    "error": None,
    "claimed_at": None,
    "doubted_since": None,
    "sent_at": None,
    "failed_at": None,
}
_MESSAGE_DEFAULTS: Row = {
    "ticket_id": None,
    "question_id": None,
    "author_name": "",
    "entities": [],
    "attachment": None,
    "album": None,
    "edited_at": None,
    "is_internal": False,
    "is_held": False,
    "gathering": False,
    "source_chat": None,
    "source_id": None,
}


def insert_updates(session: Session, rows: Sequence[Row]) -> None:
    """Updates; one whose `update_id` is there already stays as it is."""
    if rows:
        connection = session.connection()
        connection.execute(_UPDATES[connection.dialect.name], [{**row, "attempts": 0} for row in rows])


def insert_outbox_rows(session: Session, rows: Sequence[Row]) -> list[int]:
    """Rows of the outbox; returns their ids in the order of the rows, which is that of sending."""
    if not rows:
        return []
    connection = session.connection()
    statement = _OUTBOX_ROW if len(rows) == 1 else _OUTBOX_ROWS[connection.dialect.name]
    return sorted(connection.execute(statement, [{**_OUTBOX_DEFAULTS, **row} for row in rows]).scalars())


def insert_postings(session: Session, rows: Sequence[Row]) -> None:
    """Messages of ours that stand in Telegram."""
    if rows:
        session.connection().execute(_POSTINGS, [{"ticket_id": None, "message_id": None, **row} for row in rows])


def put_thread(session: Session, row: Row) -> None:
    """Where the staff talk about a ticket, whatever was known of that before."""
    connection = session.connection()
    connection.execute(_THREADS[connection.dialect.name], row)


def insert_events(session: Session, rows: Sequence[Row]) -> None:
    if rows:
        session.connection().execute(_EVENTS, list(rows))


def insert_message(session: Session, row: Row) -> None:
    """A message that nobody changes any more; the customer and the question it names must be written already."""
    session.connection().execute(_MESSAGE, {**_MESSAGE_DEFAULTS, **row})
