"""/find and /my: tickets by words, and those that a colleague has."""

import re

from bot.desk.outbox import Post
from bot.desk.ticket.card import card_post, taker_name
from bot.desk.unit_of_work import UnitOfWork
from bot.staff.order import Order, say
from storage.assignments import tickets_taken_by
from storage.models import Ticket
from storage.searching import find_others, find_tickets, words_of
from storage.tickets import customer_of

MOST_TICKETS = 12
MOST_OTHERS = 5
_NUMBER = re.compile(r"[№#]?\s*(\d{1,18})")
_PHONE = re.compile(r"[+\d][\d\s()-]{5,}")


def show_mine(uow: UnitOfWork, order: Order) -> list[Post]:
    """/my: the tickets that the colleague has, urgent first."""
    taken = tickets_taken_by(uow.session, order.colleague.id)
    tickets = [(ticket, customer_of(uow.session, ticket).name) for ticket in taken]
    return [say(uow, "actions.mine", tickets=tickets)]


def find(uow: UnitOfWork, order: Order) -> list[Post]:
    """/find слово: tickets, messages and customers with all of the words; a number shows that ticket, too."""
    text = order.arguments
    words = [text.replace(" ", "")] if _PHONE.fullmatch(text) else words_of(text)
    if not words:
        return [say(uow, "actions.find_what")]
    number = _NUMBER.fullmatch(text)
    named = uow.session.get(Ticket, int(number[1])) if number else None
    found = [one for one in find_tickets(uow.session, words, MOST_TICKETS + 1) if one[0] is not named]
    others = find_others(uow.session, words, MOST_OTHERS)
    if named and not found and not others:
        return [card_post(uow, named)]
    lines = [(ticket, customer.name, taker_name(uow, ticket)) for ticket, customer in found[:MOST_TICKETS]]
    post = say(
        uow,
        "actions.found",
        words=text,
        tickets=lines,
        others=[(customer.name, message) for customer, message in others],
        has_more=len(found) > MOST_TICKETS,
    )
    return [card_post(uow, named), post] if named else [post]
