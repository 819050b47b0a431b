"""A ticket waits and nobody is talking: sure answers and facts are given beside it; all else joins it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import faq
from bot.desk.conversation import emergencies, repeats
from bot.desk.conversation.answers import chat
from bot.desk.conversation.bursts import BURST_GAP
from bot.desk.conversation.handoff import exchange_beside, say_already_open
from bot.desk.conversation.intent import expects_reply, greets, needs_human_reader, only_takes_leave
from bot.desk.conversation.prior_messages import BURST_LIMIT
from bot.desk.conversation.questions import answer_each, new_question, read, read_in_context
from bot.desk.conversation.talk import tell_facts
from bot.desk.faq_reading import Intent, Read
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, rows_written_since, to_customer
from bot.desk.pilot.share import is_withheld_from
from bot.desk.pilot.withholding import withheld_of
from bot.desk.ticket import lifecycle, notices
from bot.desk.ticket.bot_answers import note_answered, suggest_beside, title_of_answer
from bot.desk.ticket.card import taker_name
from bot.desk.ticket.history import note_answers_beside
from bot.desk.ticket.manner import manner_of
from bot.desk.ticket.pointing import is_forwarded, points_outside
from bot.desk.unit_of_work import UnitOfWork
from faq import Purpose
from storage.customers import newest_writings
from storage.models import Customer, Message, Priority, Ticket

STATUS_GAP = timedelta(minutes=10)
"""Who waits and asks again within this time is told nothing new."""


@dataclass(frozen=True)
class _Said:
    """What became of a message: the part of it that is left open, the titles of what was answered.

    `withheld`: what a pilot kept from the customer, of that part.
    """

    left: str
    titles: Sequence[str] = ()
    withheld: Read | None = None


def respond(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> None:
    """Answer what the FAQ is sure of, which the ticket notes; what is left open waits for a person in the ticket.

    In an emergency, who asks what to do is told that first.
    """
    if emergencies.tell_again(uow, customer, ticket, message, intent):
        return
    said = _answered(uow, customer, ticket, message, intent)
    if not said.left and said.titles:
        lifecycle.join(uow, customer, ticket, message)
    else:
        _add(uow, customer, ticket, message, intent)
    if said.titles:
        note_answered(uow, ticket, said.titles)
    if said.withheld:
        question = new_question(uow, customer, said.left, said.withheld, "hand_off", said.withheld.answers)
        question.withheld = withheld_of(said.withheld)
        suggest_beside(uow, ticket, question, [match.entry for match in said.withheld.answers])


def look(uow: UnitOfWork, customer: Customer, text: str) -> None:
    """Ask for the readings that `respond` needs for a message of this text; writes nothing. Raises NotReadError."""
    ticket = lifecycle.current_ticket(uow, customer)
    if ticket and not lifecycle.is_live(uow, ticket):
        read_in_context(uow, customer, text)


def _answered(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> _Said:
    """Send the sure answers to the message, unless a pilot keeps them from the customer."""
    text = message.text
    if needs_human_reader(message) or is_forwarded(message) or not faq.has_words(text):
        return _Said(text)
    if greets(message, intent) or intent.purpose is Purpose.NEWS:
        return _Said(text)
    if intent.small_talk:
        may_chat = faq.asks(text) and ticket.priority != Priority.URGENT  # nobody in danger wants to hear of us
        is_answered = may_chat and chat(uow, customer, intent.small_talk)
        return _Said("", [intent.small_talk.question]) if is_answered else _Said(text)
    if _is_for_people(uow, intent, text):
        return _Said(text)
    found = read_in_context(uow, customer, text, may_follow=not points_outside(message))
    if repeats.needs_person(uow, customer, found):
        return _Said(text)
    if is_withheld_from(uow, customer):
        said = _facts_told(uow, customer, text)
        kept = found if said.left == text else read(uow, customer, said.left)
        return replace(said, withheld=kept) if said.left and kept.answers else said
    left, questions = answer_each(uow, customer, text, found)
    note_answers_beside(uow, ticket, questions)
    return _facts_told(uow, customer, left, [title_of_answer(uow, question) for question in questions])


def _facts_told(uow: UnitOfWork, customer: Customer, left: str, titles: Sequence[str] = ()) -> _Said:
    """Tell hours, address and phone where `left` asks for them; a fact's title is what was asked."""
    open_lines = tell_facts(uow, customer, left)
    told = [line for line in left.split("\n") if line and line not in open_lines.split("\n")]
    return _Said(open_lines, [*titles, *told])


def _is_for_people(uow: UnitOfWork, intent: Intent, text: str) -> bool:
    """Whether there is nothing to look up: talk, a complaint, a call for a person, a language that the FAQ lacks."""
    is_talk = intent.suffices or intent.closes
    return is_talk or intent.is_given_up or manner_of(uow, intent, text) is not None


def _add(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> None:
    """Add the message to the ticket, and acknowledge it once a burst."""
    is_acknowledged = _is_of_acknowledged_burst(uow, customer, ticket)
    was_waiting = ticket.waiting_since is not None
    is_told = lifecycle.extend(uow, customer, ticket, message, expects_reply(message, intent))
    exchange = exchange_beside(uow, customer, ticket) if intent.wants_human else None
    if exchange:
        lifecycle.call_again(uow, customer, ticket, exchange)
    if intent.wants_human and was_waiting:
        say_already_open(uow, customer, ticket)
    elif was_waiting and not is_acknowledged and _tell_status(uow, customer, ticket, message, intent):
        return
    elif not (is_told or is_acknowledged or only_takes_leave(message, intent)):
        _acknowledge(uow, customer, ticket, message)


def _tell_status(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> bool:
    """Tell who greets or asks for news when we reply, once in a while; False for anything else.

    In an emergency that says nothing that helps.
    """
    is_greeting = greets(message, intent)
    if ticket.priority == Priority.URGENT or not (is_greeting or intent.purpose is Purpose.NEWS):
        return False
    if needs_human_reader(message) or rows_written_since(uow, key := _status_key(customer), uow.now - STATUS_GAP):
        return False
    values = {"is_greeting": is_greeting, "name": taker_name(uow, ticket)}
    notices.tell(uow, customer, ticket, Notification.STATUS, values, merge_key=key)
    return True


def _acknowledge(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message) -> None:
    """React to the message; where the door does not allow that, say that it is in the ticket."""
    kind = Notification.JOINED
    rich = uow.say(uow.language_of(customer), kind.template, ticket=ticket)
    row = to_customer(uow, customer, Post(rich), kind, ticket, reacts_to=message.source_id)
    row.merge_key = _key(customer)


def _is_of_acknowledged_burst(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> bool:
    """Whether what came before in the same burst was acknowledged, by a reaction or with a promise."""
    if not newest_writings(uow.session, customer.id, 1, uow.now - BURST_GAP):
        return False
    began = uow.now - BURST_LIMIT
    is_promised = ticket.waiting_since is not None and ticket.waiting_since > began
    return is_promised or rows_written_since(uow, _key(customer), began) > 0


def _status_key(customer: Customer) -> str:
    return f"status:{customer.id}"


def _key(customer: Customer) -> str:
    return f"joined:{customer.id}"
