"""Messages and edits in the private chat, and a customer who blocks the bot or comes back."""

from dataclasses import replace

from telegram import ChatMember

from bot.customer.commands import is_question, show_help
from bot.customer.people import customer_who
from bot.desk.conversation import flood_control, receive
from bot.desk.outbox import show_card
from bot.desk.ticket.history import Incoming
from bot.desk.unit_of_work import UnitOfWork
from bot.routing import Arrival, Command
from bot.telegram.parsing import incoming
from storage.customers import find_message
from storage.tickets import active_ticket


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """A question, or something that belongs to one. A command that we don't know gets the list of those we do."""
    what = incoming(arrival.message) if arrival.message else None
    if what is None:
        return
    customer = customer_who(uow, arrival)
    if flood_control.is_too_much(uow, customer):
        flood_control.hold(uow, customer, what)
    elif arrival.command is None:
        receive.receive(uow, customer, what)
    elif is_question(arrival.command):
        receive.ask_for_human(uow, customer, _without_command(what, arrival.command))
    elif not customer.banned_at:
        show_help(uow, customer)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    what = incoming(arrival.edited) if arrival.edited else None
    message = find_message(uow.session, what.source_chat, what.source_id) if what else None
    if what is None or message is None:
        return
    customer = customer_who(uow, arrival)
    if flood_control.is_too_much(uow, customer) or flood_control.is_edited_too_often(uow, message):
        flood_control.hold_edit(uow, customer, message, what)
    else:
        receive.edit(uow, customer, message, what)


def on_reachability(uow: UnitOfWork, arrival: Arrival) -> None:
    """The customer blocked the bot, or let it in again."""
    change = arrival.update.my_chat_member
    customer = customer_who(uow, arrival)
    if change and change.new_chat_member.status == ChatMember.BANNED:
        customer.unreachable_since = uow.now
    ticket = active_ticket(uow.session, customer.id)
    if ticket:
        show_card(uow, ticket)


def _without_command(what: Incoming, command: Command) -> Incoming:
    return replace(what, text=command.arguments, entities=())
