"""A Bot API server that does next to nothing, so that the bots are what is measured."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from aiohttp import web

Json: TypeAlias = dict[str, Any]
TOKEN = "1:BENCH"
BATCH = 100  # updates a getUpdates hands out at most, as Telegram does
_ME: Json = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


@dataclass
class BotApi:
    """Hands out what is put in and notes when each chat's answer came. Times are of `time.perf_counter`, in seconds."""

    answers_after: float = 0.0  # seconds that a message takes to Telegram and the answer back
    waiting: deque[Json] = field(default_factory=deque)
    asked_at: dict[int, float] = field(default_factory=dict)  # by chat
    took: list[float] = field(default_factory=list)  # from question to answer
    polls: int = 0
    _ids: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def ask(self, questions: Iterable[tuple[int, str]]) -> None:
        """Customers write: each chat one question at a time."""
        for chat_id, text in questions:
            self._ids += 1
            self.asked_at[chat_id] = time.perf_counter()
            self.waiting.append(_update(self._ids, chat_id, text))
        self._tell()

    async def until(self, holds: Callable[["BotApi"], bool], seconds: float = 120.0) -> None:
        """Wait for something to come about; TimeoutError when it does not."""
        async with asyncio.timeout(seconds):
            while not holds(self):
                await self._news.wait()

    @property
    def is_idle(self) -> bool:
        """Whether everybody who asked was answered."""
        return not self.asked_at

    @contextmanager
    def far_away(self, seconds: float) -> Iterator[None]:
        """Within the block a message and its answer are on the way for so long."""
        self.answers_after = seconds
        yield
        self.answers_after = 0.0

    def reset(self) -> None:
        """For the next bot."""
        self.waiting.clear()
        self.asked_at.clear()
        self.took.clear()
        self.polls = 0

    async def handle(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rpartition("/")[2]
        given = dict(parse_qsl((await request.read()).decode()))
        answer = await self._updates(given) if method == "getUpdates" else await self._call(method, given)
        return web.Response(body=json.dumps({"ok": True, "result": answer}), content_type="application/json")

    async def _updates(self, given: Mapping[str, str]) -> list[Json]:
        self.polls += 1
        self._tell()
        offset = int(given.get("offset", 0))
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        if not self.waiting:
            await self._something_to_hand_out(float(given.get("timeout", 0)))
        return [self.waiting[place] for place in range(min(BATCH, len(self.waiting)))]

    async def _something_to_hand_out(self, seconds: float) -> None:
        try:
            await self.until(lambda api: bool(api.waiting), seconds)
        except TimeoutError:
            return

    async def _call(self, method: str, given: Mapping[str, str]) -> Json | bool:
        match method:
            case "getMe":
                return _ME
            case "sendMessage":
                await asyncio.sleep(self.answers_after)
                return self._sent(int(given["chat_id"]), given["text"])
        return True

    def _sent(self, chat_id: int, text: str) -> Json:
        asked_at = self.asked_at.pop(chat_id, None)
        if asked_at is not None:
            self.took.append(time.perf_counter() - asked_at)
            self._tell()
        self._ids += 1
        return _message(self._ids, chat_id, text) | {"from": _ME}

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


@asynccontextmanager
async def serving(api: BotApi) -> AsyncIterator[str]:
    """Serve on a free port of this machine until the block ends; gives the address."""
    runner = web.ServerRunner(web.Server(api.handle, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _update(update_id: int, chat_id: int, text: str) -> Json:
    writer = {"id": chat_id, "is_bot": False, "first_name": "Мария", "language_code": "ru"}
    return {"update_id": update_id, "message": _message(update_id, chat_id, text) | {"from": writer}}


def _message(message_id: int, chat_id: int, text: str) -> Json:
    chat = {"id": chat_id, "type": "private", "first_name": "Мария"}
    return {"message_id": message_id, "date": int(time.time()), "chat": chat, "text": text}
