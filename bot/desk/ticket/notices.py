"""Messages to the customer about their ticket."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.conversation.prior_messages import PRIOR_MESSAGES_SPAN
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import Colleague
from bot.desk.ticket.manner import FOREIGN, Manner
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import Rich
from bot.wording.other_languages import accepted_in
from faq import Purpose
from storage.models import Customer, Ticket
from storage.tickets import messages_of

_ATTEMPTS = (
    *(Notification.ANSWER, Notification.SUGGEST, Notification.PREVIEW),
    *(Notification.NOT_IT, Notification.ALREADY_ANSWERED),
)
"""Kinds of what the bot says to help."""


def accepted(
    uow: UnitOfWork, customer: Customer, ticket: Ticket, manner: Manner | None = None, not_chosen: bool = False
) -> None:
    """The number and the promise, after words that fit what the request is about.

    `not_chosen`: the ticket was opened because no suggestion was chosen in time.
    """
    _tell_in_manner(uow, customer, ticket, Notification.ACCEPTED, manner, not_chosen=not_chosen)


def added(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """Their message was added to the ticket; says when a person replies."""
    tell(uow, customer, ticket, Notification.ADDED, opening(uow))


def taken(uow: UnitOfWork, customer: Customer, ticket: Ticket, colleague: Colleague) -> None:
    tell(uow, customer, ticket, Notification.TAKEN, {"name": colleague.name})


def pending(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """We wait for their answer; names who has the ticket, whoever set it pending."""
    tell(uow, customer, ticket, Notification.PENDING, {"name": taker_name(uow, ticket)})


def solved(uow: UnitOfWork, customer: Customer, ticket: Ticket, by_customer: bool) -> None:
    tell(uow, customer, ticket, Notification.SOLVED, {"by_customer": by_customer}, [_reopen_row(uow, customer, ticket)])


def reopened(uow: UnitOfWork, customer: Customer, ticket: Ticket, manner: Manner | None = None) -> None:
    _tell_in_manner(uow, customer, ticket, Notification.REOPENED, manner)


def add_here(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """How to add to the ticket."""
    tell(uow, customer, ticket, Notification.ADD_HERE)


def already_closed(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    tell(uow, customer, ticket, Notification.ALREADY_CLOSED, buttons=[_reopen_row(uow, customer, ticket)])


def late(uow: UnitOfWork, customer: Customer, ticket: Ticket, old_promise: datetime) -> None:
    """The promise can't be kept: an apology, the new time, and why if we closed meanwhile. `old_promise` is aware."""
    tell(uow, customer, ticket, Notification.LATE, {"old_promise": old_promise, "closure": uow.closure_now})


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
    merge_key: str | None = None,
) -> None:
    """Tell the customer what the kind's template says with `values`, the customer and the ticket."""
    rich = uow.say(uow.language_of(customer), kind.template, customer=customer, ticket=ticket, **values)
    to_customer(uow, customer, Post(rich, buttons), kind, ticket).merge_key = merge_key


def opening(uow: UnitOfWork) -> dict[str, object]:
    """Template variables of messages with a promise: whether the desk is open, the next opening, the closure."""
    return {
        "is_open": uow.is_open,
        "opening": uow.calendar.next_opening(uow.now),
        "closure": uow.closure_now,
    }


def _tell_in_manner(
    uow: UnitOfWork, customer: Customer, ticket: Ticket, kind: Notification, manner: Manner | None, **values: object
) -> None:
    language = uow.language_of(customer)
    rich = uow.say(language, kind.template, customer=customer, ticket=ticket, **values, **opening(uow))
    if manner:
        rich = _preface(uow, language, ticket, manner) + Rich("\n\n") + rich
    to_customer(uow, customer, Post(rich, [_close_and_add(uow, language, ticket)]), kind, ticket)


def _preface(uow: UnitOfWork, language: str, ticket: Ticket, manner: Manner) -> Rich:
    if manner.about == FOREIGN:
        zone = ZoneInfo(uow.context.settings.hours.timezone)
        return Rich(accepted_in(manner.language, ticket.id, ticket.promised_at, zone))
    has_tried = manner.about == Purpose.INSULT and _has_tried(uow, ticket)
    return uow.say(language, "customer.preface", about=manner.about, phones=manner.phones, has_tried=has_tried)


def _has_tried(uow: UnitOfWork, ticket: Ticket) -> bool:
    """Whether the bot has answered or suggested anything in the exchange that led to the ticket."""
    since = uow.now - PRIOR_MESSAGES_SPAN
    return any(one.kind in _ATTEMPTS and one.at >= since for one in messages_of(uow.session, ticket.id))


def _close_and_add(uow: UnitOfWork, language: str, ticket: Ticket) -> list[Button]:
    return [
        Button(uow.label(language, "buttons.close_request"), f"close:{ticket.id}"),
        Button(uow.label(language, "buttons.add_to_request"), f"add:{ticket.id}"),
    ]


def _reopen_row(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> list[Button]:
    return [Button(uow.label(uow.language_of(customer), "buttons.reopen"), f"my_reopen:{ticket.id}")]
