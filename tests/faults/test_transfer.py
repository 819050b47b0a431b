"""A desk moves from SQLite to PostgreSQL with its unfinished work, and continues there."""

import asyncio
from pathlib import Path

from bot.cli import main
from bot.sandbox import Sandbox
from tests.faults.desk import DATABASE, WAITING, a_desk
from tests.faults.life import write_config

NOWHERE = "http://127.0.0.1:9"


async def moved(folder: Path, sandbox: Sandbox, url: str) -> int:
    """The exit status of the command, which needs no Telegram."""
    config = write_config(folder, sandbox, NOWHERE, url=f"sqlite:///{DATABASE}")
    return await asyncio.to_thread(main, ["migrate-storage", "--to", url, "--config", str(config)])


async def test_the_desk_goes_on_in_postgresql(tmp_path: Path, empty_postgres_url: str) -> None:
    sandbox = Sandbox()
    async with a_desk(tmp_path, sandbox) as desk:
        await desk.opens()
        maria, anna = desk.maria, desk.anna
        outage = sandbox.faults.add("502", method="sendMessage", chat_id=maria.id, times=None)
        anna.writes("Уже едет", topic="№1")
        await desk.until(lambda: desk.ask("SELECT attempts FROM outbox WHERE action = 'say' AND attempts > 0"))
    sandbox.faults.remove(outage.id)
    assert await moved(tmp_path, sandbox, empty_postgres_url) == 0
    async with a_desk(tmp_path, sandbox, database_url=empty_postgres_url) as desk:
        assert desk.ask(WAITING) != [(0,)]
        await desk.until(lambda: "Уже едет" in maria.sees[-1].text)
        maria.writes("Спасибо, а во сколько?")
        desk.maria.writes("Позовите оператора")
        await desk.quiet()
        assert "Спасибо, а во сколько?" in desk.staff_sees("№1")[-1].text
        assert desk.ask("SELECT id, state FROM ticket ORDER BY id") == [(1, "open"), (2, "new")]
        assert [seen.text for seen in maria.sees if "Уже едет" in seen.text] == [maria.sees[-1].text]
