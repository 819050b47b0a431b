"""Customers' questions that the FAQ left unanswered, masked, with what colleagues replied."""

from collections.abc import Iterator
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
    answered = _answered_by_colleagues(uow.session, since)
    for question in questions_between(uow.session, since, uow.now):
        if question.id in answered or not _is_left(question):
            continue
        if library.served(faq.language_of(question.text, question.language)) == language:
            reply = reply_of(uow.session, question.ticket_id) if question.ticket_id else ""
            yield Unanswered(faq.masked(question.text), reply, question.asked_at)


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
    said = select(Message.text).where(
        Message.ticket_id == ticket_id, Message.author == Author.STAFF, ~col(Message.is_internal)
    )
    return "\n".join(session.exec(said.order_by(col(Message.id)).limit(2)).all())[:_LONGEST_REPLY]
