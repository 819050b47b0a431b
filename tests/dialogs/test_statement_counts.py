"""What a message costs in statements and commits: the figures that docs/benchmarks.md promises."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from storage import Database
from tests.dialogs.night import House, Night, a_night

NOON = House(at="2026-11-23 12:00")


@dataclass
class Counted:
    """Statements as SQLite is given them, transactions begun included; commits that wrote something reach the disk."""

    statements: list[str] = field(default_factory=list)
    writing_commits: int = 0


@contextmanager
def counting(database: Database) -> Iterator[Counted]:
    """Without the looks for rows that others wrote, one a second, and the scheduler's."""
    counted, changes = Counted(), {"before": 0}

    def execute(connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if statement.startswith("BEGIN"):
            changes["before"] = raw.total_changes
        counted.statements.append(statement)

    def commit(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        counted.writing_commits += raw.total_changes > changes["before"]

    event.listen(database.engine, "before_cursor_execute", execute)
    event.listen(database.engine, "commit", commit)
    try:
        yield counted
    finally:
        event.remove(database.engine, "before_cursor_execute", execute)
        event.remove(database.engine, "commit", commit)


@pytest.fixture
async def night(tmp_path: Path) -> Any:
    async with a_night(tmp_path) as night:
        night.parts.transactions.context.knowledge.answerer.result()
        yield night


async def test_an_answer(night: Night) -> None:
    night.maria.writes("Сколько стоит доставка?")
    assert len(await night.replies(night.maria)) == 1
    with counting(night.parts.transactions.database) as counted:
        night.maria.writes("Сколько стоит доставка?")
        assert len(await night.replies(night.maria)) == 1
    print("\n".join(s[:110].replace("\n", " ") for s in counted.statements), counted.writing_commits)
    assert len(counted.statements) <= 16
    assert counted.writing_commits <= 3


async def test_a_night_ticket(night: Night) -> None:
    """The ticket, its acknowledgement, its topic and its card."""
    await night.ticket_is_open("У меня сломался чайник")
    oleg = night.sandbox.customer("Олег")
    oleg.writes("Спасибо")
    await night.replies(oleg)
    with counting(night.parts.transactions.database) as counted:
        oleg.writes("Позовите оператора, холодильник течёт")
        assert "Заявка №2" in (await night.reply(oleg)).text
        assert night.card(2)
    print("\n".join(s[:110].replace("\n", " ") for s in counted.statements), counted.writing_commits)
    assert len(counted.statements) <= 35


async def test_a_reply_of_the_staff(night: Night) -> None:
    """Passed on to the customer, marked as delivered, and shown on the card."""
    await night.ticket_is_open()
    night.anna.writes("Добрый вечер", topic="№1")
    await night.replies(night.maria)
    with counting(night.parts.transactions.database) as counted:
        night.anna.writes("Мастер приедет завтра", topic="№1")
        assert "Мастер приедет" in (await night.reply(night.maria)).text
    print("\n".join(s[:110].replace("\n", " ") for s in counted.statements), counted.writing_commits)
    assert len(counted.statements) <= 40
