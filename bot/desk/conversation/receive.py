"""Handles a customer's message: an answer, suggestions, or a ticket."""

from datetime import timedelta

import faq
from bot.desk.answer_reports import report_failed_answer
from bot.desk.conversation import beside_ticket, feedback, repeats
from bot.desk.conversation.answers import chat, render_answer
from bot.desk.conversation.bursts import gather
from bot.desk.conversation.handoff import call_human, hand_over, recently_solved
from bot.desk.conversation.intent import (
    expects_reply,
    intent_of,
    intent_of_message,
    is_wordless_reaction,
    needs_human_reader,
)
from bot.desk.conversation.questions import (
    answer,
    new_question,
    pending_choice,
    read,
    read_in_context,
    state,
)
from bot.desk.conversation.states import CHOOSING, GATHERING, WITH_PERSON, ConversationEvent, after
from bot.desk.faq_reading import Intent, Read
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Incoming, note_bot_message, note_customer_message, note_edit
from bot.desk.ticket.pointing import is_forwarded, points_outside
from bot.desk.ticket.relay_edits import relay_edit_to_staff
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from faq.rendering import AnswerError
from storage.customers import last_customer_message
from storage.models import Customer, Message, Question, Ticket

REPHRASING_SPAN = timedelta(minutes=10)  # an edit of the last message within this time rephrases the question


