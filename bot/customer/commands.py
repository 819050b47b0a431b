"""The customer's commands."""

from collections.abc import Callable, Mapping

from bot.arrival import Arrival, Command
from bot.customer import menu, mine
from bot.customer.people import customer_who
from bot.customer.privacy import ask_whether_to_forget, show_privacy
from bot.desk.conversation.handoff import call_human
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket.notices import opening
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import LANGUAGES
from storage.models import Customer


def on_command(uow: UnitOfWork, arrival: Arrival) -> None:
    """Run a known command; banned customers get no answer."""
    customer = customer_who(uow, arrival)
    if arrival.command and not customer.banned_at:
        COMMANDS[arrival.command.name](uow, customer)


def is_known(arrival: Arrival) -> bool:
    """Whether it is one of our commands; /operator with a question behind it is a message."""
    command = arrival.command
    return command is not None and command.name in COMMANDS and not is_question(command)


def is_known_in_flood(arrival: Arrival) -> bool:
    """Whether the command may be dropped: the answers to the ones before are on their way."""
    return is_known(arrival) and arrival.is_flooding


def is_question(command: Command) -> bool:
    """«/operator где мой заказ» asks for more than a person."""
    return command.name == CALL and bool(command.arguments)


def start(uow: UnitOfWork, customer: Customer) -> None:
    greet(uow, customer, Notification.START)


def greet(uow: UnitOfWork, customer: Customer, kind: Notification, **values: object) -> None:
    """Greet the customer; `kind` is the greeting, `values` those of its template beyond the opening hours."""
    _tell(uow, customer, kind, [["browse", "my_requests"], ["call_human"]], **opening(uow), **values)


def show_help(uow: UnitOfWork, customer: Customer) -> None:
    _tell(uow, customer, Notification.HELP, [["browse", "my_requests"], ["call_human"]])


def show_menu(uow: UnitOfWork, customer: Customer) -> None:
    to_customer(uow, customer, menu.categories(uow, uow.language_of(customer)), Notification.MENU)


def show_mine(uow: UnitOfWork, customer: Customer) -> None:
    to_customer(uow, customer, mine.requests(uow, customer), Notification.MY_REQUESTS)


def ask_language(uow: UnitOfWork, customer: Customer) -> None:
    names = [Button(uow.label(code, "customer.language_name"), f"language:{code}") for code in LANGUAGES]
    rich = uow.say(uow.language_of(customer), "customer.which_language")
    to_customer(uow, customer, Post(rich, [names]), Notification.LANGUAGE)


def call_operator(uow: UnitOfWork, customer: Customer) -> None:
    call_human(uow, customer)


CALL = "operator"
COMMANDS: Mapping[str, Callable[[UnitOfWork, Customer], None]] = {
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


def _tell(uow: UnitOfWork, customer: Customer, kind: Notification, labels: list[list[str]], **values: object) -> None:
    language = uow.language_of(customer)
    rows = [[Button(uow.label(language, f"buttons.{label}"), _ACTIONS[label]) for label in row] for row in labels]
    rich = uow.say(language, kind.template, customer=customer, **values)
    to_customer(uow, customer, Post(rich, rows), kind)
