"""Labels and learnt phrasings: what is read of them, and what goes."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from storage import Database
from storage.labels import drop_phrasings, latest_labels, take_person_away
from storage.learning_models import QuestionLabel
from storage.models import Customer, Question

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)


@pytest.fixture
def asked(database: Database) -> int:
    """The id of a question."""
    with database.transaction() as session:
        customer = Customer(door="telegram", address="5", name="Мария", created_at=NOW)
        session.add(customer)
        session.flush()
        question = Question(
            customer_id=customer.id, text="почём", language="ru", asked_at=NOW, in_hours=False, decision="answer"
        )
        session.add(question)
        session.flush()
        return question.id


def label(session: Session, question_id: int, words: str, who: str, entry: str | None = "price") -> None:
    said = {"question_id": question_id, "question": words, "language": "ru", "entry_id": entry, "holds": True}
    session.add(QuestionLabel.model_validate(said | {"by": "customer", "who": who, "at": NOW}))
    session.flush()


def test_the_latest_labels_are_learnt_from_oldest_first(database: Database, asked: int) -> None:
    with database.transaction() as session:
        for number in range(4):
            label(session, asked, f"вопрос {number}", "customer:1")
        assert [one.question for one in latest_labels(session, "ru", 3)] == ["вопрос 1", "вопрос 2", "вопрос 3"]


def test_any_number_of_phrasings_is_dropped_at_once(database: Database) -> None:
    with database.transaction() as session:
        drop_phrasings(session, range(100_000))


def test_of_a_forgotten_customer_stays_what_others_said_too(database: Database, asked: int) -> None:
    with database.transaction() as session:
        label(session, asked, "почём", "customer:1")
        label(session, asked, "почём", "customer:2")
        label(session, asked, "почём", "customer:1", entry=None)
        label(session, asked, "где вы", "customer:1")
        take_person_away(session, 1)
        session.flush()
        left = session.exec(select(QuestionLabel).order_by(QuestionLabel.who)).all()
        assert [(one.question, one.entry_id) for one in left] == [("почём", "price")] * 2
        assert left[0].who == "customer:2"
        assert left[1].who.startswith("forgotten:")
