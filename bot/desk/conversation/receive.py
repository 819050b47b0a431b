"""A customer writes: an answer, a choice, or a ticket."""

from datetime import timedelta

import faq
from bot.desk.conversation.answers import state_small_talk
from bot.desk.conversation.bursts import gather
from bot.desk.conversation.handoff import call_human, hand_over, recently_solved, say_already_open
from bot.desk.conversation.intent import expects_reply, is_mere_sign, needs_eyes, small_talk, wants_human
from bot.desk.conversation.questions import answer, gone_on_from, read, read_on, state
from bot.desk.knowledge import Read
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import Incoming, note_bot_message, note_customer_message, note_edit
from bot.desk.ticket.relay import pass_edit_to_staff
from bot.desk.unit_of_work import Desk
from faq import Entry
from faq.rendering import AnswerError
from storage.customers import last_said, undecided_choice
from storage.models import Customer, Message, Question, Ticket
from storage.tickets import active_ticket

EDIT_PATIENCE = timedelta(minutes=10)  # an edit of the last message within this is a question put better


def receive(desk: Desk, customer: Customer, incoming: Incoming) -> None:
    """A message of a customer, in whatever state the conversation is."""
    message = note_customer_message(desk, customer, incoming)
    if customer.banned_at:
        return
    if faq.has_words(message.text):
        customer.spoken = faq.language_of(message.text, desk.language_of(customer))
    ticket = active_ticket(desk.session, customer.id)
    if ticket:
        _add_to_ticket(desk, customer, ticket, message)
    elif wants_human(desk, customer, message):
        call_human(desk, customer, words=message.text)
    elif customer.gather_until:
        if expects_reply(message) and small_talk(desk, customer, message) is None:
            gather(desk, customer, message)
    else:
        _respond(desk, customer, message)


def ask_for_human(desk: Desk, customer: Customer, incoming: Incoming) -> None:
    """A message that is to be read by a person, whatever it says."""
    message = note_customer_message(desk, customer, incoming)
    if customer.banned_at:
        return
    ticket = active_ticket(desk.session, customer.id)
    if ticket:
        _add_to_ticket(desk, customer, ticket, message)
    else:
        call_human(desk, customer, words=message.text)


def edit(desk: Desk, customer: Customer, message: Message, incoming: Incoming) -> None:
    """A customer changed a message: shown to the staff as an edit, or read as the question put better."""
    if not note_edit(desk, message, incoming) or customer.banned_at or message.gathering:
        return
    ticket = desk.session.get(Ticket, message.ticket_id) if message.ticket_id else None
    if ticket:
        pass_edit_to_staff(desk, ticket, message)
    elif active_ticket(desk.session, customer.id) is None and _is_put_better(desk, customer, message):
        customer.choosing_until = None
        _respond(desk, customer, message)


def choose(desk: Desk, customer: Customer, question: Question, entry_id: str) -> None:
    """An entry was chosen: its answer, or a person when it can't be stated."""
    try:
        state(desk, customer, question, entry_id)
    except AnswerError:
        call_human(desk, customer, question)


def browse(desk: Desk, customer: Customer, entry: Entry, language: str) -> None:
    """An entry was picked from the menu."""
    question = Question(
        customer_id=customer.id,
        text=entry.question,
        language=language,
        asked_at=desk.now,
        in_hours=desk.is_open,
        decision="menu",
        suggested=[entry.id],
    )
    desk.session.add(question)
    desk.session.flush()
    customer.question_id = question.id
    choose(desk, customer, question, entry.id)


def _add_to_ticket(desk: Desk, customer: Customer, ticket: Ticket, message: Message) -> None:
    """Who waits already and asks for a person hears that there is one."""
    was_waiting = ticket.waiting_since is not None
    lifecycle.extend(desk, customer, ticket, message, expects_reply(message))
    if was_waiting and wants_human(desk, customer, message) and not lifecycle.is_live(desk, ticket):
        say_already_open(desk, customer, ticket)


def _respond(desk: Desk, customer: Customer, message: Message) -> None:
    """The first message of a burst: what is sure is said at once, the rest waits for the burst to end."""
    if needs_eyes(message):
        gather(desk, customer, message)
    elif not faq.has_words(message.text):
        _meet_wordless(desk, customer, message)
    elif _chat(desk, customer, message):
        return
    elif faq.is_thanks(message.text):
        _say(desk, customer, "welcome")
    else:
        _answer_or_gather(desk, customer, message)


def _answer_or_gather(desk: Desk, customer: Customer, message: Message) -> None:
    """What is not sure, or only in part, waits for the burst to end."""
    pending = undecided_choice(desk.session, customer.id) if customer.choosing_until else None
    if pending:
        _meet_reply(desk, customer, pending, message)
    elif answer(desk, customer, message.text, _read_here(desk, customer, message.text)):
        gather(desk, customer, message)


def _read_here(desk: Desk, customer: Customer, text: str) -> Read:
    """By itself or, when that is not sure, as it goes on from the last answer."""
    found, before = read(desk, customer, text), gone_on_from(desk, customer, text)
    if before is None or found.answers:
        return found
    followed = read_on(desk, customer, text, before)
    return followed if followed.answers else found


def _meet_reply(desk: Desk, customer: Customer, pending: Question, message: Message) -> None:
    """What comes right after a choice was offered: a choice in words, the same put better, or for a person to read.

    A question of its own that is sure is answered, and the choice stays open.
    """
    place = faq.chosen(message.text, len(pending.suggested))
    if place is not None:
        choose(desk, customer, pending, pending.suggested[place])
        return
    found = read(desk, customer, message.text)
    if not _is_sure_by_itself(found, message.text):
        found = read(desk, customer, f"{pending.text} {message.text}")
    if answer(desk, customer, message.text, found):
        hand_over(desk, customer, pending, message.text)


def _is_sure_by_itself(found: Read, text: str) -> bool:
    """A mere statement may belong to the choice, unless these are the very words of an entry."""
    return bool(found.answers) and (faq.asks(text) or found.answers[0].probability == 1)


def _chat(desk: Desk, customer: Customer, message: Message) -> bool:
    """Answer small talk; False when it is none, or the entry can't be rendered."""
    entry = small_talk(desk, customer, message)
    if entry is None:
        return False
    try:
        state_small_talk(desk, customer, entry, desk.language_of(customer))
    except AnswerError:
        return False
    return True


def _meet_wordless(desk: Desk, customer: Customer, message: Message) -> None:
    """Nothing to read in it: say so kindly, with a way to a person. A thumb for a solved ticket is a thank you."""
    if is_mere_sign(message) and recently_solved(desk, customer):
        _say(desk, customer, "welcome")
    else:
        call = Button(desk.label(desk.language_of(customer), "buttons.call_human"), "operator")
        _say(desk, customer, "no_words", call)


def _say(desk: Desk, customer: Customer, name: str, *buttons: Button) -> None:
    rich = desk.say(desk.language_of(customer), f"customer.{name}", customer=customer)
    to_customer(desk, customer, Post(rich, [buttons] if buttons else ()), name)
    note_bot_message(desk, customer, name, rich.text)


def _is_put_better(desk: Desk, customer: Customer, message: Message) -> bool:
    newest = last_said(desk.session, customer.id)
    return newest is not None and newest.id == message.id and message.at > desk.now - EDIT_PATIENCE
