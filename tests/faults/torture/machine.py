"""A process of the desk that is started again whenever it ends, as a service manager does."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.commands.stopping import FORCED
from tests.faults.desk_process import DeskProcess

LONGEST_STOP = 20.0  # seconds, on a busy machine
LOG_SHOWN = 20_000  # characters
ENDS = (0, -signal.SIGKILL, -signal.SIGTERM)  # the last one before it can listen to it


class Machine:
    """`ready_after` and `stopped_after` tell of each start and each stop, in seconds; `kills`, when they were."""

    def __init__(self, process: DeskProcess, ready: Callable[[], Awaitable[None]]) -> None:
        """`ready` returns when the process that was started last takes updates."""
        self.process = process
        self._ready = ready
        self.kills: list[datetime] = []
        self.ready_after: list[float] = []
        self.stopped_after: list[float] = []
        self.is_up = asyncio.Event()
        self._lives, self._is_dead = asyncio.Event(), asyncio.Event()
        self._is_wanted = True
        self._started_at = 0.0
        self._asked_at: float | None = None

    async def live(self) -> None:
        """Until `retire`. Fails when the process ends by itself."""
        while self._is_wanted:
            self._begin()
            starting = asyncio.create_task(self._start())
            status = await self.process.ended()
            starting.cancel()
            self._end(status)
            is_forced = status == FORCED and self._asked_at is not None
            assert status in ENDS or is_forced, f"it ended with {status}:\n{self.process.log[-LOG_SHOWN:]}"

    async def begins(self) -> None:
        """Wait until the process is started, ready or not."""
        await self._lives.wait()

    def kill(self) -> None:
        """Once in a life."""
        if self._lives.is_set() and self.process.kill():
            self._lives.clear()
            self.kills.append(datetime.now(UTC))

    async def dies(self) -> None:
        await self._is_dead.wait()

    async def hang(self, seconds: float) -> None:
        """It stands still for so long."""
        self.process.suspend()
        try:
            await asyncio.sleep(seconds)
        finally:
            self.process.resume()

    async def stop(self) -> None:
        """Ask it to end, as soon as it is up."""
        await self.is_up.wait()
        self._asked_at = time.monotonic()
        self.process.ask_to_stop()
        try:
            async with asyncio.timeout(LONGEST_STOP):
                await self._is_dead.wait()
        except TimeoutError:
            raise AssertionError(f"it does not stop:\n{self.process.log[-LOG_SHOWN:]}") from None

    async def retire(self) -> None:
        self._is_wanted = False
        await self.stop()

    def abandon(self) -> None:
        """Kill it without a restart, if it is running."""
        self._is_wanted = False
        self.process.kill()

    def _begin(self) -> None:
        self._started_at, self._asked_at = time.monotonic(), None
        self._is_dead.clear()
        self.process.start()
        self._lives.set()

    async def _start(self) -> None:
        await self._ready()
        self.ready_after.append(time.monotonic() - self._started_at)
        self.is_up.set()

    def _end(self, status: int) -> None:
        if self._asked_at is not None and status == 0:
            self.stopped_after.append(time.monotonic() - self._asked_at)
        self._lives.clear()
        self.is_up.clear()
        self._is_dead.set()
