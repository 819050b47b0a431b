"""An answer is rendered before anything is written: a failure leaves no rows, and a person takes over."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import event
from sqlmodel import select

from bot.desk.knowledge import Knowledge
from storage.models import Author, Message, OutboxRow, Question, Ticket
from tests.desk.desk import FAQ, Desk, a_desk

T = TypeVar("T")

MAP = """
# Схема

## Где у вас парковка? {#parking}

Также спрашивают:
- куда поставить машину

![Схема](map.png)
"""


@pytest.fixture
def desk_without_map(tmp_path: Path) -> Iterator[Desk]:
    """The FAQ was read while its picture was there."""
    folder = tmp_path / "faq"
    shutil.copytree(FAQ, folder)
    (folder / "map.md").write_text(MAP, encoding="utf-8")
    (folder / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    knowledge = Knowledge(folder, "ru", 0.05)
    knowledge.answerer.result()
    (folder / "map.png").unlink()
    with a_desk(tmp_path / "desk.db", knowledge) as desk:
        yield desk


def test_a_person_takes_over_and_nothing_of_the_answer_is_there(desk_without_map: Desk) -> None:
    desk = desk_without_map
    desk.writes("где у вас парковка?")
    desk.later(seconds=5)
    assert [(one.decision, one.ticket_id) for one in all_of(desk, Question)] == [("hand_off", 1)]
    assert [one.text for one in all_of(desk, Message) if one.author == Author.BOT] == []
    assert [row.content["kind"] for row in all_of(desk, OutboxRow) if row.customer_id and row.action == "say"] == [
        "accepted"
    ]
    assert [ticket.subject for ticket in all_of(desk, Ticket)] == ["где у вас парковка?"]


def test_what_can_be_answered_of_the_same_message_is(desk_without_map: Desk) -> None:
    desk = desk_without_map
    desk.writes("почём доставка? и где у вас парковка?")
    desk.later(seconds=5)
    assert [(one.decision, one.entry_id) for one in all_of(desk, Question)] == [
        ("answer", "delivery-price"),
        ("hand_off", None),
    ]


def test_no_savepoint_is_needed(desk: Desk) -> None:
    asked: list[str] = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    desk.writes("почём доставка")
    assert [one.entry_id for one in all_of(desk, Question)] == ["delivery-price"]
    assert not [statement for statement in asked if "SAVEPOINT" in statement]


def all_of(desk: Desk, table: type[T]) -> list[T]:
    return desk.look(lambda session: list(session.exec(select(table)).all()))
