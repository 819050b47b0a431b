"""Handles a customer's message: an answer, suggestions, or a ticket."""

from dataclasses import replace
from datetime import timedelta

import faq
from bot.desk.conversation import beside_ticket, emergencies, feedback, repeats
from bot.desk.conversation.answers import chat
from bot.desk.conversation.bursts import gather
from bot.desk.conversation.choices import PREVIEW, choose
from bot.desk.conversation.closing import close_in_words, may_close, withdraw
from bot.desk.conversation.handoff import call_human, hand_over, hand_over_at_once, recently_solved
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
)
from bot.desk.conversation.states import CHOOSING, GATHERING, WITH_PERSON, ConversationEvent, after
from bot.desk.conversation.talk import knows_fact, respond_to_talk, say, tell_fact
from bot.desk.faq_reading import Intent, Read
from bot.desk.notifications import Notification
from bot.desk.outbox import Button
from bot.desk.pilot.share import is_withheld_from
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Incoming, note_customer_message, note_edit
from bot.desk.ticket.manner import manner_of
from bot.desk.ticket.pointing import is_forwarded, points_outside
from bot.desk.ticket.relay_edits import relay_edit_to_staff
from bot.desk.unit_of_work import UnitOfWork
from faq import Entry
from storage.customers import answered_since, gathered_messages, last_customer_message
from storage.models import ACTIVE, Customer, Message, Question, Ticket

REPHRASING_SPAN = timedelta(minutes=10)  # an edit of the last message within this time rephrases the question


