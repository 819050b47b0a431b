"""What a message costs in statements, commits and compilations: the figures that docs/benchmarks.md promises."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.sql.compiler import SQLCompiler

from bot.background import scheduler
from bot.delivery import inbox, outbox
from storage import Database
from tests.dialogs.night import Night, a_night


@dataclass
class Counted:
    """Statements as SQLite is given them, BEGIN included; a commit that wrote something reaches the disk."""

    statements: list[str] = field(default_factory=list)
    writing_commits: int = 0
    compiled: list[str] = field(default_factory=list)


@contextmanager
def counting(database: Database) -> Iterator[Counted]:
    counted, changes = Counted(), {"before": 0}

    def raw(connection: Connection) -> sqlite3.Connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver

    def execute(connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:
        if statement.startswith("BEGIN"):
            changes["before"] = raw(connection).total_changes
        counted.statements.append(statement)

    def commit(connection: Connection) -> None:
        counted.writing_commits += raw(connection).total_changes > changes["before"]

    construct = SQLCompiler.__init__

    def compile_counted(compiler: SQLCompiler, dialect: Any, statement: Any, *args: Any, **more: Any) -> None:
        construct(compiler, dialect, statement, *args, **more)
        counted.compiled.append(str(compiler))

    event.listen(database.engine, "before_cursor_execute", execute)
    event.listen(database.engine, "commit", commit)
    SQLCompiler.__init__ = compile_counted  # type: ignore[method-assign, assignment]  # it passes on all
    try:
        yield counted
    finally:
        SQLCompiler.__init__ = construct  # type: ignore[method-assign]  # as it was
        event.remove(database.engine, "before_cursor_execute", execute)
        event.remove(database.engine, "commit", commit)


@pytest.fixture
async def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Night]:
    """Without the periodic checks of the outbox, the inbox and the scheduler."""
    monkeypatch.setattr(scheduler, "BATCH_SECONDS", 1000.0)
    monkeypatch.setattr(inbox, "IDLE_SECONDS", 1000.0)
    monkeypatch.setattr(outbox, "IDLE_SECONDS", 1000.0)
    async with a_night(tmp_path) as night:
        yield night


async def test_an_answer(night: Night) -> None:
    for _ in range(2):
        night.maria.writes("Сколько стоит доставка?")
        assert len(await night.replies(night.maria)) == 1
    await night.later(days=2)
    with counting(night.parts.transactions.database) as counted:
        night.maria.writes("Сколько стоит доставка?")
        assert len(await night.replies(night.maria)) == 1
    assert len(counted.statements) <= 15, counted.statements
    assert counted.writing_commits <= 3
    assert counted.compiled == []


async def test_a_night_ticket(night: Night) -> None:
    """The ticket, its acknowledgement, its topic and its card."""
    oleg, olga = night.sandbox.customer("Олег"), night.sandbox.customer("Ольга")
    for customer in (night.maria, oleg, olga):
        customer.writes("Спасибо")
        await night.replies(customer)
    for customer in (night.maria, oleg):
        customer.writes("Позовите оператора, холодильник течёт")
        await night.replies(customer)
    with counting(night.parts.transactions.database) as counted:
        olga.writes("Позовите оператора, холодильник течёт")
        assert "Заявка №3" in (await night.reply(olga)).text
        assert night.card(3)
    assert len(counted.statements) <= 30, counted.statements
    assert counted.compiled == []


async def test_a_reply_of_the_staff(day: Night) -> None:
    """Passed on to the customer, marked as delivered, and shown on the card."""
    day.maria.writes("Позовите оператора, холодильник шумит")
    await day.replies(day.maria)
    for words in ("Добрый день", "Посмотрим"):
        day.anna.writes(words, topic="№1")
        await day.replies(day.maria)
    with counting(day.parts.transactions.database) as counted:
        day.anna.writes("Мастер приедет завтра", topic="№1")
        assert "Мастер приедет" in (await day.reply(day.maria)).text
    assert len(counted.statements) <= 38, counted.statements
    assert counted.compiled == []
