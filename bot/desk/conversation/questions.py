"""A question: read, written down, and met with an answer or a choice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import faq
from bot.desk.conversation.answers import state_answer
from bot.desk.knowledge import Read
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut
from faq import Match
from faq.rendering import AnswerError
from storage.customers import undecided_choice
from storage.models import Customer, Question

# A person takes over when no suggestion is chosen for so long; in hours there is somebody to do it.
CHOICE_PATIENCE = timedelta(minutes=10)
CHOICE_PATIENCE_IN_HOURS = timedelta(minutes=2)
STILL_TALKING = timedelta(minutes=10)  # so long after an answer a message may go on from it
LABEL_LIMIT = 60  # characters of a question on a button


def read(uow: UnitOfWork, customer: Customer, text: str) -> Read:
    """What the FAQ says to `text` today."""
    return uow.context.knowledge.read(text, uow.language_of(customer), uow.today)


def read_on(uow: UnitOfWork, customer: Customer, text: str, before: Question) -> Read:
    """What the FAQ says today to `text` as it goes on from a question, beyond the answer that this one got."""
    return uow.context.knowledge.read_on(text, before.text, before.entry_id, uow.language_of(customer), uow.today)


def gone_on_from(uow: UnitOfWork, customer: Customer, text: str) -> Question | None:
    """The question answered just before, when `text` goes on from it: «а в область?»"""
    last = last_question(uow, customer)
    if last is None or last.entry_id is None or last.asked_at < uow.now - STILL_TALKING:
        return None
    return last if faq.is_follow_up(text) else None


def ask(
    uow: UnitOfWork, customer: Customer, text: str, found: Read, decision: str, entry_id: str | None = None
) -> Question:
    """Write the question down, with the entry stated to it; its language is the one the customer chose, or its own."""
    question = Question(
        customer_id=customer.id,
        text=text,
        language=customer.language or found.language,
        asked_at=uow.now,
        in_hours=uow.is_open,
        decision=decision,
        probability=found.matches[0].probability if found.matches else None,
        suggested=[match.entry.id for match in found.matches],
        entry_id=entry_id,
    )
    uow.session.add(question)
    uow.session.flush()
    customer.question_id = question.id
    return question


def last_question(uow: UnitOfWork, customer: Customer) -> Question | None:
    """The question that was last written down."""
    return uow.session.get(Question, customer.question_id) if customer.question_id else None


def answer(uow: UnitOfWork, customer: Customer, text: str, found: Read) -> str:
    """State what the FAQ is sure of; what of `text` stays open, all of it when an entry can't be rendered."""
    stated = [_state_match(uow, customer, text, found, match) for match in found.answers]
    return found.left if all(stated) else text


def _state_match(uow: UnitOfWork, customer: Customer, text: str, found: Read, match: Match) -> bool:
    """False, and nothing is written down, when the entry can't be rendered."""
    try:
        with uow.savepoint():
            question = ask(
                uow, customer, text, replace(found, decision=None, answers=(match,)), "answer", match.entry.id
            )
            state(uow, customer, question, match.entry.id)
    except AnswerError:
        return False
    return True


def state(uow: UnitOfWork, customer: Customer, question: Question, entry_id: str) -> None:
    """State the entry's answer to the question; AnswerError when it can't be rendered."""
    state_answer(uow, customer, question, entry_id)
    question.entry_id = entry_id
    _settle_choice(uow, customer, entry_id)


def suggest(uow: UnitOfWork, customer: Customer, question: Question, matches: Sequence[Match]) -> None:
    """Show what the question may mean, and wait for a choice."""
    choices = [
        [Button(cut(match.entry.question, LABEL_LIMIT), f"choose:{question.id}:{place}")]
        for place, match in enumerate(matches)
    ]
    none_fits = Button(uow.label(question.language, "buttons.none_fits"), f"none_fits:{question.id}")
    question.suggested = [match.entry.id for match in matches]
    rich = uow.say(question.language, "customer.suggest", one=len(matches) == 1)
    to_customer(uow, customer, Post(rich, [*choices, [none_fits]]), Notification.SUGGEST)
    note_bot_message(uow, customer, "suggest", "; ".join(match.entry.question for match in matches), question)
    customer.choosing_until = uow.now + (CHOICE_PATIENCE_IN_HOURS if uow.is_open else CHOICE_PATIENCE)


def _settle_choice(uow: UnitOfWork, customer: Customer, entry_id: str) -> None:
    """An answer that stood among the suggestions is the choice; after any other the choice stays open."""
    if customer.choosing_until is None:
        return
    pending = undecided_choice(uow.session, customer.id)
    if pending is None or entry_id in pending.suggested:
        customer.choosing_until = None
    if pending and entry_id in pending.suggested:
        pending.entry_id = entry_id
