"""Inserts rows that their writer doesn't change afterwards: inbox, outbox, postings, events, the bot's messages.

These inserts bypass SQLAlchemy's unit of work, which takes four times as long for each row. The statements are module
constants: building one takes longer than executing it.

New messages and questions may change after they were inserted, so they are objects of the session: `new_row` makes
them, and `insert_new` inserts them when the session is flushed. New customers and tickets are inserted at once by
`insert_now`, since what follows needs their ids.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Insert, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Session, SQLModel, col

from storage.models import Customer, Event, InboxUpdate, Message, OutboxRow, Posting, Question, StaffThread, Ticket
from storage.written import note_written

Row: TypeAlias = Mapping[str, Any]
Model = TypeVar("Model", bound=SQLModel)

_OUTBOX_ROW = insert(OutboxRow).returning(col(OutboxRow.id))
_OUTBOX_ROWS = {
    "sqlite": _OUTBOX_ROW,  # ids ascend in the order of the rows
    "postgresql": insert(OutboxRow).returning(col(OutboxRow.id), sort_by_parameter_order=True),
}
_POSTINGS = insert(Posting)
_EVENTS = insert(Event)
_MESSAGE = insert(Message)
_INSERTED_DIRECTLY: Mapping[type[SQLModel], Insert] = {Message: insert(Message), Question: insert(Question)}
_INSERTED_NOW: Mapping[type[SQLModel], Insert] = {Customer: insert(Customer), Ticket: insert(Ticket)}
_THREAD_CHANGES = ("chat_id", "topic_id", "name", "is_closed", "named_by_hand")
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
    "failing_since": None,
    "lone_failures": 0,
    "sent_at": None,
    "failed_at": None,
    "set_aside_at": None,
}
_MESSAGE_DEFAULTS: Row = {
    "ticket_id": None,
    "question_id": None,
    "author_name": "",
    "entities": [],
    "attachment": None,
    "album": None,
    "points_at": None,
    "edited_at": None,
    "is_internal": False,
    "is_held": False,
    "is_pressing": False,
    "gathering": False,
    "source_chat": None,
    "source_id": None,
}


def new_row(model: type[Model], **values: Any) -> Model:
    """A new row with its table's defaults, made in a fifth of the constructor's time. Values are not validated."""
    row: Model = manager_of_class(model).new_instance()
    row.__dict__.update(_defaults(model))
    row.__dict__.update(values)
    return row


def insert_new(session: Session) -> None:
    """Insert the new messages and questions of the session before it flushes the rest.

    The rows they refer to must have been flushed: they hold ids, not objects.
    """
    for row in [one for one in session.new if type(one) in _INSERTED_DIRECTLY]:
        session.expunge(row)
        _insert(session, row, _INSERTED_DIRECTLY[type(row)])


def insert_now(session: Session, row: Customer | Ticket) -> None:
    """Insert a row of `new_row`, which has its id then, without a flush; it may change afterwards."""
    _insert(session, row, _INSERTED_NOW[type(row)])
    note_written(session, added={type(row)})


def _insert(session: Session, row: SQLModel, statement: Insert) -> None:
    """Insert a row that is not of the session yet, and add it as one that the database has."""
    values = {name: value for name, value in row.__dict__.items() if name in _columns(type(row))}
    [row.__dict__["id"]] = session.connection().execute(statement, values).inserted_primary_key or (None,)
    make_transient_to_detached(row)
    session.add(row)


@cache
def _columns(model: type[SQLModel]) -> frozenset[str]:
    return frozenset(column.key for column in class_mapper(model).columns) - {"id"}


@cache
def _defaults(model: type[SQLModel]) -> Row:
    """The default of each column. Lists are shared between rows: assign a new list instead of changing one."""
    fields = model.model_fields.items()
    return {name: field.get_default(call_default_factory=True) for name, field in fields if name != "id"}


def _upsert(dialect: str, model: type[SQLModel]) -> Any:
    """An insert that may say what to do on a conflict. PostgreSQL's dialect is loaded only where it is used: 2 MB."""
    if dialect == "sqlite":
        return sqlite.insert(model)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(model)


@cache
def _updates(dialect: str) -> Insert:
    statement: Insert = _upsert(dialect, InboxUpdate).on_conflict_do_nothing()
    return statement


@cache
def _threads(dialect: str) -> Insert:
    insertion = _upsert(dialect, StaffThread)
    changes = {column: insertion.excluded[column] for column in _THREAD_CHANGES}
    statement: Insert = insertion.on_conflict_do_update(index_elements=["ticket_id"], set_=changes)
    return statement


def insert_updates(session: Session, rows: Sequence[Row]) -> None:
    """Insert updates; those whose `update_id` exists already are ignored."""
    if rows:
        connection = session.connection()
        connection.execute(_updates(connection.dialect.name), [{**row, "attempts": 0} for row in rows])


def insert_outbox_rows(session: Session, rows: Sequence[Row]) -> list[int]:
    """Insert outbox rows; returns their ids, ascending, in the order of `rows`."""
    if not rows:
        return []
    connection = session.connection()
    statement = _OUTBOX_ROW if len(rows) == 1 else _OUTBOX_ROWS[connection.dialect.name]
    return sorted(connection.execute(statement, [{**_OUTBOX_DEFAULTS, **row} for row in rows]).scalars())


def insert_postings(session: Session, rows: Sequence[Row]) -> None:
    """Insert messages that the bot has posted to Telegram."""
    if rows:
        session.connection().execute(
            _POSTINGS, [{"ticket_id": None, "message_id": None, "question_id": None, **row} for row in rows]
        )


def put_thread(session: Session, row: Row) -> None:
    """Insert or replace where the staff discuss a ticket."""
    connection = session.connection()
    connection.execute(_threads(connection.dialect.name), row)


def insert_events(session: Session, rows: Sequence[Row]) -> None:
    if rows:
        session.connection().execute(_EVENTS, list(rows))


def insert_message(session: Session, row: Row) -> None:
    """Insert a message that is not changed afterwards. Its customer and question must have been flushed."""
    session.connection().execute(_MESSAGE, {**_MESSAGE_DEFAULTS, **row})
