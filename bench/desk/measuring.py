"""One bot in a process of its own: how fast it answers, what it needs, how soon it is there."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import quantiles

import psutil

from bench.desk.bot_api import BotApi

WARMING = 100  # questions before anything is measured
SETTLING = 3.0  # seconds, until what begins beside the start has come to its end
STOPPING = 10.0
MEGABYTE = 2**20

_chats = count(1001)


@dataclass(frozen=True)
class Started:
    """Seconds from exec to the first getUpdates, and to the answer to a question that waited; megabytes when idle."""

    ready: float
    answered: float
    memory: float
    pss: float


@dataclass(frozen=True)
class Pressed:
    """Answered a second, and milliseconds of processor time for each, when there is always more to do."""

    throughput: float
    cpu: float


@dataclass(frozen=True)
class Paced:
    """Milliseconds from question to answer at a steady pace."""

    p50: float
    p99: float


@dataclass(frozen=True)
class Bot:
    """How to start a bot, and what to ask it."""

    arguments: Sequence[str]  # of `python -m`
    questions: Sequence[str]
    log: Path


@asynccontextmanager
async def up(bot: Bot, api: BotApi, waiting: int = 0) -> AsyncIterator[psutil.Process]:
    """The bot, asking for updates, until the block ends; so many questions wait for it."""
    api.reset()
    api.ask(_asked(bot, waiting))
    with bot.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", *bot.arguments, stdout=log, stderr=log)
        try:
            await api.until(lambda api: api.polls > 0)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            async with asyncio.timeout(STOPPING):
                await process.wait()


async def started(bot: Bot, api: BotApi) -> Started:
    """Start it while a question waits."""
    began = time.perf_counter()
    async with up(bot, api, waiting=1) as process:
        ready = time.perf_counter() - began
        await api.until(lambda api: api.is_idle)
        answered = time.perf_counter() - began
        await asyncio.sleep(SETTLING)
        memory = process.memory_full_info()
        return Started(ready, answered, memory.rss / MEGABYTE, memory.pss / MEGABYTE)


async def pressed(bot: Bot, api: BotApi, process: psutil.Process, updates: int) -> Pressed:
    """So many questions at once, each from a chat of its own."""
    began, used = time.perf_counter(), _cpu(process)
    api.ask(_asked(bot, updates))
    await api.until(lambda api: api.is_idle)
    took = time.perf_counter() - began
    return Pressed(updates / took, (_cpu(process) - used) / updates * 1000)


async def paced(bot: Bot, api: BotApi, updates: int, a_second: float) -> Paced:
    """So many questions, one after the other."""
    api.took.clear()
    loop = asyncio.get_running_loop()
    began = loop.time()
    for number, asked in enumerate(_asked(bot, updates)):
        await asyncio.sleep(began + number / a_second - loop.time())
        api.ask([asked])
    await api.until(lambda api: api.is_idle)
    share = quantiles(api.took, n=100)
    return Paced(share[49] * 1000, share[98] * 1000)


@asynccontextmanager
async def warm(bot: Bot, api: BotApi) -> AsyncIterator[psutil.Process]:
    """The bot after its first questions."""
    async with up(bot, api) as process:
        api.ask(_asked(bot, WARMING))
        await api.until(lambda api: api.is_idle)
        await asyncio.sleep(SETTLING)
        yield process


def _asked(bot: Bot, number: int) -> list[tuple[int, str]]:
    """Questions, each in a chat that nobody has written in before."""
    return [(chat, bot.questions[chat % len(bot.questions)]) for chat in _some(number)]


def _some(number: int) -> Iterator[int]:
    return (next(_chats) for _ in range(number))


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
