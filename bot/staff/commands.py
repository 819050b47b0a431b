"""The staff's commands, in their group."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.arrival import Arrival
from bot.desk import closures, digest
from bot.desk.command_names import AUTHORS_COMMAND
from bot.desk.outbox import Post, reply_before, reply_to_colleague
from bot.desk.ticket import banning
from bot.desk.unit_of_work import UnitOfWork
from bot.staff import absence, authoring, on_call, pilot, searches, ticket_commands
from bot.staff.closing_time import ClosingTimeError, parse_closure
from bot.staff.messages import explain_foreign_channel, ticket_meant
from bot.staff.order import Order, about_ticket, ask_which, say, with_arguments_apart
from bot.staff.people import colleague_who
from storage.models import Customer
from storage.tickets import customer_of, queue

LONGEST_QUEUE = 40


def on_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """Run the command and answer where it was given; commands of people who are no members do nothing."""
    message, colleague = arrival.message, colleague_who(uow, arrival)
    if message is None or arrival.command is None or colleague is None:
        explain_foreign_channel(uow, arrival)
        return
    command = with_arguments_apart(arrival.command, KNOWN)
    order, rows = (
        Order(colleague, command.arguments, ticket_meant(uow, arrival), message.ref.id, message.topic, message.content),
        len(uow.new_rows),
    )
    posts = COMMANDS[command.name](uow, order)
    if message.topic and order.meant and command.name in ABOUT_TICKETS:
        for post in reversed(posts):
            reply_before(uow, order.meant, message.ref.id, post, rows)
    else:
        for post in posts:
            reply_to_colleague(uow, message.topic, message.ref.id, post)


def is_known(arrival: Arrival) -> bool:
    return arrival.command is not None and with_arguments_apart(arrival.command, KNOWN).name in KNOWN


def show_queue(uow: UnitOfWork, _order: Order) -> list[Post]:
    """/open: the tickets that are not solved, urgent first, then by promise; those that are snoozed at the end."""
    tickets = queue(uow.session, limit=LONGEST_QUEUE)
    shown = digest.listed(uow, [ticket for ticket in tickets if not ticket.snoozed_until])
    snoozed = [ticket for ticket in tickets if ticket.snoozed_until]
    posts = digest.queue_posts(uow, shown) or ([] if snoozed else [_said(uow, "queue_empty")])
    return [*posts, say(uow, "actions.snoozed_list", tickets=snoozed)] if snoozed else posts


def show_digest(uow: UnitOfWork, _order: Order) -> list[Post]:
    """/digest: what came since the last closing time."""
    return digest.posts(uow, digest.summarise(uow, digest.last_closing(uow), uow.now))


def ban(uow: UnitOfWork, order: Order) -> list[Post]:
    """/ban: stop showing what the ticket's customer writes, and close their ticket; a second /ban lifts it."""
    about = about_ticket(uow, order)
    if about is None:
        return [ask_which(uow, order, "ban")]
    customer: Customer = customer_of(uow.session, about.ticket)
    if customer.banned_at:
        banning.lift(uow, about.ticket, order.colleague)
        return [_said(uow, "unbanned", customer=customer)]
    banning.ban(uow, about.ticket, order.colleague)
    return [_said(uow, "banned", customer=customer)]


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


def _on_ticket(uow: UnitOfWork, order: Order, name: str) -> list[Post]:
    return [ticket_commands.run(uow, name, order)]


COMMANDS: Mapping[str, Callable[[UnitOfWork, Order], list[Post]]] = {
    "open": show_queue,
    "my": searches.show_mine,
    "find": searches.find,
    **{name: partial(_on_ticket, name=name) for name in ticket_commands.TICKET_COMMANDS},
    "digest": show_digest,
    "ban": ban,
    "away": away,
    "oncall": oncall,
    AUTHORS_COMMAND: authoring.faq,
    "pilot": pilot.show,
    "off": absence.leave,
    "on": absence.come_back,
    "help": show_help,
    "start": show_help,
}
KNOWN = set(COMMANDS)
ABOUT_TICKETS = {*ticket_commands.TICKET_COMMANDS, "ban"}


def _said(uow: UnitOfWork, name: str, **values: object) -> Post:
    return Post(uow.say(uow.staff_language, f"staff.{name}", **values))
