"""The process stops when it is asked to, and ends when one of its parts has failed."""

import asyncio
import re
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

import pytest

from bot.commands.stopping import run_until_stopped
from bot.sandbox import Sandbox
from tests.faults.desk import LOOK_SECONDS
from tests.faults.desk_process import DeskProcess
from tests.faults.life import write_config

TIMEOUT_SECONDS = 60.0  # real seconds
LONGEST_STOP = 5.0  # real seconds; about two are promised, and the machine is busy
LONGER_THAN_ANYBODY_WAITS = 60.0


async def test_asked_to_stop_while_busy_it_stops_at_once_and_loses_nothing(tmp_path: Path) -> None:
    async with _process(tmp_path) as (sandbox, desk):
        maria = sandbox.customer("Мария")
        sandbox.faults.add("timeout", method="sendMessage", chat_id=maria.id)
        maria.writes("Позовите оператора")
        await sandbox.until(lambda: maria.sees, TIMEOUT_SECONDS)
        asked_at = time.monotonic()
        desk.ask_to_stop()
        assert await desk.ended() == 0
        assert time.monotonic() - asked_at < LONGEST_STOP
        desk.start()
        await sandbox.until(lambda: sandbox.staff_group.messages("№1"), TIMEOUT_SECONDS)
        maria.writes("оператор")
        await sandbox.until(lambda: len(maria.sees) > 1, TIMEOUT_SECONDS)
        assert [seen.text.partition(" ")[0] for seen in maria.sees] == ["Передал", "Заявка"]


def deaf(config: str) -> int:
    """Takes no notice of being cancelled, as a library may."""

    async def work() -> None:
        while True:
            with suppress(asyncio.CancelledError):
                await asyncio.to_thread(Path(config).touch)
                await asyncio.Event().wait()

    asyncio.run(run_until_stopped(work()))
    return 0


def asleep(config: str) -> int:
    """Something on the event loop waits without letting it go."""

    async def work() -> None:
        Path(config).touch()  # noqa: ASYNC240 - it takes no time
        time.sleep(LONGER_THAN_ANYBODY_WAITS)  # noqa: ASYNC251 - that is the fault

    asyncio.run(run_until_stopped(work()))
    return 0


def catching(config: str) -> int:
    """A regular expression on a thread, which keeps the interpreter to itself."""

    async def work() -> None:
        Path(config).touch()  # noqa: ASYNC240 - it takes no time
        await asyncio.to_thread(re.match, r"(a+)+$", "a" * 60 + "b")

    asyncio.run(run_until_stopped(work()))
    return 0


def busy(config: str) -> int:
    """A thread that the interpreter waits for at its end."""

    async def work() -> None:
        Path(config).touch()  # noqa: ASYNC240 - it takes no time
        await asyncio.to_thread(time.sleep, LONGER_THAN_ANYBODY_WAITS)

    asyncio.run(run_until_stopped(work()))
    return 0


@pytest.mark.parametrize(
    ("works", "status", "words"),
    [
        (deaf, 1, "The shutdown took more than 1.9 s"),
        (asleep, 1, "The shutdown took more than 1.9 s"),
        (busy, 1, "The shutdown took more than 1.9 s"),
        (catching, -signal.SIGKILL, "not even by itself"),
    ],
)
async def test_asked_to_stop_it_waits_for_nobody_who_does_not(
    tmp_path: Path, works: Callable[[str], int], status: int, words: str
) -> None:
    desk = DeskProcess(tmp_path / "works", works)
    desk.start()
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not desk.config.exists():  # noqa: ASYNC110 - a file tells nobody
                await asyncio.sleep(LOOK_SECONDS)
        asked_at = time.monotonic()
        desk.ask_to_stop()
        assert await desk.ended() == status
        assert time.monotonic() - asked_at < LONGEST_STOP
    finally:
        desk.kill()
    assert words in desk.log
    assert "test_stopping.py" in desk.log  # where it was, without any values


async def test_a_token_that_is_taken_back_ends_it(tmp_path: Path) -> None:
    async with _process(tmp_path) as (sandbox, desk):
        sandbox.token = "2:OTHER"
        sandbox.customer("Мария").writes("Здравствуйте")
        assert await desk.ended() == 2
        assert "telegram.token: Telegram не принимает этот токен" in desk.log


async def test_a_part_that_fails_ends_it_with_an_error(tmp_path: Path) -> None:
    async with _process(tmp_path) as (sandbox, desk):
        maria = sandbox.customer("Мария")
        maria.writes("Позовите оператора")
        await sandbox.until(lambda: maria.sees, TIMEOUT_SECONDS)
        with closing(sqlite3.connect(tmp_path / "desk.db", isolation_level=None)) as database:
            database.execute("UPDATE ticket SET state = 'solved', solved_at = '1 January'")
        assert await desk.ended() == 1
        assert "The desk stopped with an error" in desk.log
        assert "bot/background/scheduler.py" in desk.log  # where it came up, whichever look was first
        assert "1 January" not in desk.log  # but not what stood there


@asynccontextmanager
async def _process(folder: Path) -> AsyncIterator[tuple[Sandbox, DeskProcess]]:
    """A desk in a process of its own, polling."""
    sandbox = Sandbox()
    async with sandbox.serve() as address:
        desk = DeskProcess(write_config(folder, sandbox, address))
        desk.start()
        try:
            await sandbox.until(lambda: sandbox.world.polling.is_waiting, TIMEOUT_SECONDS)
            yield sandbox, desk
        finally:
            desk.kill()
