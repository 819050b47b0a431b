"""Labels: what customers' and colleagues' acts say about what a question meant. Each act that says so calls this."""

from datetime import timedelta

import faq
from bot.desk.learning.harm import tighten_if_harmed
from bot.desk.ticket.history import Colleague
from bot.desk.unit_of_work import UnitOfWork
from storage.labels import customer_as_who, is_asked_alone
from storage.learning_models import QuestionLabel
from storage.models import Question

LONGEST = 300  # characters of a question that is learnt from; a longer one says more than a question
CALLED_AFTER = timedelta(minutes=15)  # who calls a person so soon after an answer was not helped by it

MATCHED = ("answer", "preview", "suggest", "hand_off")  # decisions on what was matched with the FAQ
_ASKED = (*MATCHED, "repeat")  # on what customers asked in their own words


def note_confirmed(uow: UnitOfWork, question: Question) -> None:
    """The customer says that the answer helped."""
    if question.entry_id:
        _note_of_customer(uow, question, question.entry_id, holds=True)


def note_chosen(uow: UnitOfWork, question: Question, entry_id: str) -> None:
    """The customer chose the entry among what was shown, or confirmed its preview."""
    _note_of_customer(uow, question, entry_id, holds=True)


def note_refuted(uow: UnitOfWork, question: Question) -> None:
    """The customer says that the answer did not help."""
    if question.entry_id and is_learnable(uow, question):
        _note_of_customer(uow, question, question.entry_id, holds=False)
        tighten_if_harmed(uow, language_of(uow, question))


def note_none_fits(uow: UnitOfWork, question: Question) -> None:
    """The customer says that nothing of what was shown is meant."""
    if question.entry_id is None:
        for entry_id in question.suggested:
            _note_of_customer(uow, question, entry_id, holds=False)


def note_call(uow: UnitOfWork, question: Question | None) -> None:
    """The customer calls a person, after this question."""
    is_unsettled = question is not None and question.entry_id is not None and question.helped is None
    if question and is_unsettled and question.asked_at >= uow.now - CALLED_AFTER:
        note_refuted(uow, question)


def note_of_colleague(uow: UnitOfWork, question: Question, colleague: Colleague, entry_id: str | None) -> None:
    """A colleague says what answers the question: the entry, or none of them."""
    if is_learnable(uow, question):
        note_of_somebody(uow, question, entry_id, holds=True, by="colleague", who=f"colleague:{colleague.id}")


def is_learnable(uow: UnitOfWork, question: Question) -> bool:
    """Whether its words are one question that a customer typed. A follow-up is learnt with what it follows up."""
    text = question.in_context
    is_question = question.decision in _ASKED and 0 < len(text) <= LONGEST and faq.has_words(text)
    return is_question and is_asked_alone(uow.session, question)


def _note_of_customer(uow: UnitOfWork, question: Question, entry_id: str, holds: bool) -> None:
    if is_learnable(uow, question):
        note_of_somebody(uow, question, entry_id, holds=holds, by="customer", who=customer_as_who(question.customer_id))


def note_of_somebody(
    uow: UnitOfWork, question: Question, entry_id: str | None, *, holds: bool, by: faq.By, who: str
) -> None:
    """Write the label down; the question must have been flushed."""
    label = QuestionLabel(
        question_id=question.id,
        question=faq.masked(question.in_context),
        language=language_of(uow, question),
        entry_id=entry_id,
        holds=holds,
        by=by,
        who=who,
        at=uow.now,
    )
    uow.session.add(label)


def language_of(uow: UnitOfWork, question: Question) -> str:
    """The language whose entries serve the question."""
    return uow.context.knowledge.library.served(faq.language_of(question.in_context, question.language))
