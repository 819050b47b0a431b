"""Outbox rows as JSON objects."""

from typing import Literal

from sqlmodel import Session

from bot.commands.tickets.records import customer_object, instant
from storage.models import Customer, Json, OutboxRow, Ticket

State = Literal["set_aside", "waiting", "sent", "failed"]


def record(session: Session, row: OutboxRow, texts: bool) -> Json:
    """An outbox row; message texts are included only with `texts`. `since`: when it was written."""
    ticket = session.get(Ticket, row.ticket_id) if row.ticket_id else None
    customer_id = row.customer_id or (ticket.customer_id if ticket else None)
    customer = session.get(Customer, customer_id) if customer_id else None
    seen = {
        "id": row.id,
        "state": _state(row),
        "number": row.ticket_id,
        "customer": customer_object(customer) if customer else None,
        "to": "customer" if row.customer_id else "staff",
        "kind": str(row.content.get("kind") or row.content.get("role") or row.action),
        "tries": row.attempts,
        "reason": row.error,
        "maybe_sent": row.doubted_since is not None,
        "since": instant(row.created_at),
        "set_aside_at": instant(row.set_aside_at),
    }
    return seen | {"text": _text(row.content)} if texts else seen


def with_payload(session: Session, row: OutboxRow) -> Json:
    """The row with its texts and all that is to be sent."""
    return record(session, row, texts=True) | {"payload": {"action": row.action, **row.content}}


def _state(row: OutboxRow) -> State:
    if row.set_aside_at:
        return "set_aside"
    if row.failed_at:
        return "failed"
    return "sent" if row.sent_at else "waiting"


def _text(content: Json) -> str:
    texts = [content.get("text"), *(part.get("text") for part in content.get("parts", ()))]
    return "\n".join(text for text in texts if text)
