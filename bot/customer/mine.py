"""The customer's own tickets: number, state, promise, and what can be done."""

from bot.desk.outbox import Button, Post
from bot.desk.ticket.card import taker_name
from bot.desk.unit_of_work import Desk
from storage.models import ACTIVE, Customer, State, Ticket
from storage.tickets import tickets_of

SHOWN = 5
IN_LIST = "in_list"  # tells a button of the list from the one under a notice


def requests(desk: Desk, customer: Customer) -> Post:
    language = desk.language_of(customer)
    tickets = tickets_of(desk.session, customer.id, SHOWN)
    shown = [(ticket, taker_name(desk, ticket)) for ticket in tickets]
    rich = desk.say(language, "customer.my", tickets=shown, customer=customer)
    buttons = [_button(desk, language, ticket) for ticket in tickets]
    return Post(rich, [[button] for button in buttons if button])


def can_be_reopened(desk: Desk, ticket: Ticket) -> bool:
    window = desk.office.settings.promise.reopen_within
    return ticket.state == State.SOLVED and ticket.solved_at is not None and ticket.solved_at > desk.now - window


def _button(desk: Desk, language: str, ticket: Ticket) -> Button | None:
    if ticket.state in ACTIVE:
        return Button(desk.label(language, "buttons.close_number", ticket=ticket), f"my_close:{ticket.id}")
    if can_be_reopened(desk, ticket):
        return Button(desk.label(language, "buttons.reopen_number", ticket=ticket), f"my_reopen:{ticket.id}:{IN_LIST}")
    return None
