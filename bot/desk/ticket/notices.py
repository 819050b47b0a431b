"""What the customer hears of their ticket."""

from collections.abc import Mapping
from datetime import datetime

from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Ticket


def accepted(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    _tell(uow, customer, ticket, "accepted", opening(uow))


def added(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """What they added was put to the ticket, and by when a person replies."""
    _tell(uow, customer, ticket, "added", opening(uow))


def taken(uow: UnitOfWork, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    _tell(uow, customer, ticket, "taken", {"name": colleague.name})


def pending(uow: UnitOfWork, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    _tell(uow, customer, ticket, "pending", {"name": colleague.name})


def solved(uow: UnitOfWork, customer: Customer, ticket: Ticket, by_customer: bool) -> None:
    _tell(uow, customer, ticket, "solved", {"by_customer": by_customer}, [_reopen_row(uow, customer, ticket)])


def reopened(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    _tell(uow, customer, ticket, "reopened", opening(uow))


def late(uow: UnitOfWork, customer: Customer, ticket: Ticket, old_promise: datetime) -> None:
    """The promise can't be kept: the new time, and a word of apology."""
    _tell(uow, customer, ticket, "late", {"old_promise": old_promise})


def time_promised(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """A time for somebody who could not be promised one before."""
    _tell(uow, customer, ticket, "time_promised", {})


def too_much(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """They write more than can be shown at once; all of it is kept."""
    _tell(uow, customer, ticket, "too_much", {})


def _tell(
    uow: UnitOfWork, customer: Customer, ticket: Ticket, name: str, values: Mapping[str, object], buttons: Buttons = ()
) -> None:
    rich = uow.say(uow.language_of(customer), f"customer.{name}", customer=customer, ticket=ticket, **values)
    to_customer(uow, customer, Post(rich, buttons), name, ticket)


def opening(uow: UnitOfWork) -> dict[str, object]:
    """What the texts about a promise need: are we open, when do we open, why are we closed."""
    return {
        "is_open": uow.is_open,
        "opening": uow.calendar.next_opening(uow.now),
        "closure": uow.closure_now,
    }


def _reopen_row(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> list[Button]:
    return [Button(uow.label(uow.language_of(customer), "buttons.reopen"), f"my_reopen:{ticket.id}")]
