"""The staff's commands, in their group."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.arrival import Arrival
from bot.desk import closures, digest
from bot.desk.outbox import Post, reply_to_colleague
from bot.desk.ticket.card import card_post
from bot.desk.ticket.history import Colleague, note_event
from bot.desk.unit_of_work import UnitOfWork
from bot.staff import on_call
from bot.staff.closing_time import ClosingTimeError, parse_closure
from bot.staff.messages import explain_foreign_channel, ticket_meant
from bot.staff.people import colleague_who
from storage.models import Customer, Ticket
from storage.tickets import customer_of, queue

LONGEST_QUEUE = 40


@dataclass(frozen=True)
class Order:
    """A command as a colleague gave it; `ticket` is the one it names or in whose topic it was given."""

    colleague: Colleague
    arguments: str
    ticket: Ticket | None


def on_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """Run the command and answer where it was given; commands of people who are no members do nothing."""
    message, command = arrival.message, arrival.command
    colleague = colleague_who(uow, arrival)
    if message is None or command is None or colleague is None:
        explain_foreign_channel(uow, arrival)
        return
    ticket = _named_ticket(uow, command.arguments) or ticket_meant(uow, arrival)
    for post in COMMANDS[command.name](uow, Order(colleague, command.arguments, ticket)):
        reply_to_colleague(uow, message.topic, message.ref.id, post)


def is_known(arrival: Arrival) -> bool:
    return arrival.command is not None and arrival.command.name in COMMANDS


def show_queue(uow: UnitOfWork, _order: Order) -> list[Post]:
    """/open: the tickets that are not solved, urgent first, then by promise."""
    shown = digest.listed(uow, queue(uow.session, limit=LONGEST_QUEUE))
    return digest.queue_posts(uow, shown) or [_said(uow, "queue_empty")]


def show_ticket(uow: UnitOfWork, order: Order) -> list[Post]:
    """/t 142: the ticket's card."""
    return [card_post(uow, order.ticket)] if order.ticket else [_said(uow, "which_ticket")]


def show_digest(uow: UnitOfWork, _order: Order) -> list[Post]:
    """/digest: what came since the last closing time."""
    return digest.posts(uow, digest.summarise(uow, digest.last_closing(uow), uow.now))


def ban(uow: UnitOfWork, order: Order) -> list[Post]:
    """/ban: stop showing what the ticket's customer writes; a second /ban lifts it."""
    if order.ticket is None:
        return [_said(uow, "which_ticket")]
    customer: Customer = customer_of(uow.session, order.ticket)
    customer.banned_at = None if customer.banned_at else uow.now
    name = "banned" if customer.banned_at else "unbanned"
    note_event(uow, order.ticket, name, order.colleague.name)
    return [_said(uow, name, customer=customer)]


def away(uow: UnitOfWork, order: Order) -> list[Post]:
    """/away: announce an unplanned closure, or lift it."""
    try:
        wanted = parse_closure(order.arguments, uow.now, uow.calendar.zone)
    except ClosingTimeError:
        return [_said(uow, "away_help")]
    if wanted is None:
        return [_said(uow, "away_lifted" if closures.lift(uow) else "not_away")]
    closures.announce(uow, order.colleague, wanted.until, wanted.reason)
    return [_said(uow, "away_announced", until=wanted.until, reason=wanted.reason)]


def oncall(uow: UnitOfWork, order: Order) -> list[Post]:
    """/oncall: who is on call; with a name, put them on call; "off" ends that."""
    return on_call.command(uow, order.colleague, order.arguments)


def show_help(uow: UnitOfWork, _order: Order) -> list[Post]:
    return [_said(uow, "help")]


COMMANDS: Mapping[str, Callable[[UnitOfWork, Order], list[Post]]] = {
    "open": show_queue,
    "t": show_ticket,
    "digest": show_digest,
    "ban": ban,
    "away": away,
    "oncall": oncall,
    "help": show_help,
    "start": show_help,
}


def _named_ticket(uow: UnitOfWork, arguments: str) -> Ticket | None:
    number = re.match(r"[№#]?\s*(\d{1,18})\b", arguments)
    return uow.session.get(Ticket, int(number[1])) if number else None


def _said(uow: UnitOfWork, name: str, **values: object) -> Post:
    return Post(uow.say(uow.staff_language, f"staff.{name}", **values))
