"""The bots that are compared, each as a process of its own, and what is asked of a running one."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count, cycle, islice
from pathlib import Path

import psutil

from bench.desk.control import Server
from bench.desk.fake_bot_api import Asked
from bench.desk.processor import Meter, Span

QUIET = 0.3  # seconds without a call, after which everything that follows from an update counts as done
TIMEOUT_SECONDS = 120.0
STOPPING = 15.0

_chats = count(1001)


@dataclass(frozen=True)
class Bot:
    """How to start a bot: the arguments of `python -m`."""

    name: str
    arguments: Sequence[str]
    log: Path


@dataclass(frozen=True)
class Running:
    """A bot that has asked for updates."""

    bot: Bot
    server: Server
    process: psutil.Process
    began: float  # on the clock of `time.monotonic`
    since_start: Meter

    def meter(self) -> Meter:
        return Meter(self.process, self.server.pid)

    async def ask(self, texts: Sequence[str], within: float = TIMEOUT_SECONDS) -> None:
        """Each from a customer who has never written before; returns when each has a reply."""
        replied = (await self.server.counts()).calls["replied"]
        await self.server.put(from_new_customers(texts))
        await self.server.until("replied", replied + len(texts), within)

    async def quiet(self) -> None:
        await self.server.quiet(QUIET)

    async def pressed(self, texts: Sequence[str], within: float = TIMEOUT_SECONDS) -> tuple[Span, float]:
        """Ask all at once; what that took until all was done and sent, and the replies a second."""
        meter, began = self.meter(), time.monotonic()
        await self.ask(texts, within)
        throughput = len(texts) / (time.monotonic() - began)
        await self.quiet()
        return meter.span(), throughput

    async def paced(self, texts: Sequence[str], a_second: float) -> tuple[Span, Sequence[float]]:
        """Ask one after the other whatever the bot does; what that took, and seconds until each reply."""
        before = await self.server.counts()
        meter, began = self.meter(), time.monotonic()
        for number, asked in enumerate(from_new_customers(texts)):
            await asyncio.sleep(max(began + number / a_second - time.monotonic(), 0.0))
            await self.server.put([asked])
        await self.server.until("replied", before.calls["replied"] + len(texts), TIMEOUT_SECONDS)
        await self.quiet()
        span = meter.span()
        return span, (await self.server.counts()).latencies[len(before.latencies) :]


@asynccontextmanager
async def running(bot: Bot, server: Server, waiting: Sequence[str] = ()) -> AsyncIterator[Running]:
    """Start the bot while these texts wait for it; stop it when the block ends."""
    await server.reset()
    await server.put(from_new_customers(waiting))
    began = time.monotonic()
    with bot.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *bot.arguments, stdout=log, stderr=log)
        try:
            meter = Meter(psutil.Process(process.pid), server.pid)
            await server.until("getUpdates", 1, TIMEOUT_SECONDS)
            yield Running(bot, server, psutil.Process(process.pid), began, meter)
        finally:
            process.terminate()
            await asyncio.wait_for(process.wait(), STOPPING)


def from_new_customers(texts: Sequence[str]) -> list[Asked]:
    return [Asked(next(_chats), text) for text in texts]


def some(texts: Sequence[str], number: int, start: int = 0) -> list[str]:
    """So many of the texts, again from the first one when there are too few."""
    return list(_from(texts, start, number))


def _from(texts: Sequence[str], start: int, number: int) -> Iterator[str]:
    return islice(cycle(texts), start % len(texts), start % len(texts) + number)
