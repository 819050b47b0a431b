"""`/start PARAMETER`, which Telegram sends for a customer who opened a link to the bot."""

from bot.arrival import Arrival
from bot.customer.commands import greet
from bot.customer.people import customer_who
from bot.desk.conversation import receive
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_customer
from bot.desk.start_links import StartLink, entry_id_in, is_parameter, read_link, signing_key
from bot.desk.ticket import came_by, lifecycle
from bot.desk.unit_of_work import UnitOfWork
from storage.models import Customer, Ticket


def is_start_link(arrival: Arrival) -> bool:
    command = arrival.command
    return command is not None and command.name == "start" and is_parameter(command.arguments)


def on_start_link(uow: UnitOfWork, arrival: Arrival) -> None:
    """Open the entry that the link names, or keep what it says for a person; banned customers get no answer."""
    customer = customer_who(uow, arrival)
    if arrival.command is None or customer.banned_at:
        return
    parameter = arrival.command.arguments
    entry_id = entry_id_in(parameter)
    if entry_id is not None:
        _open_entry(uow, customer, entry_id)
    else:
        token = uow.context.settings.telegram.token.get_secret_value()
        _note_link(uow, customer, read_link(parameter, signing_key(token)))


def _open_entry(uow: UnitOfWork, customer: Customer, entry_id: str) -> None:
    """Answer as if the entry was chosen; an entry that is in no language of the customer's comes in its own."""
    library, spoken = uow.context.knowledge.library, uow.language_of(customer)
    for language in (spoken, *library.languages):
        found = library.find(entry_id, language)
        if found and found.entry.is_valid(uow.today):
            receive.browse(uow, customer, found.entry, language)
            return
    greet(uow, customer, Notification.START_WITHOUT_ENTRY)


def _note_link(uow: UnitOfWork, customer: Customer, link: StartLink) -> None:
    ticket = lifecycle.current_ticket(uow, customer)
    if ticket is None:
        came_by.keep(uow, customer, link)
    else:
        came_by.add(uow, customer, ticket, link)
    if not link.is_telling:
        greet(uow, customer, Notification.START)
    elif ticket is None:
        greet(uow, customer, Notification.START_BY_LINK, link=link)
    else:
        _say_added(uow, customer, ticket, link)


def _say_added(uow: UnitOfWork, customer: Customer, ticket: Ticket, link: StartLink) -> None:
    kind = Notification.LINK_ADDED
    rich = uow.say(uow.language_of(customer), kind.template, ticket=ticket, link=link)
    to_customer(uow, customer, Post(rich), kind, ticket)
