"""A customer writes: an answer, a choice, or a ticket."""

from datetime import timedelta

import faq
from bot.desk.conversation.answers import render_answer, send_small_talk
from bot.desk.conversation.bursts import gather
from bot.desk.conversation.handoff import call_human, hand_over, recently_solved, say_already_open
from bot.desk.conversation.intent import expects_reply, is_mere_sign, needs_eyes, small_talk, wants_human
from bot.desk.conversation.questions import answer, gone_on_from, pending_choice, read, read_on, state
from bot.desk.conversation.states import CHOOSING, GATHERING, ConversationEvent, after
from bot.desk.knowledge import Read
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Incoming, note_bot_message, note_customer_message, note_edit
from bot.desk.ticket.relay import pass_edit_to_staff
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from faq.rendering import AnswerError
from storage.customers import last_said
from storage.models import Customer, Message, Question, Ticket

EDIT_PATIENCE = timedelta(minutes=10)  # an edit of the last message within this is a question put better


def receive(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """A message of a customer, in whatever state the conversation is."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    if faq.has_words(message.text):
        customer.spoken = faq.language_of(message.text, uow.language_of(customer))
    if ticket:
        _add_to_ticket(uow, customer, ticket, message)
    elif wants_human(uow, customer, message):
        call_human(uow, customer, words=message.text)
    elif customer.conversation.state is GATHERING:
        if expects_reply(message) and small_talk(uow, customer, message) is None:
            gather(uow, customer, message)
    else:
        _respond(uow, customer, message)


def ask_for_human(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """A message that is to be read by a person, whatever it says."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    if ticket:
        _add_to_ticket(uow, customer, ticket, message)
    else:
        call_human(uow, customer, words=message.text)


def edit(uow: UnitOfWork, customer: Customer, message: Message, incoming: Incoming) -> None:
    """A customer changed a message: shown to the staff as an edit, or read as the question put better."""
    if not note_edit(uow, message, incoming) or customer.banned_at or message.gathering:
        return
    ticket = uow.session.get(Ticket, message.ticket_id) if message.ticket_id else None
    if ticket:
        pass_edit_to_staff(uow, ticket, message)
    elif lifecycle.current_ticket(uow, customer) is None and _is_put_better(uow, customer, message):
        conversation = customer.conversation
        if conversation.state is CHOOSING and conversation.since and message.at <= conversation.since:
            customer.conversation = after(conversation, ConversationEvent.CHOICE_WITHDRAWN, uow.now)
        _respond(uow, customer, message)


def choose(uow: UnitOfWork, customer: Customer, question: Question, entry_id: str) -> None:
    """An entry was chosen: its answer, or a person when it can't be stated."""
    try:
        rendered = render_answer(uow, customer, entry_id, question.language)
    except AnswerError:
        call_human(uow, customer, question)
    else:
        state(uow, customer, question, rendered)


def browse(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> None:
    """An entry was picked from the menu."""
    question = Question(
        customer_id=customer.id,
        text=entry.question,
        language=language,
        asked_at=uow.now,
        in_hours=uow.is_open,
        decision="menu",
        suggested=[entry.id],
    )
    uow.session.add(question)
    choose(uow, customer, question, entry.id)


def _add_to_ticket(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message) -> None:
    """Who waits already and asks for a person hears that there is one."""
    was_waiting = ticket.waiting_since is not None
    lifecycle.extend(uow, customer, ticket, message, expects_reply(message))
    if was_waiting and wants_human(uow, customer, message) and not lifecycle.is_live(uow, ticket):
        say_already_open(uow, customer, ticket)


def _respond(uow: UnitOfWork, customer: Customer, message: Message) -> None:
    """What is sure is said at once; what is not, or only in part, waits for the rest of its burst."""
    if needs_eyes(message):
        gather(uow, customer, message)
    elif not faq.has_words(message.text):
        _meet_wordless(uow, customer, message)
    elif _chat(uow, customer, message):
        return
    elif faq.is_thanks(message.text):
        _say(uow, customer, Notification.WELCOME)
    elif choice := pending_choice(uow, customer):
        _meet_reply(uow, customer, choice, message)
    else:
        found = read(uow, customer, message.text)
        found = found if found.answers else _read_as_follow_up(uow, customer, message.text) or found
        if answer(uow, customer, message.text, found):
            gather(uow, customer, message)


def _read_as_follow_up(uow: UnitOfWork, customer: Customer, text: str) -> Read | None:
    """What is sure when `text` goes on from the last answer; None when it doesn't, or nothing is."""
    before = gone_on_from(uow, customer, text)
    found = read_on(uow, customer, text, before) if before else None
    return found if found and found.answers else None


def _meet_reply(uow: UnitOfWork, customer: Customer, pending: Question, message: Message) -> None:
    """What comes right after a choice was offered: a choice in words, the same put better, or for a person to read.

    A question of its own that is sure is answered, and the choice stays open.
    """
    place = faq.chosen(message.text, len(pending.suggested))
    if place is not None:
        choose(uow, customer, pending, pending.suggested[place])
        return
    found = read(uow, customer, message.text)
    if not _is_sure_by_itself(found, message.text):
        found = read(uow, customer, f"{pending.text} {message.text}")
    if answer(uow, customer, message.text, found):
        hand_over(uow, customer, pending, message.text)


def _is_sure_by_itself(found: Read, text: str) -> bool:
    """A mere statement may belong to the choice, unless these are the very words of an entry."""
    return bool(found.answers) and (faq.asks(text) or found.answers[0].probability == 1)


def _chat(uow: UnitOfWork, customer: Customer, message: Message) -> bool:
    """Answer small talk; False when it is none, or the entry can't be rendered."""
    entry = small_talk(uow, customer, message)
    if entry is None:
        return False
    try:
        send_small_talk(uow, customer, entry, uow.language_of(customer))
    except AnswerError:
        return False
    return True


def _meet_wordless(uow: UnitOfWork, customer: Customer, message: Message) -> None:
    """Nothing to read in it: say so kindly, with a way to a person. A thumb for a solved ticket is a thank you."""
    if is_mere_sign(message) and recently_solved(uow, customer):
        _say(uow, customer, Notification.WELCOME)
    else:
        call = Button(uow.label(uow.language_of(customer), "buttons.call_human"), "operator")
        _say(uow, customer, Notification.NO_WORDS, call)


def _say(uow: UnitOfWork, customer: Customer, kind: Notification, *buttons: Button) -> None:
    rich = uow.say(uow.language_of(customer), kind.template, customer=customer)
    to_customer(uow, customer, Post(rich, [buttons] if buttons else ()), kind)
    note_bot_message(uow, customer, kind, rich.text)


def _is_put_better(uow: UnitOfWork, customer: Customer, message: Message) -> bool:
    newest = last_said(uow.session, customer.id)
    return newest is not None and newest.id == message.id and message.at > uow.now - EDIT_PATIENCE
