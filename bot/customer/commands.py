"""The customer's commands."""

from collections.abc import Callable, Mapping

from bot.customer import menu, mine
from bot.customer.people import customer_who
from bot.customer.privacy import ask_whether_to_forget, show_privacy
from bot.desk.conversation.handoff import call_human
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket.notices import opening
from bot.desk.unit_of_work import Desk
from bot.routing import Arrival, Command
from bot.wording import LANGUAGES
from storage.models import Customer


def on_command(desk: Desk, arrival: Arrival) -> None:
    """Do a command that we know; a banned customer gets nothing."""
    customer = customer_who(desk, arrival)
    if arrival.command and not customer.banned_at:
        COMMANDS[arrival.command.name](desk, customer)


def on_hasty_command(_desk: Desk, _arrival: Arrival) -> None:
    """Nobody types so fast: the answers to the commands before are on their way."""


def is_known(arrival: Arrival) -> bool:
    """Whether it is a command of ours; a question written behind /operator makes it a message."""
    command = arrival.command
    return command is not None and command.name in COMMANDS and not is_question(command)


def is_question(command: Command) -> bool:
    """«/operator где мой заказ» asks more than for a person."""
    return command.name == CALL and bool(command.arguments)


def start(desk: Desk, customer: Customer) -> None:
    _tell(desk, customer, "start", [["browse", "my_requests"], ["call_human"]], **opening(desk))


def show_help(desk: Desk, customer: Customer) -> None:
    _tell(desk, customer, "help", [["browse", "my_requests"], ["call_human"]])


def show_menu(desk: Desk, customer: Customer) -> None:
    to_customer(desk, customer, menu.categories(desk, desk.language_of(customer)), "menu")


def show_mine(desk: Desk, customer: Customer) -> None:
    to_customer(desk, customer, mine.requests(desk, customer), "my")


def ask_language(desk: Desk, customer: Customer) -> None:
    names = [Button(desk.label(code, "customer.language_name"), f"language:{code}") for code in LANGUAGES]
    rich = desk.say(desk.language_of(customer), "customer.which_language")
    to_customer(desk, customer, Post(rich, [names]), "language")


def call_operator(desk: Desk, customer: Customer) -> None:
    call_human(desk, customer)


CALL = "operator"
COMMANDS: Mapping[str, Callable[[Desk, Customer], None]] = {
    "start": start,
    "help": show_help,
    "menu": show_menu,
    "my": show_mine,
    "language": ask_language,
    CALL: call_operator,
    "privacy": show_privacy,
    "forget_me": ask_whether_to_forget,
}

_ACTIONS = {"browse": "menu", "my_requests": "my", "call_human": "operator"}


def _tell(desk: Desk, customer: Customer, name: str, labels: list[list[str]], **values: object) -> None:
    language = desk.language_of(customer)
    rows = [[Button(desk.label(language, f"buttons.{label}"), _ACTIONS[label]) for label in row] for row in labels]
    rich = desk.say(language, f"customer.{name}", customer=customer, **values)
    to_customer(desk, customer, Post(rich, rows), name)
