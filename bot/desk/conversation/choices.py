"""Choices: what the FAQ is not sure of is shown for the customer to choose from, and awaited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk.answer_reports import report_failed_answer
from bot.desk.conversation.answers import can_replace, render_answer
from bot.desk.conversation.handoff import call_human
from bot.desk.conversation.previews import preview_of
from bot.desk.conversation.questions import state
from bot.desk.conversation.states import ConversationEvent, after
from bot.desk.learning.noting import note_chosen
from bot.desk.notifications import Notification
from bot.desk.outbox import Button, Buttons, Post, to_customer
from bot.desk.ticket.history import note_bot_message
from bot.desk.unit_of_work import UnitOfWork
from bot.wording import cut
from faq import Match, Preview, Suggest
from faq.rendering import AnswerError
from storage.models import Customer, Question

# A person takes over when nothing is chosen in this time; sooner in hours, when somebody is there.
CHOICE_TIMEOUT = timedelta(minutes=10)
CHOICE_TIMEOUT_IN_HOURS = timedelta(minutes=2)
LABEL_LIMIT = 60  # characters of a question on a button

SUGGEST, PREVIEW = "suggest", "preview"  # values of Question.decision


def offer(uow: UnitOfWork, customer: Customer, question: Question, decision: Suggest) -> bool:
    """Record the question, show what it may be about, and wait for a choice.

    False, with the question recorded, when the entry to be previewed can't be rendered: a person has to take over.
    """
    question.suggested = [match.entry.id for match in decision.matches]
    uow.session.add(question)
    uow.session.flush()  # the buttons carry the question's id
    show = _preview if isinstance(decision, Preview) else _suggest
    if not show(uow, customer, question, decision.matches):
        return False
    until = uow.now + (CHOICE_TIMEOUT_IN_HOURS if uow.is_open else CHOICE_TIMEOUT)
    offered = ConversationEvent.CHOICE_OFFERED
    customer.conversation = after(customer.conversation, offered, uow.now, until=until, question_id=question.id)
    return True


def choose(uow: UnitOfWork, customer: Customer, question: Question, entry_id: str, replaces: int | None = None) -> bool:
    """An entry was chosen: send its answer, in place of our message with the id `replaces` if it can stand there.

    Returns whether it does. False, too, when the customer is pointed at the same answer above, or when it can't be
    rendered or is out of date: a person takes over then.
    """
    try:
        rendered = render_answer(uow, customer, entry_id, question.language)
    except AnswerError as error:
        report_failed_answer(uow, error, question.language)
        call_human(uow, customer, question)
        return False
    if not rendered.entry.is_valid(uow.today):
        call_human(uow, customer, question)
        return False
    note_chosen(uow, question, entry_id)
    if question.entry_id not in (None, entry_id):
        question = _asked_again(uow, question)
    place = replaces if can_replace(rendered) else None
    is_sent = state(uow, customer, question, rendered, place)
    return is_sent and place is not None


def _asked_again(uow: UnitOfWork, question: Question) -> Question:
    """The question once more, for another answer than the one that did not help."""
    kept = {"customer_id", "text", "before", "language", "suggested"}
    return Question(**question.model_dump(include=kept), asked_at=uow.now, in_hours=uow.is_open, decision=SUGGEST)


def _suggest(uow: UnitOfWork, customer: Customer, question: Question, matches: Sequence[Match]) -> bool:
    question.decision = SUGGEST
    none_fits = Button(uow.label(question.language, "buttons.none_fits"), f"none_fits:{question.id}")
    rich = uow.say(question.language, "customer.suggest", one=len(matches) == 1)
    post = Post(rich, [*_titles(question, matches), [none_fits]])
    to_customer(uow, customer, post, Notification.SUGGEST)
    note_bot_message(uow, customer, SUGGEST, "; ".join(match.entry.question for match in matches), question)
    return True


def _preview(uow: UnitOfWork, customer: Customer, question: Question, matches: Sequence[Match]) -> bool:
    """False when the answer can't be rendered."""
    try:
        rendered = render_answer(uow, customer, matches[0].entry.id, question.language)
    except AnswerError as error:
        report_failed_answer(uow, error, question.language)
        return False
    question.decision = PREVIEW
    shown, is_whole = preview_of(uow, question, rendered)
    language = question.language
    label = uow.label(language, "buttons.is_meant") if is_whole else uow.label(language, "buttons.show_whole")
    yes = Button(label, f"choose:{question.id}:0")
    person = Button(uow.label(language, "buttons.call_human"), f"none_fits:{question.id}")
    post = replace(shown, buttons=[[yes], *_titles(question, matches)[1:], [person]])
    to_customer(uow, customer, post, Notification.PREVIEW)
    note_bot_message(uow, customer, PREVIEW, rendered.entry.question, question)
    return True


def _titles(question: Question, matches: Sequence[Match]) -> Buttons:
    return [
        [Button(cut(match.entry.question, LABEL_LIMIT), f"choose:{question.id}:{place}")]
        for place, match in enumerate(matches)
    ]
