"""What the log says of tickets, digests and a pilot: numbers, priorities and times, nobody's name or words.

docs/operations.md lists all lines.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

from bot.desk.unit_of_work import UnitOfWork
from storage.database import after_commit

log = logging.getLogger(__name__)

_Line: TypeAlias = tuple[str, *tuple[object, ...]]  # with its arguments


def log_events(uow: UnitOfWork) -> None:
    """Log after the commit what has happened to tickets."""
    for event in uow.new_events:
        if line := _line(uow, event["kind"], event["ticket_id"], event["details"]):
            after_commit(uow.session, partial(log.info, *line))


def log_digest(uow: UnitOfWork, opened: int, waiting: int) -> None:
    """Log after the commit that the digest goes to the staff group."""
    after_commit(uow.session, partial(log.info, "Digest posted: tickets opened %d, waiting %d", opened, waiting))


def log_share(uow: UnitOfWork, share: float) -> None:
    """Log after the commit that a colleague changed whom the bot answers; 0 to 1."""
    after_commit(uow.session, partial(log.info, "The pilot's share is %d percent now", round(100 * share)))


def _line(uow: UnitOfWork, kind: str, ticket: int, details: Mapping[str, Any]) -> _Line | None:
    """What is logged of an event; None for what is no news to an operator."""
    match kind:
        case "opened":
            promise = _time(uow, details["promised_at"])
            return "Ticket %d opened: priority %s, promised by %s", ticket, details["priority"], promise
        case "replied" | "answered_from_faq":
            return "Ticket %d answered by a colleague", ticket
        case "solved":
            return "Ticket %d solved by %s", ticket, "its customer" if details["by_customer"] else "a colleague"
        case "reopened":
            return "Ticket %d reopened", ticket
        case "alarm":
            return "Ticket %d is an emergency, whoever is on call is called", ticket
        case _:
            return None


def _time(uow: UnitOfWork, written: str | None) -> str:
    """On the company's clock; "-" when no time could be promised."""
    zone = uow.context.calendar.zone
    return datetime.fromisoformat(written).astimezone(zone).isoformat(timespec="minutes") if written else "-"
