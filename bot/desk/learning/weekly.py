"""Advice to the FAQ's authors by the last weeks' questions, and how good the answers were: the weekly note."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

import faq
from bot.desk.authoring.unanswered import as_language, replies_since
from bot.desk.learning.noting import MATCHED
from bot.desk.learning.quality import Quality, quality
from bot.desk.notifications import Notification
from bot.desk.outbox import Post, to_staff_room
from bot.desk.pilot.withholding import answer_withheld
from bot.desk.unit_of_work import UnitOfWork
from faq import Answerer, Library
from faq.advice import UNASKED_AFTER, Advice, Asked, advise
from faq.gaps import group_questions
from storage.customers import questions_between
from storage.labels import customer_as_who
from storage.learning_models import QuestionLabel

WEEK = timedelta(days=7)
SPAN = UNASKED_AFTER  # of questions that advice is made of


def asked_lately(session: Session, library: Library, now: datetime) -> list[Asked]:
    """Customers' questions of the last four weeks, with the entry that answered each by all that is known."""
    return list(_asked(session, library, now - SPAN, now))


def advice_of(asked: Sequence[Asked], answerer: Answerer, now: datetime, on: date) -> Advice:
    """Takes up to half a minute; needs no database. `now` is aware, `on` the day on the company's calendar."""
    groups = [group for language in answerer.library.languages for group in _groups(asked, answerer, language)]
    return advise(answerer, asked, groups, now=now, on=on)


def qualities_of(uow: UnitOfWork, answerer: Answerer) -> list[Quality]:
    """How good the answers of the last week were, in each language that was asked anything."""
    found = quality(uow.session, answerer, uow.now - WEEK, uow.now)
    return [one for one in found if one.figures.asked]


def show_week(uow: UnitOfWork, advice: Advice, qualities: Sequence[Quality]) -> None:
    """Post the note to the staff group, if the week brought anything."""
    if advice.is_news or qualities:
        rich = uow.say(uow.staff_language, Notification.WEEKLY_NOTE.template, advice=advice, qualities=qualities)
        to_staff_room(uow, Post(rich), Notification.WEEKLY_NOTE)


def _groups(asked: Sequence[Asked], answerer: Answerer, language: str) -> Iterator[list[str]]:
    texts = [one.text for one in asked if one.entry_id is None and one.language == language]
    entries = answerer.library.entries(language)
    for group in group_questions(texts, entries, language=as_language(language), semantic=answerer.semantic):
        yield [texts[place] for place in group.questions]


def _asked(session: Session, library: Library, since: datetime, until: datetime) -> Iterator[Asked]:
    by_colleagues, replies = _labelled_by_colleagues(session, since), replies_since(session, since)
    for question in questions_between(session, since, until):
        if question.decision not in MATCHED or not question.text:
            continue
        yield Asked(
            text=question.text,
            language=library.served(faq.language_of(question.text, question.language)),
            at=question.asked_at,
            entry_id=question.entry_id or by_colleagues.get(question.id) or answer_withheld(question),
            decision=question.decision,
            helped=question.helped,
            reply=replies.get(question.ticket_id or 0, "") if question.entry_id is None else "",
            who=customer_as_who(question.customer_id),
        )


def _labelled_by_colleagues(session: Session, since: datetime) -> dict[int, str]:
    said = select(QuestionLabel.question_id, QuestionLabel.entry_id).where(
        QuestionLabel.by == "colleague", QuestionLabel.at >= since, col(QuestionLabel.holds)
    )
    return {question: entry for question, entry in session.exec(said).all() if entry}
