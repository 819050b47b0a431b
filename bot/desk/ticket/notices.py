"""What the customer hears of their ticket."""

from collections.abc import Mapping
from datetime import datetime

from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import Desk
from storage.models import Customer, Ticket


def accepted(desk: Desk, customer: Customer, ticket: Ticket) -> None:
    _tell(desk, customer, ticket, "accepted", opening(desk))


def added(desk: Desk, customer: Customer, ticket: Ticket) -> None:
    """What they added was put to the ticket, and by when a person replies."""
    _tell(desk, customer, ticket, "added", opening(desk))


def taken(desk: Desk, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    _tell(desk, customer, ticket, "taken", {"name": colleague.name})


def pending(desk: Desk, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    _tell(desk, customer, ticket, "pending", {"name": colleague.name})


def solved(desk: Desk, customer: Customer, ticket: Ticket, by_customer: bool) -> None:
    _tell(desk, customer, ticket, "solved", {"by_customer": by_customer}, [_reopen_row(desk, customer, ticket)])


def reopened(desk: Desk, customer: Customer, ticket: Ticket) -> None:
    _tell(desk, customer, ticket, "reopened", opening(desk))


def late(desk: Desk, customer: Customer, ticket: Ticket, old_promise: datetime) -> None:
    """The promise can't be kept: the new time, and a word of apology."""
    _tell(desk, customer, ticket, "late", {"old_promise": old_promise})


def time_promised(desk: Desk, customer: Customer, ticket: Ticket) -> None:
    """A time for somebody who could not be promised one before."""
    _tell(desk, customer, ticket, "time_promised", {})


def too_much(desk: Desk, customer: Customer, ticket: Ticket) -> None:
    """They write more than can be shown at once; all of it is kept."""
    _tell(desk, customer, ticket, "too_much", {})


def _tell(
    desk: Desk, customer: Customer, ticket: Ticket, name: str, values: Mapping[str, object], buttons: Buttons = ()
) -> None:
    rich = desk.say(desk.language_of(customer), f"customer.{name}", customer=customer, ticket=ticket, **values)
    to_customer(desk, customer, Post(rich, buttons), name, ticket)


def opening(desk: Desk) -> dict[str, object]:
    """What the texts about a promise need: are we open, when do we open, why are we closed."""
    return {
        "is_open": desk.is_open,
        "opening": desk.calendar.next_opening(desk.now),
        "closure": desk.closure_now,
    }


def _reopen_row(desk: Desk, customer: Customer, ticket: Ticket) -> list[Button]:
    return [Button(desk.label(desk.language_of(customer), "buttons.reopen"), f"my_reopen:{ticket.id}")]