def receive(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """Handle a customer's message in any state of the conversation."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    intent = intent_of_message(uow, customer, message)
    if faq.has_words(message.text) and not is_forwarded(message) and not intent.foreign:
        customer.spoken = faq.language_of(message.text, uow.language_of(customer))
    message.is_pressing = intent.is_pressing
    if (alarming := _alarming(uow, customer, message, intent)).danger:
        emergencies.respond(uow, customer, ticket, message, alarming)
    elif feedback.take_feedback(uow, customer, ticket, message, intent):
        return
    elif ticket:
        _add_to_ticket(uow, customer, ticket, message, intent)
    elif _goes_to_a_person_at_once(uow, customer, message, intent):
        return
    elif customer.conversation.state is GATHERING:
        _add_to_burst(uow, customer, message, intent)
    else:
        _respond(uow, customer, message, intent)


def look(uow: UnitOfWork, customer: Customer, text: str) -> None:
    """Ask for the readings that `receive` needs for a message of this text; writes nothing. Raises NotReadError."""
    if intent_of(uow, customer, text).danger:
        return
    if customer.conversation.state is GATHERING:
        intent_of(uow, customer, _burst_with(uow, customer, text))
    state = customer.conversation.state
    if customer.banned_at or state is GATHERING or not faq.has_words(text):
        return
    if state is WITH_PERSON:
        beside_ticket.look(uow, customer, text)
        return
    choice = pending_choice(uow, customer)
    if choice is None:
        read_in_context(uow, customer, text)
    elif _place_chosen(choice, text) is None:
        _read_while_choosing(uow, customer, choice, text)


def ask_for_human(uow: UnitOfWork, customer: Customer, incoming: Incoming) -> None:
    """Hand a message over to a person, whatever it says."""
    ticket = lifecycle.current_ticket(uow, customer)
    message = note_customer_message(uow, customer, incoming)
    if customer.banned_at:
        return
    intent = intent_of_message(uow, customer, message)
    message.is_pressing = intent.is_pressing
    if intent.danger:
        emergencies.respond(uow, customer, ticket, message, intent)
    elif ticket:
        _add_to_ticket(uow, customer, ticket, message, intent)
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
        if ticket.state in ACTIVE:
            emergencies.alert(uow, customer, ticket, message, intent_of_message(uow, customer, message))
    elif lifecycle.current_ticket(uow, customer) is None and _is_rephrased(uow, customer, message):
        conversation = customer.conversation
        if conversation.state is CHOOSING and conversation.since and message.at <= conversation.since:
            customer.conversation = after(conversation, ConversationEvent.CHOICE_WITHDRAWN, uow.now)
        intent = intent_of_message(uow, customer, message)
        if intent.danger:
            emergencies.respond(uow, customer, None, message, intent)
        elif not _goes_to_a_person_at_once(uow, customer, message, intent):
            _respond(uow, customer, message, intent)


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
    """Close the ticket, or add the message to it; the bot says something to it unless a colleague is talking."""
    if not needs_human_reader(message) and may_close(uow, ticket, intent):
        close_in_words(uow, customer, ticket, message)
    elif lifecycle.is_live(uow, ticket):
        lifecycle.extend(uow, customer, ticket, message, expects_reply(message, intent))
    else:
        beside_ticket.respond(uow, customer, ticket, message, intent)


def _alarming(uow: UnitOfWork, customer: Customer, message: Message, intent: Intent) -> Intent:
    """What the message says; with the burst that it belongs to where only all of it together tells of a danger."""
    if intent.danger or customer.conversation.state is not GATHERING or not message.text or is_forwarded(message):
        return intent
    return intent_of(uow, customer, _burst_with(uow, customer, message.text))


def _burst_with(uow: UnitOfWork, customer: Customer, text: str) -> str:
    """The words of the undecided burst and what comes now, as one sentence."""
    said = [message.text for message in gathered_messages(uow.session, customer.id) if not is_forwarded(message)]
    return " ".join([*said, text])


def _goes_to_a_person_at_once(uow: UnitOfWork, customer: Customer, message: Message, intent: Intent) -> bool:
    """Hand over a complaint, a call for a person and the like. A file waits for the rest of its burst, an album."""
    manner = None if needs_human_reader(message) else manner_of(uow, intent, message.text)
    if manner:
        hand_over_at_once(uow, customer, message, manner)
    elif intent.wants_human:
        call_human(uow, customer, words=message.text)
    return manner is not None or intent.wants_human


def _add_to_burst(uow: UnitOfWork, customer: Customer, message: Message, intent: Intent) -> None:
    """Wait for more, unless the message asks nothing; drop the burst if it is taken back."""
    if intent.closes and not needs_human_reader(message):
        withdraw(uow, customer, intent)
    elif expects_reply(message, intent) and not (intent.asks_nothing and not needs_human_reader(message)):
        gather(uow, customer, message)


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
        say(uow, customer, Notification.WELCOME)
    elif respond_to_talk(uow, customer, intent) or (intent.closes and withdraw(uow, customer, intent)):
        return
    elif choice := pending_choice(uow, customer):
        _respond_while_choosing(uow, customer, choice, message, intent)
    else:
        found = read_in_context(uow, customer, message.text, may_follow=not points_outside(message))
        if intent.is_given_up or found.is_given_up or repeats.needs_person(uow, customer, found):
            hand_over(uow, customer, new_question(uow, customer, message.text, found, "hand_off"))
        elif is_withheld_from(uow, customer):
            _respond_without_answers(uow, customer, message, intent)
        elif not found.answers and tell_fact(uow, customer, intent.purpose, message.text):
            return
        elif answer(uow, customer, message.text, found):
            gather(uow, customer, message)


def _respond_without_answers(uow: UnitOfWork, customer: Customer, message: Message, intent: Intent) -> None:
    """To somebody whom colleagues answer in a pilot: facts at once, all else at the end of its burst."""
    if not tell_fact(uow, customer, intent.purpose, message.text):
        gather(uow, customer, message)


def _respond_while_choosing(
    uow: UnitOfWork, customer: Customer, pending: Question, message: Message, intent: Intent
) -> None:
    """A message while a choice is open: a choice in words, a rephrasing, or a question of its own.

    A sure question of its own, or one for hours, address or phone, is answered, and the choice stays open. Anything
    unsure is handed over.
    """
    place = _place_chosen(pending, message.text)
    if place is not None:
        choose(uow, customer, pending, pending.suggested[place])
        return
    found = _read_while_choosing(uow, customer, pending, message.text)
    if not (found.answers or found.is_given_up) and tell_fact(uow, customer, intent.purpose, message.text):
        return
    is_for_person = repeats.needs_person(uow, customer, found) or is_withheld_from(uow, customer)
    fresh = _without_repeats(uow, customer, found, message.text)
    if is_for_person or not fresh.answers or answer(uow, customer, message.text, fresh):
        hand_over(uow, customer, pending, message.text)


def _place_chosen(pending: Question, text: str) -> int | None:
    """The index of the suggestion that the words choose, if they choose one."""
    return faq.chosen(text, len(pending.suggested), is_preview=pending.decision == PREVIEW)


def _read_while_choosing(uow: UnitOfWork, customer: Customer, pending: Question, text: str) -> Read:
    """The text read by itself if it is sure by itself or asks for a fact, else together with the open question."""
    found = read(uow, customer, text)
    if found.is_given_up or _is_sure_by_itself(found, text) or knows_fact(uow, faq.purpose_of(text), text):
        return found
    return read(uow, customer, f"{pending.text} {text}")


def _without_repeats(uow: UnitOfWork, customer: Customer, found: Read, text: str) -> Read:
    """Without the answers given before, which `text` does not ask for again, or beside which a person takes over."""
    said = answered_since(uow.session, customer.id, uow.now - repeats.RECENTLY) if found.answers else ()
    asked = () if found.left else {match.entry.id for match in read(uow, customer, text).answers}
    fresh = (match for match in found.answers if match.entry.id in asked or match.entry.id not in said)
    return replace(found, answers=tuple(fresh))


def _is_sure_by_itself(found: Read, text: str) -> bool:
    """Whether to answer it without the open question: it asks something, or is exactly an entry's phrasing."""
    return bool(found.answers) and (faq.asks(text) or found.answers[0].probability == 1)


def _respond_to_wordless(uow: UnitOfWork, customer: Customer, message: Message) -> None:
    """Say that the message has no text, with a button to call a person; treat a 👍 after a solved ticket as thanks."""
    if is_wordless_reaction(message) and recently_solved(uow, customer):
        say(uow, customer, Notification.WELCOME)
    else:
        call = Button(uow.label(uow.language_of(customer), "buttons.call_human"), "operator")
        say(uow, customer, Notification.NO_WORDS, call, kind=message.kind)


def _is_rephrased(uow: UnitOfWork, customer: Customer, message: Message) -> bool:
    newest = last_customer_message(uow.session, customer.id)
    return newest is not None and newest.id == message.id and message.at > uow.now - REPHRASING_SPAN
