"""The load generator's end of the line to the fake Bot API."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass

from bench.desk.fake_bot_api import Asked, Counts, Json
from bench.desk.server import LINE_LIMIT


class StalledError(Exception):
    """What was waited for did not happen in time."""


@dataclass(frozen=True)
class Server:
    """A running fake Bot API. `address` is what bots are given as the Bot API's."""

    pid: int
    address: str
    _reader: asyncio.StreamReader
    _writer: asyncio.StreamWriter

    async def put(self, asked: Sequence[Asked]) -> None:
        await self._do("put", asked=[astuple(one) for one in asked])

    async def until(self, name: str, least: int, seconds: float) -> None:
        """Wait until a counter has reached `least`; StalledError after so many seconds."""
        answer = await self._do("until", name=name, least=least, seconds=seconds)
        if not answer["reached"]:
            counted = (await self.counts()).calls
            raise StalledError(f"{name!r} should have reached {least} within {seconds:.0f} s; counted: {counted}")

    async def quiet(self, seconds: float) -> None:
        """Wait until the bot has made no call but getUpdates for so long."""
        before, calls = -1, await self._calls()
        while before != calls:
            await asyncio.sleep(seconds)
            before, calls = calls, await self._calls()

    async def counts(self) -> Counts:
        answer = await self._do("counts")
        return Counts(**answer | {"calls": Counter(answer["calls"])})

    async def reset(self) -> None:
        await self._do("reset")

    @asynccontextmanager
    async def far_away(self, seconds: float) -> AsyncIterator[None]:
        """Within the block each message takes so long to Telegram and back."""
        await self._do("delay", seconds=seconds)
        yield
        await self._do("delay", seconds=0.0)

    async def _calls(self) -> int:
        calls = (await self.counts()).calls
        return sum(number for name, number in calls.items() if name != "getUpdates")

    async def _do(self, what: str, **given: object) -> Json:
        self._writer.write(json.dumps({"do": what, **given}).encode() + b"\n")
        line = await self._reader.readline()
        if not line:
            raise ConnectionError("the fake Bot API has ended")
        answer: Json = json.loads(line)
        return answer


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """Run the fake Bot API in a process of its own until the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.desk.server", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout
    ports = json.loads(await process.stdout.readline())
    reader, writer = await asyncio.open_connection("127.0.0.1", ports["control"], limit=LINE_LIMIT)
    try:
        yield Server(process.pid, f"http://127.0.0.1:{ports['http']}", reader, writer)
    finally:
        writer.close()
        await process.wait()
