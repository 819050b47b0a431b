"""`nightdesk faq learn | quality`: after a night in which customers and colleagues said what questions meant."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.learning.quality import Judged
from storage import Database
from storage.learning_models import QuestionLabel
from storage.models import Memo, Question
from tests.cli.premises import Command, Premises

ASKED = "за сколько привезете"


@pytest.fixture
def faq(nightdesk: Command, premises: Premises, database: Database) -> Command:
    return lambda action, *rest: nightdesk("faq", action, *rest, "--config", premises.config)


@pytest.fixture
def labelled(database: Database) -> None:
    """Two customers meant the price of delivery; one answer was wrong, two were right; one question was nobody's."""
    at = datetime.now(UTC).replace(hour=9, minute=0) - timedelta(days=1)  # at noon, so that all are of one day
    with database.transaction() as session:
        for place, (decision, holds) in enumerate(
            [
                ("preview", True),
                ("suggest", True),
                ("answer", True),
                ("answer", True),
                ("answer", False),
                ("hand_off", None),
            ]
        ):
            text = ASKED if decision in ("preview", "suggest") else f"почём доставка {place}"
            question = Question(
                customer_id=1 + place % 3,
                text=text,
                language="ru",
                asked_at=at + timedelta(minutes=place),
                in_hours=False,
                decision=decision,
                entry_id="delivery-price",
                probability=0.9,
            )
            session.add(question)
            session.flush()
            if holds is not None:
                label = QuestionLabel(
                    question_id=question.id,
                    question=text,
                    language="ru",
                    entry_id="delivery-price",
                    holds=holds,
                    by="customer",
                    who=f"customer:{place}",
                    at=question.asked_at,
                )
                session.add(label)


@pytest.mark.usefixtures("labelled")
def test_learning_now_shows_what_was_learnt(faq: Command) -> None:
    told = faq("learn")
    assert told.status == 0
    assert told.out.splitlines()[:2] == ["delivery-price", f"  работает    {ASKED}"]
    shown = json.loads(faq("learn", "--check", "--json").out)
    assert [(one["entry"], one["text"], one["state"]) for one in shown if not one["is_unlike"]][:1] == [
        ("delivery-price", ASKED, "active")
    ]


@pytest.mark.usefixtures("labelled")
def test_checking_learns_nothing(faq: Command) -> None:
    assert "ничего не выучено" in faq("learn", "--check").out


@pytest.mark.usefixtures("database")
def test_a_desk_that_may_not_learn_says_where_that_is_set(faq: Command, premises: Premises) -> None:
    text = premises.config.read_text(encoding="utf-8")
    premises.config.write_text(f'{text}\n[faq]\nlearn = "off"\n', encoding="utf-8")
    told = faq("learn")
    assert told.status != 0
    assert 'learn = "off"' in told.err


@pytest.mark.usefixtures("labelled")
def test_quality_counts_what_became_of_questions_and_what_was_judged(faq: Command) -> None:
    told = faq("quality")
    assert told.status == 0
    assert "Вопросы по-русски за 28 дн.: 6" in told.out
    assert "67 % (2 из 3" in told.out
    found = json.loads(faq("quality", "--json").out)
    [russian] = [one for one in found["languages"] if one["language"] == "ru"]
    assert {name: russian[name] for name in ("asked", "answered", "previewed", "offered", "to_person")} == {
        **{"asked": 6, "answered": 3, "previewed": 1, "offered": 1, "to_person": 1}
    }
    assert (russian["judged"]["right"], russian["judged"]["wrong"]) == (2, 1)
    assert sum(day["answered"] for day in found["days"]) == 3


def test_quality_says_that_a_pilot_is_on(faq: Command, premises: Premises, database: Database) -> None:
    with database.transaction() as session:
        value = {"configured": 0.0, "share": 0.2, "since": "2026-11-20T20:40:00+00:00", "by": "Анна"}
        session.add(Memo(key="pilot", value=json.dumps(value)))
    assert "Пилот" not in faq("quality").out
    premises.configure(more='[pilot]\nshare = "shadow"')
    assert "Пилот: с 20.11.2026 23:40 бот отвечает 20 % клиентов." in faq("quality").out
    assert json.loads(faq("quality", "--json").out)["pilot"] == {"share": 0.2, "since": value["since"]}


@pytest.mark.usefixtures("database")
def test_quality_of_a_new_desk(faq: Command) -> None:
    told = faq("quality")
    assert "Об ответах никто ещё не отозвался." in told.out
    assert "как измерено на других FAQ" in told.out


def test_quality_after_learning_says_where_the_line_is_and_why(faq: Command, labelled: None) -> None:
    faq("learn")
    assert "без отзывов было бы с" in faq("quality").out


@pytest.mark.usefixtures("labelled")
def test_what_the_faq_lacks(faq: Command) -> None:
    told = faq("gaps")
    assert told.status == 0
    assert told.out.startswith("За неделю: 6 вопросов")
    assert json.loads(faq("gaps", "--json").out)["questions"] == 6


@pytest.mark.usefixtures("labelled")
def test_a_chart_needs_two_days(faq: Command, premises: Premises) -> None:
    told = faq("quality", "--png", premises.folder / "quality.png")
    assert told.status != 0
    assert "нужно хотя бы два дня" in told.err


@pytest.mark.parametrize("days", ["0", "367", "много", "-1"])
def test_days_that_are_none(faq: Command, days: str) -> None:
    assert faq("quality", "--days", days).status == 2


@pytest.mark.parametrize(
    ("right", "wrong", "interval"),
    [(0, 0, None), (9, 1, (0.596, 0.982)), (0, 5, (0.0, 0.434)), (95, 5, (0.888, 0.978))],
)
def test_the_interval_is_wilsons(right: int, wrong: int, interval: tuple[float, float] | None) -> None:
    found = Judged(right, wrong).interval
    assert found == (None if interval is None else pytest.approx(interval, abs=0.001))
