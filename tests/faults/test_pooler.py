"""A connection pooler, or an administrator, ends the desk's sessions with PostgreSQL again and again."""

import asyncio
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.faults.desk import WAITING, Desk, a_desk

CUSTOMERS = 12
ENDED_SESSIONS = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'nightdesk'
"""


async def end_sessions(desk: Desk, ended: list[int]) -> None:
    while True:
        await asyncio.sleep(0.25)
        with suppress(psycopg.Error):
            [(count,)] = await asyncio.to_thread(desk.ask, ENDED_SESSIONS)
            ended.append(count)


async def test_everybody_gets_a_ticket_once_although_sessions_end_all_the_time(
    tmp_path: Path, postgres_url: str
) -> None:
    async with a_desk(tmp_path, database_url=postgres_url) as desk:
        await desk.opens()
        ended: list[int] = []
        ending = asyncio.create_task(end_sessions(desk, ended))
        people = [desk.sandbox.customer(f"Клиент {number}") for number in range(CUSTOMERS)]
        for person in people:
            person.writes("Позовите оператора")
            await asyncio.sleep(0.2)
        await desk.until(lambda: sum(ended) > CUSTOMERS)
        ending.cancel()
        await desk.until(lambda: all(person.sees for person in people))
        await desk.until(lambda: desk.ask(WAITING) == [(0,)])
        assert desk.ask("SELECT count(*), count(DISTINCT customer_id) FROM ticket") == [(CUSTOMERS + 1,) * 2]
        for person in people:
            assert len([seen for seen in person.sees if "принята" in seen.text]) == 1