def receive(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """Handle a customer's message in any state of the conversation."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    if faq.has_words(message.text) and not is_forwarded(message):
        customer.spoken = faq.language_of(message.text, uow.language_of(customer))
    intent = intent_of_message(uow, customer, message)
    if feedback.take_feedback(uow, customer, ticket, message, intent):
        return
    if ticket:
        _add_to_ticket(uow, customer, ticket, message, intent)
    elif intent.wants_human:
        call_human(uow, customer, words=message.text)
    elif customer.conversation.state is GATHERING:
        if expects_reply(message, intent) and intent.small_talk is None:
            gather(uow, customer, message)
    else:
        _respond(uow, customer, message, intent)


def look(uow: UnitOfWork, customer: Customer, text: str) -> None:
    """Ask for the readings that `receive` needs for a message of this text; writes nothing. Raises NotReadError."""
    intent_of(uow, customer, text)
    state = customer.conversation.state
    if customer.banned_at or state is GATHERING or not faq.has_words(text):
        return
    if state is WITH_PERSON:
        beside_ticket.look(uow, customer, text)
        return
    choice = pending_choice(uow, customer)
    if choice is None:
        read_in_context(uow, customer, text)
    elif faq.chosen(text, len(choice.suggested)) is None:
        _read_while_choosing(uow, customer, choice, text)


def ask_for_human(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """Hand a message over to a person, whatever it says."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    if ticket:
        _add_to_ticket(uow, customer, ticket, message, intent_of_message(uow, customer, message))
    else:
        call_human(uow, customer, words=message.text)


def edit(uow: UnitOfWork, customer: Customer, message: Message, incoming: Incoming) -> None:
    """A customer edited a message: show the edit to the staff, or answer the rephrased question."""
    before = note_edit(uow, message, incoming)
    if before is None or customer.banned_at or message.gathering:
        return
    ticket = uow.session.get(Ticket, message.ticket_id) if message.ticket_id else None
    if ticket:
        relay_edit_to_staff(uow, ticket, message, before)
    elif lifecycle.current_ticket(uow, customer) is None and _is_rephrased(uow, customer, message):
        conversation = customer.conversation
        if conversation.state is CHOOSING and conversation.since and message.at <= conversation.since:
            customer.conversation = after(conversation, ConversationEvent.CHOICE_WITHDRAWN, uow.now)
        _respond(uow, customer, message, intent_of_message(uow, customer, message))


def choose(uow: UnitOfWork, customer: Customer, question: Question, entry_id: str) -> None:
    """An entry was chosen: send its answer, or hand over when it can't be rendered."""
    if question.entry_id not in (None, entry_id):
        question = _asked_again(uow, question)
    try:
        rendered = render_answer(uow, customer, entry_id, question.language)
    except AnswerError as error:
        report_failed_answer(uow, error, question.language)
        call_human(uow, customer, question)
    else:
        state(uow, customer, question, rendered)


def _asked_again(uow: UnitOfWork, question: Question) -> Question:
    """The question once more, for another answer than the one that did not help."""
    kept = {"customer_id", "text", "language", "suggested"}
    return Question(**question.model_dump(include=kept), asked_at=uow.now, in_hours=uow.is_open, decision="suggest")


def browse(uow: UnitOfWork, customer: Customer, entry: Entry, language: str) -> None:
    """An entry was picked from the menu: record a question and answer it."""
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


def _add_to_ticket(uow: UnitOfWork, customer: Customer, ticket: Ticket, message: Message, intent: Intent) -> None:
    """Add the message to the ticket; the bot says something to it unless a colleague is talking."""
    if lifecycle.is_live(uow, ticket):
        lifecycle.extend(uow, customer, ticket, message, expects_reply(message, intent))
    else:
        beside_ticket.respond(uow, customer, ticket, message, intent)


def _respond(uow: UnitOfWork, customer: Customer, message: Message, intent: Intent) -> None:
    """Send sure answers at once; anything unsure, or sure only in part, waits for the rest of its burst."""
    if needs_human_reader(message):
        gather(uow, customer, message)
    elif not faq.has_words(message.text):
        _respond_to_wordless(uow, customer, message)
    elif is_forwarded(message):
        gather(uow, customer, message)
    elif intent.small_talk and chat(uow, customer, intent.small_talk):
        return
    elif intent.is_thanks:
        _say(uow, customer, Notification.WELCOME)
    elif choice := pending_choice(uow, customer):
        _respond_while_choosing(uow, customer, choice, message)
    else:
        found = read_in_context(uow, customer, message.text, may_follow=not points_outside(message))
        if intent.is_given_up or found.is_given_up or repeats.needs_person(uow, customer, found):
            hand_over(uow, customer, new_question(uow, customer, message.text, found, "hand_off"))
        elif answer(uow, customer, message.text, found):
            gather(uow, customer, message)


def _respond_while_choosing(uow: UnitOfWork, customer: Customer, pending: Question, message: Message) -> None:
    """A message while a choice is open: a choice in words, a rephrasing, or a question of its own.

    A sure question of its own is answered, and the choice stays open. Anything unsure is handed over.
    """
    place = faq.chosen(message.text, len(pending.suggested))
    if place is not None:
        choose(uow, customer, pending, pending.suggested[place])
        return
    found = _read_while_choosing(uow, customer, pending, message.text)
    if repeats.needs_person(uow, customer, found) or answer(uow, customer, message.text, found):
        hand_over(uow, customer, pending, message.text)


def _read_while_choosing(uow: UnitOfWork, customer: Customer, pending: Question, text: str) -> Read:
    """The text read by itself if it is sure by itself, else together with the open question."""
    found = read(uow, customer, text)
    if found.is_given_up or _is_sure_by_itself(found, text):
        return found
    return read(uow, customer, f"{pending.text} {text}")


def _is_sure_by_itself(found: Read, text: str) -> bool:
    """Whether to answer it without the open question: it asks something, or is exactly an entry's phrasing."""
    return bool(found.answers) and (faq.asks(text) or found.answers[0].probability == 1)


def _respond_to_wordless(uow: UnitOfWork, customer: Customer, message: Message) -> None:
    """Say that the message has no text, with a button to call a person; treat a 👍 after a solved ticket as thanks."""
    if is_wordless_reaction(message) and recently_solved(uow, customer):
        _say(uow, customer, Notification.WELCOME)
    else:
        call = Button(uow.label(uow.language_of(customer), "buttons.call_human"), "operator")
        _say(uow, customer, Notification.NO_WORDS, call, kind=message.kind)


def _say(uow: UnitOfWork, customer: Customer, notification: Notification, *buttons: Button, **values: object) -> None:
    rich = uow.say(uow.language_of(customer), notification.template, customer=customer, **values)
    to_customer(uow, customer, Post(rich, [buttons] if buttons else ()), notification)
    note_bot_message(uow, customer, notification, rich.text)


def _is_rephrased(uow: UnitOfWork, customer: Customer, message: Message) -> bool:
    newest = last_customer_message(uow.session, customer.id)
    return newest is not None and newest.id == message.id and message.at > uow.now - REPHRASING_SPAN
