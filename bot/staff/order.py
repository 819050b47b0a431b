"""A command as a colleague gave it, and the ticket that it is about."""

import re
from dataclasses import dataclass

from bot.arrival import Command
from bot.desk.outbox import Post
from bot.desk.ticket.history import Colleague, Incoming
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Ticket

_NUMBER = re.compile(r"[№#]?\s*(\d{1,18})(?!\w|[:.-]\d)")


@dataclass(frozen=True)
class Order:
    """`meant`: the ticket in whose topic the command was given, or to whose card or message it replies.

    `topic` and `message`: where it was given. `said`: the message, with its formatting.
    """

    colleague: Colleague
    arguments: str
    meant: Ticket | None
    message: int
    topic: int | None
    said: Incoming | None = None


@dataclass(frozen=True)
class TicketOrder:
    """A command about a ticket, with what was written besides the ticket's number."""

    colleague: Colleague
    ticket: Ticket
    rest: str


def about_ticket(uow: UnitOfWork, order: Order) -> TicketOrder | None:
    """The ticket that the command names, or else means; None when it names one that is not there, or means none."""
    number, rest = number_named(order.arguments)
    ticket = order.meant if number is None else uow.session.get(Ticket, number)
    return TicketOrder(order.colleague, ticket, rest) if ticket else None


def number_named(arguments: str) -> tuple[int | None, str]:
    """The ticket's number with which what was written begins, if any, and what is written besides it."""
    number = _NUMBER.match(arguments)
    rest = arguments[number.end() :] if number else arguments
    return int(number[1]) if number else None, rest.strip(" ,.:")


def ask_which(uow: UnitOfWork, order: Order, command: str) -> Post:
    """What to answer where `about_ticket` finds none: that there is no ticket of that number, or which one is meant."""
    number, _ = number_named(order.arguments)
    if number is not None:
        return say(uow, "actions.no_such_ticket", number=number)
    return say(uow, "actions.which_ticket", command=command)


def with_arguments_apart(command: Command, known: set[str]) -> Command:
    """`/t_27` and `/away_off`, which can be tapped, as `/t 27` and `/away off`; others as they are."""
    name, _, arguments = command.name.partition("_")
    if command.name in known or name not in known or not arguments:
        return command
    return Command(name, f"{arguments.replace('_', ' ')} {command.arguments}".strip(), command.is_for_another_bot)


def say(uow: UnitOfWork, template: str, /, **values: object) -> Post:
    """A text for the staff."""
    return Post(uow.say(uow.staff_language, template, **values))
