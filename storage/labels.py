"""Queries for labels, learnt phrasings and moved lines."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.learning_models import LearntPhrasing, MovedLines, PhrasingState, QuestionLabel
from storage.models import Memo, Question

_AT_ONCE = 500  # ids; the variables of one statement are limited
_VERSION = "learnt_version"  # the Memo that changes with all that the matcher has learnt


def customer_as_who(customer_id: int) -> str:
    """The value of `QuestionLabel.who` for a customer."""
    return f"customer:{customer_id}"


def is_asked_alone(session: Session, question: Question) -> bool:
    """Whether the message that the question stands in is one question: parts of a message share its words."""
    parts = select(func.count()).where(
        Question.customer_id == question.customer_id,
        Question.asked_at == question.asked_at,
        Question.text == question.text,
    )
    return session.exec(parts).one() == 1


def only_question_of(session: Session, ticket_id: int) -> Question | None:
    """The question that the ticket is about; None when it is about several, or about none."""
    found = session.exec(select(Question).where(Question.ticket_id == ticket_id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def latest_labels(session: Session, language: str, most: int) -> Sequence[QuestionLabel]:
    """The labels of questions in that language that were written down last, at most so many; oldest first."""
    found = select(QuestionLabel).where(QuestionLabel.language == language)
    return session.exec(found.order_by(col(QuestionLabel.id).desc()).limit(most)).all()[::-1]


def labels_since(session: Session, since: datetime) -> Sequence[QuestionLabel]:
    found = select(QuestionLabel).where(QuestionLabel.at >= since)
    return session.exec(found.order_by(col(QuestionLabel.at), col(QuestionLabel.id))).all()


def labels_of_answers(session: Session, language: str, since: datetime) -> Sequence[tuple[QuestionLabel, Question]]:
    """The labels since then (aware) of questions in that language that were answered at once; oldest first."""
    found = select(QuestionLabel, Question).where(
        QuestionLabel.at >= since,
        QuestionLabel.language == language,
        Question.id == QuestionLabel.question_id,
        Question.decision == "answer",
        col(Question.probability).is_not(None),
    )
    return session.exec(found.order_by(col(QuestionLabel.at), col(QuestionLabel.id))).all()


def labels_of(session: Session, question_id: int) -> Sequence[QuestionLabel]:
    found = select(QuestionLabel).where(QuestionLabel.question_id == question_id)
    return session.exec(found.order_by(col(QuestionLabel.id))).all()


def drop_labels(session: Session, questions: SelectOfScalar[int]) -> None:
    """Drop the labels of these questions, whose words are erased."""
    session.connection().execute(delete(QuestionLabel).where(col(QuestionLabel.question_id).in_(questions)))


def take_person_away(session: Session, customer_id: int) -> None:
    """Drop what only this customer said; what others said of the same words, too, no longer tells whose it is.

    It still is one person's. What only they said would count beside what they say when they come back, as if two
    people had said it.
    """
    who = customer_as_who(customer_id)
    own = session.exec(select(QuestionLabel).where(QuestionLabel.who == who)).all()
    agreed: set[tuple[str, str | None, bool]] = set()
    for first in range(0, len(own), _AT_ONCE):
        words = [one.question for one in own[first : first + _AT_ONCE]]
        of_others = select(QuestionLabel.question, QuestionLabel.entry_id, QuestionLabel.holds).where(
            col(QuestionLabel.question).in_(words), QuestionLabel.who != who
        )
        agreed.update(session.exec(of_others).all())
    nobody = f"forgotten:{secrets.token_hex(8)}"
    for label in own:
        if (label.question, label.entry_id, label.holds) in agreed:
            label.who = nobody
        else:
            session.delete(label)


def phrasings(session: Session, language: str, *states: PhrasingState) -> Sequence[LearntPhrasing]:
    """Learnt phrasings of that language in these states, in any without one; oldest first."""
    found = select(LearntPhrasing).where(LearntPhrasing.language == language)
    if states:
        found = found.where(col(LearntPhrasing.state).in_(states))
    return session.exec(found.order_by(col(LearntPhrasing.id))).all()


def languages_learnt(session: Session) -> Sequence[str]:
    """The languages that have learnt phrasings, whether the FAQ still has them or not."""
    return session.exec(select(LearntPhrasing.language).distinct()).all()


def drop_phrasings(session: Session, ids: Sequence[int]) -> None:
    for first in range(0, len(ids), _AT_ONCE):
        some = col(LearntPhrasing.id).in_(ids[first : first + _AT_ONCE])
        session.connection().execute(delete(LearntPhrasing).where(some))


def lines_in_force(session: Session, language: str) -> MovedLines | None:
    """None before the first night."""
    return session.exec(_lines(language).limit(1)).first()


def drop_old_lines(session: Session, before: datetime) -> None:
    """Drop the history before that moment, but not what may be in force."""
    latest = select(func.max(MovedLines.id)).group_by(col(MovedLines.language)).scalar_subquery()
    old = delete(MovedLines).where(col(MovedLines.at) < before, col(MovedLines.id).not_in(latest))
    session.connection().execute(old)


def version(session: Session) -> str:
    """Differs whenever what was learnt has changed; "" before anything was."""
    memo = session.get(Memo, _VERSION)
    return memo.value if memo else ""


def change_version(session: Session) -> str:
    """Have all replicas read anew what was learnt; returns the new version."""
    value = secrets.token_hex(8)
    session.merge(Memo(key=_VERSION, value=value))
    return value


def _lines(language: str) -> SelectOfScalar[MovedLines]:
    return select(MovedLines).where(MovedLines.language == language).order_by(col(MovedLines.id).desc())
