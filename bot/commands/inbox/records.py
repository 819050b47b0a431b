"""Inbox rows as JSON objects."""

import json
from datetime import datetime
from typing import Literal

from bot.commands.tickets.records import instant
from storage.dead_letters import kind_of_failure
from storage.models import InboxUpdate, Json

State = Literal["set_aside", "waiting", "handled"]


def record(row: InboxUpdate, now: datetime, texts: bool) -> Json:
    """An inbox row; message texts, and errors that may quote them, are included only with `texts`."""
    kind, content = _content(row)
    seen = {
        "update_id": row.update_id,
        "state": _state(row),
        "kind": kind,
        "chat": row.lane,
        "received_at": instant(row.received_at),
        "age_seconds": round((now - row.received_at).total_seconds()),
        "tries": row.attempts,
        "error": (row.error if texts else kind_of_failure(row)) or None,
    }
    return seen | {"text": _text(content)} if texts else seen


def with_payload(row: InboxUpdate, now: datetime) -> Json:
    """The row with its texts and the raw update."""
    return record(row, now, texts=True) | {"payload": json.loads(row.payload)}


def _state(row: InboxUpdate) -> State:
    if row.handled_at:
        return "handled"
    return "set_aside" if row.set_aside_at else "waiting"


def _content(row: InboxUpdate) -> tuple[str, Json]:
    """The kind and the content of an update: its only key beside update_id, and that key's value."""
    parts = {name: part for name, part in json.loads(row.payload).items() if name != "update_id"}
    kind, content = next(iter(parts.items()), ("nothing", {}))
    return kind, content if isinstance(content, dict) else {}


def _text(content: Json) -> str:
    return str(content.get("text") or content.get("caption") or content.get("data") or "")
