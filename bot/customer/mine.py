"""The customer's own tickets: number, state, promise, and what can be done."""

from bot.desk.outbox import Button, Post
from bot.desk.ticket.card import taker_name
from bot.desk.unit_of_work import UnitOfWork
from storage.models import ACTIVE, Customer, State, Ticket
from storage.tickets import tickets_of

SHOWN = 5
IN_LIST = "in_list"  # tells a button of the list from the one under a notice


def requests(uow: UnitOfWork, customer: Customer) -> Post:
    """The list of /my: the newest tickets, with a button for what can be done with each."""
    language = uow.language_of(customer)
    tickets = tickets_of(uow.session, customer.id, SHOWN)
    shown = [(ticket, taker_name(uow, ticket)) for ticket in tickets]
    rich = uow.say(language, "customer.my", tickets=shown, customer=customer)
    buttons = [_button(uow, language, ticket) for ticket in tickets]
    return Post(rich, [[button] for button in buttons if button])


def can_be_reopened(uow: UnitOfWork, ticket: Ticket) -> bool:
    window = uow.context.settings.promise.reopen_within
    return ticket.state == State.SOLVED and ticket.solved_at is not None and ticket.solved_at > uow.now - window


def _button(uow: UnitOfWork, language: str, ticket: Ticket) -> Button | None:
    if ticket.state in ACTIVE:
        return Button(uow.label(language, "buttons.close_number", ticket=ticket), f"my_close:{ticket.id}")
    if can_be_reopened(uow, ticket):
        return Button(uow.label(language, "buttons.reopen_number", ticket=ticket), f"my_reopen:{ticket.id}:{IN_LIST}")
    return None
