"""Converts outbox rows, stored or about to be stored, into `Waiting` (for the queue) and `Outgoing` (for sending)."""

from sqlalchemy import RowMapping

from bot.delivery.selection import Waiting
from bot.desk.payloads import (
    AboutMessage,
    Outgoing,
    Payload,
    PayloadError,
    TicketCard,
    from_json,
    messages_in,
    priority_of,
)
from bot.desk.staff_chat import staff_chat
from bot.desk.unit_of_work import NewRow, UnitOfWork
from storage.models import OutboxRow


def waiting_of(uow: UnitOfWork, row: RowMapping, staff_chat_id: int) -> Waiting:
    """A stored row; the mapping has the columns of `outbox` and the customer's `address`. Raises PayloadError."""
    payload = from_json(row["action"], row["content"])
    chat_id = _chat_of(payload, row["address"] if row["customer_id"] is not None else None, staff_chat_id)
    return Waiting(
        row_id=row["id"],
        lane=row["lane"],
        chat_id=chat_id,
        messages=_expected_messages(uow, payload),
        priority=priority_of(payload, is_for_customer=row["customer_id"] is not None),
        due_at=row["due_at"],
        maybe_sent=row["doubted_since"] is not None,
        failures=row["attempts"],
        doubted_since=row["doubted_since"],
    )


def waiting_of_new(uow: UnitOfWork, row: NewRow, row_id: int = 0) -> Waiting:
    """A row that is about to be inserted. Raises PayloadError."""
    address = row.customer.address if row.customer else None
    return Waiting(
        row_id=row_id,
        lane=row.lane,
        chat_id=_chat_of(row.payload, address, staff_chat(uow)),
        messages=_expected_messages(uow, row.payload),
        priority=priority_of(row.payload, is_for_customer=row.customer is not None),
        due_at=row.due_at,
    )


def messages_of(uow: UnitOfWork, row: OutboxRow, otherwise: int) -> int:
    """How many messages a stored row posts as it is now: an album grows while it waits. `otherwise`: if unreadable."""
    try:
        return _expected_messages(uow, from_json(row.action, row.content))
    except PayloadError:
        return otherwise


def _expected_messages(uow: UnitOfWork, payload: Payload) -> int:
    """How many messages the row is expected to post; a new card makes its topic, too, which counts as one."""
    has_topic = isinstance(payload, TicketCard) and payload.is_new and uow.context.settings.staff.topics
    return messages_in(payload) + has_topic


def outgoing_of(row: RowMapping, chat_id: int) -> Outgoing:
    """A claimed row. Raises PayloadError."""
    return Outgoing(
        id=row["id"],
        chat_id=chat_id,
        payload=from_json(row["action"], row["content"]),
        customer_id=row["customer_id"],
        ticket_id=row["ticket_id"],
        message_id=row["message_id"],
        silent=row["silent"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        claimed_at=row["claimed_at"],
        maybe_sent_since=row["doubted_since"],
        content=row["content"],
    )


def outgoing_of_new(uow: UnitOfWork, row: NewRow, waiting: Waiting, content: dict[str, object]) -> Outgoing:
    """A row that is claimed in the transaction that inserts it."""
    return Outgoing(
        id=waiting.row_id,
        chat_id=waiting.chat_id,
        payload=row.payload,
        customer_id=row.customer.id if row.customer else None,
        ticket_id=row.ticket.id if row.ticket else None,
        message_id=row.message.id if row.message else None,
        silent=row.silent,
        attempts=0,
        created_at=uow.now,
        claimed_at=uow.now,
        maybe_sent_since=None,
        content=content,
    )


def _chat_of(payload: Payload, address: str | None, staff_chat_id: int) -> int:
    if address is not None:
        try:
            return int(address)
        except ValueError:
            raise PayloadError(f"a customer's address is not a number: {address}") from None
    if isinstance(payload, AboutMessage):
        return payload.chat_id
    return staff_chat_id
