"""Messages and edits in the private chat, and a customer who blocks the bot or comes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import faq
from bot.arrival import Arrival
from bot.customer.commands import is_question
from bot.customer.people import DOOR, customer_who
from bot.customer.unknown_commands import say_unknown_command
from bot.desk.conversation import flood_control, receive
from bot.desk.faq_reading import IntentOf, MatchesOf, Reading, Result
from bot.desk.outbox import show_card
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.wording import LANGUAGES
from storage.customers import find_customer, find_message
from storage.tickets import active_ticket


def likely_readings(context: DeskContext, arrival: Arrival, now: datetime) -> Sequence[Reading[Result]]:
    """What `on_message` will probably ask of the FAQ, as far as the message itself tells."""
    text, command = _text(arrival), arrival.command
    if not text:
        return ()
    used = arrival.sender.language if arrival.sender else None
    language = faq.language_of(text, used if used in LANGUAGES else context.settings.company.language)
    intent = IntentOf(text, language)
    return (intent,) if command else (intent, MatchesOf(text, language, context.today(now)))


def look(uow: UnitOfWork, arrival: Arrival) -> None:
    """Ask for the readings that `on_message` and `on_edit` need; writes nothing. Raises NotReadError."""
    customer = find_customer(uow.session, DOOR, str(arrival.sender.id)) if arrival.sender else None
    if customer is None or flood_control.is_too_much(uow, customer):
        return
    if arrival.edited is None:
        receive.look(uow, customer, _text(arrival))
    elif content := arrival.edited.content:
        message = find_message(uow.session, content.source_chat, content.source_id)
        if message and not (message.gathering or message.ticket_id):
            receive.look(uow, customer, content.text)


def on_message(uow: UnitOfWork, arrival: Arrival) -> None:
    """A question or a part of one; an unknown command is answered with the nearest one."""
    incoming = arrival.message.content if arrival.message else None
    if incoming is None:
        return
    customer, command = customer_who(uow, arrival), arrival.command
    if flood_control.is_too_much(uow, customer):
        flood_control.hold(uow, customer, incoming)
    elif command is None:
        receive.receive(uow, customer, incoming)
    elif is_question(command):
        receive.ask_for_human(uow, customer, replace(incoming, text=command.arguments, entities=()))
    elif not customer.banned_at:
        say_unknown_command(uow, arrival, customer)


def on_edit(uow: UnitOfWork, arrival: Arrival) -> None:
    incoming = arrival.edited.content if arrival.edited else None
    message = find_message(uow.session, incoming.source_chat, incoming.source_id) if incoming else None
    if incoming is None or message is None:
        return
    customer = customer_who(uow, arrival)
    if flood_control.is_too_much(uow, customer) or flood_control.is_edited_too_often(uow, message):
        flood_control.hold_edit(uow, customer, message, incoming)
    else:
        receive.edit(uow, customer, message, incoming)


def on_block_changed(uow: UnitOfWork, arrival: Arrival) -> None:
    """The customer blocked the bot, or let it in again; the ticket's card says so."""
    customer = customer_who(uow, arrival)
    if arrival.block_change and arrival.block_change.is_blocked:
        customer.unreachable_since = uow.now
    ticket = active_ticket(uow.session, customer.id)
    if ticket:
        show_card(uow, ticket)


def _text(arrival: Arrival) -> str:
    """The words of the message, without our command in front; "" when it asks nothing of the FAQ."""
    content, command = arrival.message.content if arrival.message else None, arrival.command
    if command is not None:
        return command.arguments if is_question(command) else ""
    return content.text if content and not content.points_at.is_forwarded else ""
