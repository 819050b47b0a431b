"""Updates that can't be handled or stored wait, and don't block others."""

import sqlite3
from contextlib import closing

import pytest

from bot.sandbox.api_json import Json
from tests.faults.desk import DATABASE, Desk

NO_DATE: Json = {"message_id": 77, "chat": {"id": -5, "type": "group"}}
UNWRITABLE = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"


ASIDE = "SELECT attempts FROM inbox WHERE set_aside_at IS NOT NULL"


async def test_one_that_can_not_be_read_is_set_aside_and_the_staff_hear_of_it(desk: Desk) -> None:
    desk.tell_bot("message", NO_DATE)
    await desk.opens()
    await desk.until(lambda: any("Не удалось обработать 1 сообщение" in seen.text for seen in desk.staff_sees()))
    [(attempts, error, payload)] = desk.ask("SELECT attempts, error, payload FROM inbox WHERE set_aside_at IS NOT NULL")
    assert attempts == 1
    assert "date" in error
    assert '"message_id": 77' in payload


async def test_the_next_update_of_the_same_chat_is_handled_at_once(desk: Desk) -> None:
    """Without moving the clock: nothing is tried again."""
    desk.tell_bot("message", NO_DATE | {"chat": {"id": desk.maria.id, "type": "private"}})
    desk.maria.writes("Позовите оператора")
    await desk.has_read()
    assert desk.ask(ASIDE) == [(1,)]
    await desk.until(lambda: any("уже открыта" in seen.text for seen in desk.maria.sees))
    assert "Его посмотрит коллега" in desk.maria.sees[0].text


async def test_a_colleague_hears_in_the_topic_and_nobody_in_the_group_waits(desk: Desk) -> None:
    await desk.opens()
    said = desk.anna.writes("Здравствуйте", topic="№1")
    await desk.quiet()
    desk.tell_bot("message", said.api | {"message_id": 977, "text": 5})
    desk.anna.writes("Слушаю вас", topic="№1")
    await desk.has_read()
    assert desk.ask(ASIDE) == [(1,)]
    await desk.quiet()
    told = [seen for seen in desk.staff_sees("№1") if "бот не смог прочитать" in seen.text]
    assert [seen.text.partition(".")[0] for seen in told] == [
        "Это сообщение бот не смог прочитать: клиенту ничего не отправлено"
    ]
    assert desk.sees("№1 принята", "Здравствуйте", "Слушаю вас")()


async def test_of_an_edit_that_can_not_be_read_both_sides_hear(desk: Desk) -> None:
    await desk.opens()
    said = desk.anna.writes("Здравствуйте", topic="№1")
    asked = desk.maria.writes("Где заказ?")
    await desk.quiet()
    desk.tell_bot("edited_message", said.api | {"text": 5, "edit_date": 2})
    desk.tell_bot("edited_message", asked.api | {"text": 5, "edit_date": 2})
    await desk.quiet()
    assert any("Эту правку бот не смог прочитать" in seen.text for seen in desk.staff_sees("№1"))
    assert "Не смог прочитать ваше сообщение" in desk.maria.sees[-1].text


async def test_another_bot_hears_nothing(desk: Desk) -> None:
    """It might answer, and so might we."""
    await desk.opens()
    said = desk.anna.writes("Здравствуйте", topic="№1")
    await desk.quiet()
    before = len(desk.staff_sees("№1"))
    robot: Json = {"id": 99, "is_bot": True, "first_name": "Погода"}
    desk.tell_bot("message", said.api | {"message_id": 977, "text": 5, "from": robot})
    await desk.quiet()
    assert desk.ask(ASIDE) == [(1,)]
    assert len(desk.staff_sees("№1")) == before


async def test_in_any_other_group_nobody_hears(desk: Desk) -> None:
    desk.tell_bot("message", NO_DATE | {"from": {"id": 8, "is_bot": False, "first_name": "Борис"}})
    await desk.quiet()
    assert desk.ask(ASIDE) == [(1,)]
    assert not [seen for seen in desk.staff_sees() if "бот не смог прочитать" in seen.text]


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
