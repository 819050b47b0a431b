"""A person takes over: because the customer asks for one, because the FAQ doesn't know, or because nothing fits."""

from datetime import timedelta

from bot.desk.conversation.put_off import undecided_texts
from bot.desk.conversation.questions import (
    interrupted_choice,
    new_question,
    pending_choice,
    read,
    unread,
)
from bot.desk.conversation.states import GATHERING, ConversationEvent, after
from bot.desk.learning.noting import note_call
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_customer, to_ticket
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import note_event
from bot.desk.ticket.manner import FOREIGN, Manner
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import last_question
from storage.models import Customer, Message, Question, Ticket
from storage.tickets import events_of, last_solved

QUESTION_MEANT_SPAN = timedelta(hours=1)  # a call for a person refers to a question without an answer for this long


def call_human(uow: UnitOfWork, customer: Customer, question: Question | None = None, words: str = "") -> None:
    """The customer asked for a person, in these `words`: a ticket with what was said so far, or the one that is open.

    `question` is the one that the pressed button belongs to.
    """
    ticket = lifecycle.current_ticket(uow, customer)
    about = question or (exchange_beside(uow, customer, ticket) if ticket else _question_so_far(uow, customer))
    note_call(uow, about)
    if ticket:
        lifecycle.call_again(uow, customer, ticket, about)
        say_already_open(uow, customer, ticket)
    else:
        hand_over(uow, customer, about, words)


def say_already_open(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> None:
    """Tell the customer that their ticket is open already: its number, and when a person replies."""
    rich = uow.say(uow.language_of(customer), "customer.already_open", customer=customer, ticket=ticket)
    to_customer(uow, customer, Post(rich), Notification.ALREADY_OPEN, ticket)


def hand_over(
    uow: UnitOfWork,
    customer: Customer,
    question: Question | None,
    words: str = "",
    manner: Manner | None = None,
    not_chosen: bool = False,
) -> None:
    """Reopen the customer's recently solved ticket, or open a new one; the ticket gets the question.

    `words` are what the customer said beyond the question. `manner`: why it goes straight to a person. `not_chosen`:
    because no suggestion was chosen in time.
    """
    solved = recently_solved(uow, customer)
    if solved is None:
        lifecycle.open_ticket(uow, customer, question, words, manner=manner, not_chosen=not_chosen)
    else:
        lifecycle.reopen_with_prior_messages(uow, solved, customer, question, manner)


def hand_over_at_once(uow: UnitOfWork, customer: Customer, message: Message, manner: Manner) -> None:
    """Hand over a message that nobody should be offered choices for, with what was asked just before."""
    choice = pending_choice(uow, customer) or interrupted_choice(uow, customer)
    if choice:
        hand_over(uow, customer, choice, message.text, manner)
        return
    text = "\n".join(words for words in (*undecided_texts(uow, customer), message.text) if words)
    found = unread(uow, customer, text) if manner.about == FOREIGN else read(uow, customer, text)
    hand_over(uow, customer, new_question(uow, customer, text, found, "hand_off", found.matches), manner=manner)


def hand_over_unread(uow: UnitOfWork, customer: Customer, update_id: int) -> None:
    """The customer's update is a dead letter: a person looks at it, in a ticket.

    The customer is told once, until a person has replied; the staff are told each time.
    """
    ticket = lifecycle.current_ticket(uow, customer)
    if ticket is None or not _knows_of_unread(uow, ticket):
        rich = uow.say(uow.language_of(customer), "customer.unread", customer=customer, ticket=ticket)
        to_customer(uow, customer, Post(rich), Notification.UNREAD, ticket)
    if ticket is None:
        hand_over(uow, customer, None)
        ticket = lifecycle.current_ticket(uow, customer)
    if ticket:
        note_event(uow, ticket, "unread", customer.name, update_id=update_id)
        rich = uow.say(uow.staff_language, "staff.unread", update_id=update_id)
        to_ticket(uow, ticket, Post(rich), Notification.CUSTOMER_UNREAD)


def give_up_waiting_for_choice(uow: UnitOfWork, customer: Customer) -> None:
    """No suggestion was chosen in time: hand the question over and tell the customer."""
    question = pending_choice(uow, customer)
    customer.conversation = after(customer.conversation, ConversationEvent.CHOICE_EXPIRED, uow.now)
    if customer.banned_at is None:
        hand_over(uow, customer, question, not_chosen=True)


def _knows_of_unread(uow: UnitOfWork, ticket: Ticket) -> bool:
    since = ticket.replied_at or ticket.opened_at
    return any(event.kind == "unread" and event.at >= since for event in events_of(uow.session, ticket.id))


def recently_solved(uow: UnitOfWork, customer: Customer) -> Ticket | None:
    """The solved ticket that a new message reopens: solved within the configured window."""
    window = uow.context.settings.promise.reopen_within
    return last_solved(uow.session, customer.id, uow.now - window)


def _question_so_far(uow: UnitOfWork, customer: Customer) -> Question | None:
    """The undecided burst as a question, else the last one if it belongs to no ticket and was answered or is recent."""
    if choice := interrupted_choice(uow, customer):
        return choice
    if customer.conversation.state is GATHERING and (text := "\n".join(undecided_texts(uow, customer))):
        return new_question(uow, customer, text, read(uow, customer, text), "hand_off")
    last = last_question(uow.session, customer.id)
    if last is None or last.ticket_id is not None:
        return None
    return last if last.entry_id or last.asked_at > uow.now - QUESTION_MEANT_SPAN else None


def exchange_beside(uow: UnitOfWork, customer: Customer, ticket: Ticket) -> Question | None:
    """The last question that the bot answered while the ticket was open, unless the staff were called about it."""
    last = last_question(uow.session, customer.id)
    is_news = last is not None and last.entry_id is not None and last.ticket_id is None
    return last if last and is_news and last.asked_at >= ticket.opened_at else None
