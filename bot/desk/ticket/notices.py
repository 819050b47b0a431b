"""Messages to the customer about their ticket."""

from collections.abc import Mapping
from datetime import datetime

from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Ticket


def accepted(uow: UnitOfWork, customer: Customer, ticket: Ticket, not_chosen: bool = False) -> None:
    """`not_chosen`: the ticket was opened because no suggestion was chosen in time."""
    tell(uow, customer, ticket, Notification.ACCEPTED, {"not_chosen": not_chosen, **opening(uow)})


def added(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """Their message was added to the ticket; says when a person replies."""
    tell(uow, customer, ticket, Notification.ADDED, opening(uow))


def taken(uow: UnitOfWork, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    tell(uow, customer, ticket, Notification.TAKEN, {"name": colleague.name})


def pending(uow: UnitOfWork, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    tell(uow, customer, ticket, Notification.PENDING, {"name": colleague.name})


def solved(uow: UnitOfWork, customer: Customer, ticket: Ticket, by_customer: bool) -> None:
    tell(uow, customer, ticket, Notification.SOLVED, {"by_customer": by_customer}, [_reopen_row(uow, customer, ticket)])


def reopened(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    tell(uow, customer, ticket, Notification.REOPENED, opening(uow))


def late(uow: UnitOfWork, customer: Customer, ticket: Ticket, old_promise: datetime) -> None:
    """The promise can't be kept: an apology and the new time. `old_promise` is aware."""
    tell(uow, customer, ticket, Notification.LATE, {"old_promise": old_promise})


def time_promised(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """A promise for a customer who got none before, because no opening was known."""
    tell(uow, customer, ticket, Notification.TIME_PROMISED)


def too_much(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """They write more than the staff are shown at once; all of it is kept."""
    tell(uow, customer, ticket, Notification.TOO_MUCH)


def tell(
    uow: UnitOfWork,
    customer: Customer,
    ticket: Ticket,
    kind: Notification,
    values: Mapping[str, object] = {},
    buttons: Buttons = (),
) -> None:
    """Tell the customer what the kind's template says with `values`, the customer and the ticket."""
    rich = uow.say(uow.language_of(customer), kind.template, customer=customer, ticket=ticket, **values)
    to_customer(uow, customer, Post(rich, buttons), kind, ticket)


def opening(uow: UnitOfWork) -> dict[str, object]:
    """Template variables of messages with a promise: whether the desk is open, the next opening, the closure."""
    return {
        "is_open": uow.is_open,
        "opening": uow.calendar.next_opening(uow.now),
        "closure": uow.closure_now,
    }


def _reopen_row(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> list[Button]:
    return [Button(uow.label(uow.language_of(customer), "buttons.reopen"), f"my_reopen:{ticket.id}")]
