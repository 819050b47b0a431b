"""Customers' questions that the FAQ left unanswered, masked, with what colleagues replied."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select

import faq
from bot.desk.learning.noting import LONGEST
from bot.desk.pilot.withholding import answer_withheld
from bot.desk.unit_of_work import UnitOfWork
from storage.customers import questions_between
from storage.learning_models import QuestionLabel
from storage.models import Author, Message, Question

SPAN = timedelta(days=30)
_LEFT = ("preview", "suggest", "hand_off")  # decisions after which a question may be left unanswered
_LONGEST_REPLY = 1_500  # characters
_MESSAGES = 2  # of a reply
_TO_CUSTOMERS = (Message.author == Author.STAFF, ~col(Message.is_internal))


@dataclass(frozen=True)
class Unanswered:
    """`reply` is what a colleague wrote to the customer, "" where nobody did."""

    text: str
    reply: str
    asked_at: datetime


def as_language(name: str) -> Literal["ru", "en"]:
    """The language of an FAQ's entries as `faq.gaps` takes it."""
    return "en" if name == "en" else "ru"


def unanswered(uow: UnitOfWork, language: str, span: timedelta = SPAN) -> list[Unanswered]:
    """Those of the last days that entries of that language serve, oldest first."""
    return list(_unanswered(uow, language, uow.now - span))


def _unanswered(uow: UnitOfWork, language: str, since: datetime) -> Iterator[Unanswered]:
    library = uow.context.knowledge.library
    answered, replies = _answered_by_colleagues(uow.session, since), replies_since(uow.session, since)
    for question in questions_between(uow.session, since, uow.now):
        if question.id in answered or not _is_left(question):
            continue
        if library.served(faq.language_of(question.text, question.language)) == language:
            yield Unanswered(faq.masked(question.text), replies.get(question.ticket_id or 0, ""), question.asked_at)


def _is_left(question: Question) -> bool:
    is_stated_in_vain = question.decision == "answer" and question.helped is False
    is_left = question.decision in _LEFT and question.entry_id is None and answer_withheld(question) is None
    return (is_left or is_stated_in_vain) and 0 < len(question.text) <= LONGEST and faq.has_words(question.text)


def _answered_by_colleagues(session: Session, since: datetime) -> set[int]:
    """Questions that a colleague answered with an entry: they are learnt from, and need no new one."""
    said = select(QuestionLabel.question_id).where(
        QuestionLabel.by == "colleague",
        QuestionLabel.at >= since,
        col(QuestionLabel.holds),
        col(QuestionLabel.entry_id).is_not(None),
    )
    return set(session.exec(said).all())


def reply_of(session: Session, ticket_id: int) -> str:
    """What colleagues wrote to the ticket's customer at first; "" where they wrote nothing."""
    said = select(Message.text).where(Message.ticket_id == ticket_id, *_TO_CUSTOMERS)
    return _together(session.exec(said.order_by(col(Message.id)).limit(_MESSAGES)).all())


def replies_since(session: Session, since: datetime) -> dict[int, str]:
    """The same of all tickets with questions asked since then (aware), by the ticket's id: one query for thousands."""
    asked = select(Question.ticket_id).where(Question.asked_at >= since)
    said = select(col(Message.ticket_id), Message.text).where(col(Message.ticket_id).in_(asked), *_TO_CUSTOMERS)
    written = defaultdict[int, list[str]](list)
    for ticket_id, text in session.exec(said.order_by(col(Message.id))).all():
        if ticket_id is not None and len(written[ticket_id]) < _MESSAGES:
            written[ticket_id].append(text)
    return {ticket_id: _together(texts) for ticket_id, texts in written.items()}


def _together(texts: Sequence[str]) -> str:
    return "\n".join(texts)[:_LONGEST_REPLY]
