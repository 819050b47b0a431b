"""Invalid rows in the database don't block other rows."""

import pytest

from tests.faults.desk import Desk

CARD_OF_NOTHING = """
    INSERT INTO outbox (lane, action, content, silent, created_at, due_at, attempts)
    VALUES ('staff', 'card', '{}', 0, '2020-01-01 00:00:00', '2020-01-01 00:00:00', 0)
"""
BUTTONS_NOWHERE = """
    INSERT INTO outbox (lane, action, content, silent, created_at, due_at, attempts)
    VALUES ('rewrite:1', 'set_buttons', '{"chat_id": {"id": 5}}', 0, '2020-01-01 00:00:00', '2020-01-01 00:00:00', 0)
"""
SOMEBODY_ELSEWHERE = """
    INSERT INTO customer (id, door, address, name, created_at)
    VALUES (99, 'telegram', 'not a number', 'Никто', '2020-01-01 00:00:00')
"""
WORD_TO_THEM = """
    INSERT INTO outbox (lane, action, customer_id, content, silent, created_at, due_at, attempts)
    VALUES ('customer:99', 'say', 99, '{"role": "answer", "text": "?"}', 0,
            '2020-01-01 00:00:00', '2020-01-01 00:00:00', 0)
"""
BROKEN_BURST = (
    "UPDATE customer SET conversation_until = '2020-01-01 00:00:00', created_at = 'one fine day' WHERE id = 1"
)


async def test_a_row_of_the_outbox_that_makes_no_sense_is_given_up(desk: Desk) -> None:
    desk.ask(CARD_OF_NOTHING)
    await desk.opens()
    [(error,)] = desk.ask("SELECT error FROM outbox WHERE failed_at IS NOT NULL")
    assert "has no ticket" in error


async def test_nor_does_a_row_to_a_chat_that_is_no_chat_stop_the_desk(desk: Desk) -> None:
    desk.ask(BUTTONS_NOWHERE)
    await desk.opens()
    [(error,)] = desk.ask("SELECT error FROM outbox WHERE failed_at IS NOT NULL")
    assert "TypeError" in error


async def test_nor_does_a_row_to_an_address_that_is_none_hold_anybody(desk: Desk) -> None:
    desk.ask(SOMEBODY_ELSEWHERE)
    desk.ask(WORD_TO_THEM)
    await desk.opens()
    [(error,)] = desk.ask("SELECT error FROM outbox WHERE failed_at IS NOT NULL")
    assert "not a number" in error


async def test_a_job_that_fails_is_left_alone_for_a_while_and_holds_no_other(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.opens()
    desk.ask(BROKEN_BURST)
    oleg = desk.sandbox.customer("Олег")
    oleg.writes("Где мой чайник?")
    for _ in range(3):
        await desk.parts.scheduler.look()
    assert caplog.text.count("A scheduled job failed") == 1
    desk.sandbox.clock.advance(90)
    await desk.parts.scheduler.look()
    assert caplog.text.count("A scheduled job failed") == 2
    await desk.until(lambda: any("Заявка" in seen.text for seen in oleg.sees))
