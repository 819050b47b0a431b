"""What keeps the event loop or the writer busy for too long is told of."""

import asyncio
import logging
import re
import threading
import time
from dataclasses import dataclass
from queue import SimpleQueue

import pytest

from bot.runtime import watchdog
from bot.runtime.task_names import task_named
from bot.runtime.watchdog import Watchdog

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class Work:
    name: str
    since: float
    thread: int
    is_done: bool = False


class Told:
    def __init__(self) -> None:
        self.stuck: SimpleQueue[tuple[str, str]] = SimpleQueue()
        self.free: SimpleQueue[str] = SimpleQueue()
        self.work: Work | None = None

    def watchdog(self) -> Watchdog:
        return Watchdog(lambda: self.work, lambda work, where, _: self.stuck.put((work, where)), self.free.put)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(watchdog, "CHECK_SECONDS", 0.02)


@pytest.fixture
def told() -> Told:
    return Told()


async def test_what_keeps_a_thread_busy_is_told_with_its_name_and_stack(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    end = threading.Event()

    def never_ends() -> None:
        told.work = Work("update 7", time.monotonic(), threading.get_ident())
        end.wait(TIMEOUT_SECONDS)
        told.work = Work("update 7", told.work.since, told.work.thread, is_done=True)

    with told.watchdog().watching():
        busy = asyncio.create_task(asyncio.to_thread(never_ends))
        assert await asyncio.to_thread(told.stuck.get, timeout=TIMEOUT_SECONDS) == ("update 7", "writer thread")
        assert "never_ends" in caplog.text
        end.set()
        await busy
        assert await asyncio.to_thread(told.free.get, timeout=TIMEOUT_SECONDS) == "writer thread"
    assert told.stuck.empty()  # it is told once


async def test_what_keeps_the_event_loop_busy_is_told_too(told: Told, caplog: pytest.LogCaptureFixture) -> None:
    with told.watchdog().watching(), task_named("job digest"):
        while told.stuck.empty():
            time.sleep(0.5)  # noqa: ASYNC251 - that is the fault
            await asyncio.sleep(0)
        assert told.stuck.get() == ("job digest", "event loop")
        assert "test_what_keeps_the_event_loop_busy" in caplog.text
        assert await asyncio.to_thread(told.free.get, timeout=TIMEOUT_SECONDS) == "event loop"


async def test_what_keeps_the_interpreter_to_itself_is_told_afterwards(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "PAUSE_SECONDS", 0.1)
    told.work = Work("update 7", time.monotonic(), threading.get_ident())
    with told.watchdog().watching():
        while told.stuck.empty():
            re.match(r"(a+)+$", "a" * 23 + "b")
            await asyncio.sleep(0.05)
        reported = [told.stuck.get() for _ in range(told.stuck.qsize())]
    assert ("update 7 (the last on the writer thread)", "interpreter") in reported


async def test_a_process_that_was_suspended_is_not_stuck(
    told: Told, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watchdog, "LONGEST_SECONDS", 10.0)
    monkeypatch.setattr(time, "process_time", lambda: 5.0)  # it gets no processor time
    asleep = 0.0
    monotonic = time.monotonic
    monkeypatch.setattr("bot.runtime.watchdog.time.monotonic", lambda: monotonic() + asleep)
    told.work = Work("update 7", time.monotonic(), threading.get_ident())
    with told.watchdog().watching():
        asleep = 60.0
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while "was suspended for 60 s" not in caplog.text:  # noqa: ASYNC110 - a log tells nobody
                await asyncio.sleep(0.02)
    assert told.stuck.empty()
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
