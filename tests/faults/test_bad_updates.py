"""Updates that can't be handled or stored wait, and don't block others."""

import sqlite3
from contextlib import closing

import pytest

from bot.sandbox.api_json import Json
from tests.faults.desk import DATABASE, Desk

NO_DATE: Json = {"message_id": 77, "chat": {"id": -5, "type": "group"}}
UNWRITABLE = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"


async def test_one_that_can_not_be_read_is_set_aside_and_the_staff_hear_of_it(desk: Desk) -> None:
    desk.tell_bot("message", NO_DATE)
    await desk.opens()
    await desk.until(lambda: any("Не удалось обработать 1 сообщение" in seen.text for seen in desk.staff_sees()))
    [(attempts, error, payload)] = desk.ask("SELECT attempts, error, payload FROM inbox WHERE set_aside_at IS NOT NULL")
    assert attempts == 5
    assert "date" in error
    assert '"message_id": 77' in payload


async def test_the_next_update_of_the_same_chat_is_handled_then(desk: Desk) -> None:
    desk.tell_bot("message", NO_DATE | {"chat": {"id": desk.maria.id, "type": "private"}})
    desk.maria.writes("Позовите оператора")
    oleg = desk.sandbox.customer("Олег")
    oleg.writes("Позовите оператора")
    await desk.until(lambda: oleg.sees)
    assert not desk.maria.sees
    await desk.until(lambda: desk.maria.sees)


async def test_while_the_database_takes_nothing_updates_wait_at_telegram(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.ask(UNWRITABLE)
    desk.maria.writes("Позовите оператора")
    await desk.until(lambda: "Updates can't be stored" in caplog.text)
    assert len(desk.sandbox.world.updates)
    desk.ask("DROP TRIGGER full")
    await desk.until(desk.sees("№1 принята"))


async def test_a_locked_database_delays_and_loses_nothing(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.maria.writes("Позовите оператора")
        await desk.sandbox.until(lambda: desk.sandbox.delivered)
        assert not desk.maria.sees
    await desk.until(desk.sees("№1 принята"))
