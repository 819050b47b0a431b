"""The commands about one ticket: in its topic, as a reply to its card, or with its number."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from bot.desk.outbox import Post, show_card
from bot.desk.ticket.assigning import people_to_give_to
from bot.desk.ticket.card import card_post
from bot.desk.ticket.card_menus import people_buttons, times
from bot.desk.unit_of_work import UnitOfWork
from bot.staff import acts
from bot.staff.acts import OUTDATED, Toast
from bot.staff.colleagues import is_oneself, people_called
from bot.staff.human_dates import DateError
from bot.staff.moments import until_opening
from bot.staff.order import Order, TicketOrder, about_ticket, ask_which, number_named, say
from storage.assignments import people_of_staff
from storage.models import ACTIVE, Priority, State


def show(uow: UnitOfWork, order: TicketOrder) -> Post:
    """/t 142: the ticket's card."""
    return card_post(uow, order.ticket)


def take(uow: UnitOfWork, order: TicketOrder) -> Post:
    return _done(uow, order, acts.take(uow, order.colleague, order.ticket))


def wait(uow: UnitOfWork, order: TicketOrder) -> Post:
    return _done(uow, order, acts.wait(uow, order.colleague, order.ticket))


def solve(uow: UnitOfWork, order: TicketOrder) -> Post:
    return _done(uow, order, acts.solve(uow, order.colleague, order.ticket))


def spam(uow: UnitOfWork, order: TicketOrder) -> Post:
    return _done(uow, order, acts.spam(uow, order.colleague, order.ticket))


def release(uow: UnitOfWork, order: TicketOrder) -> Post:
    return _done(uow, order, acts.release(uow, order.colleague, order.ticket))


def set_priority(uow: UnitOfWork, order: TicketOrder, priority: Priority) -> Post:
    return _done(uow, order, acts.set_priority(uow, order.colleague, order.ticket, priority))


def give(uow: UnitOfWork, order: TicketOrder) -> Post:
    """/give Анна; without a name, or with that of several, buttons ask to whom."""
    ticket, everybody = order.ticket, people_of_staff(uow.session)
    if ticket.state not in ACTIVE:
        return _done(uow, order, OUTDATED)
    if is_oneself(order.rest):
        return take(uow, order)
    found = people_called(everybody, order.rest)
    if len(found) == 1:
        return _done(uow, order, acts.give(uow, order.colleague, ticket, found[0]))
    whom = found or people_to_give_to(uow, ticket)
    post = say(
        uow, "actions.give_to_whom", ticket=ticket, name=order.rest, are_namesakes=bool(found), is_anybody=bool(whom)
    )
    return replace(post, buttons=people_buttons(uow, ticket, whom))


def snooze(uow: UnitOfWork, order: TicketOrder) -> Post:
    """/snooze завтра; without a time, buttons ask until when."""
    ticket = order.ticket
    if ticket.state not in ACTIVE:
        return _done(uow, order, OUTDATED)
    try:
        until = until_opening(uow, order.rest)
    except DateError:
        post = say(uow, "actions.snooze_until_when", ticket=ticket, text=order.rest)
        return replace(post, buttons=times(uow, ticket)[:-1])
    return _done(uow, order, acts.snooze(uow, order.colleague, ticket, until))


def _done(uow: UnitOfWork, order: TicketOrder, toast: Toast) -> Post:
    if toast == OUTDATED:
        if order.ticket.state == State.CLOSED:
            show_card(uow, order.ticket)  # closes the topic again, which was opened to say so
        return say(uow, "actions.cant_be_done", ticket=order.ticket)
    return say(uow, "actions.done", ticket=order.ticket, said=acts.said(uow, toast))


TICKET_COMMANDS: Mapping[str, Callable[[UnitOfWork, TicketOrder], Post]] = {
    "t": show,
    "take": take,
    "give": give,
    "release": release,
    "snooze": snooze,
    "wait": wait,
    "solve": solve,
    **{str(priority): partial(set_priority, priority=priority) for priority in Priority},
    "spam": spam,
}


def run(uow: UnitOfWork, name: str, order: Order) -> Post:
    """Run the command on its ticket, or ask which one is meant."""
    about = about_ticket(uow, order)
    if name == "snooze" and (order.meant or about is None) and _names_none(uow, order):
        about = TicketOrder(order.colleague, order.meant, order.arguments) if order.meant else None
        order = replace(order, arguments="")
    return TICKET_COMMANDS[name](uow, about) if about else ask_which(uow, order, name)


def _names_none(uow: UnitOfWork, order: Order) -> bool:
    """Whether what was written with /snooze names no ticket: «2 часа» does not, «99 завтра» does."""
    _, rest = number_named(order.arguments)
    return _is_time(uow, order.arguments) or (about_ticket(uow, order) is None and not _is_time(uow, rest))


def _is_time(uow: UnitOfWork, text: str) -> bool:
    try:
        until_opening(uow, text)
    except DateError:
        return False
    return True
