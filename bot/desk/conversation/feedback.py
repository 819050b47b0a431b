"""Whether an answer helped: said in words, emoji, stickers and reactions, or by the buttons under it."""

from datetime import timedelta

import faq
from bot.desk.conversation.answers import call_button
from bot.desk.conversation.choices import LABEL_LIMIT
from bot.desk.conversation.handoff import call_human
from bot.desk.conversation.intent import needs_human_reader
from bot.desk.conversation.put_off import answer_put_off
from bot.desk.conversation.questions import pending_choice, read_follow_up
from bot.desk.conversation.talk import say
from bot.desk.faq_reading import Intent
from bot.desk.learning.noting import note_confirmed, note_none_fits, note_refuted
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket import lifecycle
from bot.desk.ticket.history import note_bot_message
from bot.desk.ticket.pointing import is_forwarded
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut
from faq.deciding import MOST_SUGGESTIONS, Suggest
from storage.customers import last_question
from storage.models import Customer, Message, Question, Ticket

FEEDBACK_SPAN = timedelta(hours=12)  # what is said after an answer within this time may be about it


def feedback_of(message: Message) -> bool | None:
    """Whether the message says that an answer helped, or that it did not; None when it says neither."""
    if needs_human_reader(message) or is_forwarded(message):
        return None
    if faq.has_words(message.text):
        return faq.feedback_in_words(message.text)
    sticker = (message.attachment or {}).get("emoji", "")
    return faq.feedback_of_emoji(f"{message.text}{sticker}")


def take_feedback(uow: UnitOfWork, customer: Customer, ticket: Ticket | None, message: Message, intent: Intent) -> bool:
    """Note what the message says of the last answer. Returns whether nothing else is to be done about the message."""
    is_good = True if intent.is_thanks else feedback_of(message)
    if is_good is None or intent.wants_human or (ticket and lifecycle.is_live(uow, ticket)):
        return False
    choice = pending_choice(uow, customer)
    if choice:
        return not is_good and _nothing_fits(uow, customer, choice)
    question = _answer_before(uow, customer, ticket)
    if question is None:
        return False
    if is_good:
        helped(uow, question)
    if intent.is_thanks or intent.small_talk:
        return False
    if ticket:
        lifecycle.join(uow, customer, ticket, message)
    if not is_good:
        not_helped(uow, customer, question)
    elif ticket is None:
        say(uow, customer, Notification.WELCOME)
    return True


def note_reaction(uow: UnitOfWork, customer: Customer, question: Question, is_good: bool) -> None:
    """The customer reacted to the answer. The same reaction again, to another part of it, says nothing new."""
    if is_good:
        helped(uow, question)
    elif question.helped is not False:
        not_helped(uow, customer, question)


def helped(uow: UnitOfWork, question: Question) -> None:
    """The customer says that the answer helped; saying it twice says nothing new."""
    if question.helped is not True:
        question.helped = True
        note_confirmed(uow, question)


def not_helped(uow: UnitOfWork, customer: Customer, question: Question) -> None:
    """The answer did not help: offer what else the question may be about, and a person; the second time, call one."""
    if question.helped is False:
        call_human(uow, customer, question)
        return
    question.helped = False
    note_refuted(uow, question)
    others = _others(uow, customer, question)
    kind = Notification.NOT_IT
    rich = uow.say(question.language, kind.template, count=len(others))
    to_customer(uow, customer, Post(rich, [*others, [call_button(uow, question)]]), kind)
    note_bot_message(uow, customer, kind, rich.text)


def _others(uow: UnitOfWork, customer: Customer, question: Question) -> Buttons:
    """Buttons for the entries that the question may be about instead; `choices.choose` records which was chosen."""
    if question.entry_id is None:
        return []
    found = read_follow_up(uow, customer, question.in_context, question)
    offered = found.decision.matches if isinstance(found.decision, Suggest) else ()
    matches = (*found.answers, *offered)[:MOST_SUGGESTIONS]
    if not matches:
        return []
    question.suggested = [question.entry_id, *(match.entry.id for match in matches)]
    return [
        [Button(cut(match.entry.question, LABEL_LIMIT), f"choose:{question.id}:{place}")]
        for place, match in enumerate(matches, start=1)
    ]


def _answer_before(uow: UnitOfWork, customer: Customer, ticket: Ticket | None) -> Question | None:
    """The last question, if the bot has answered it and nobody has taken over since."""
    last = last_question(uow.session, customer.id)
    if last is None or last.entry_id is None or last.ticket_id is not None or last.asked_at < uow.now - FEEDBACK_SPAN:
        return None
    is_replied = ticket is not None and ticket.replied_at is not None and ticket.replied_at > last.asked_at
    return None if is_replied else last


def _nothing_fits(uow: UnitOfWork, customer: Customer, choice: Question) -> bool:
    note_none_fits(uow, choice)
    answer_put_off(uow, customer, choice)
    call_human(uow, customer, choice)
    return True
