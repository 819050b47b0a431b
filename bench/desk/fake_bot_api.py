"""A Bot API that does next to nothing: it hands out updates and counts and times what the bot does.

Times are of `time.monotonic`, in seconds; on Linux that clock is the same for all processes.
"""

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypeAlias
from urllib.parse import parse_qsl

from bench.desk.http_connection import Connection

Json: TypeAlias = dict[str, Any]
TOKEN = "1:BENCH"
STAFF_CHAT = -1001
MANAGER = 77
BATCH = 100  # updates that a getUpdates hands out at most, as Telegram does
EDITED_MARK = "EDITED-ANSWER"  # a text that holds it is counted as "edited"
ANSWER_BUTTON = b"helped%3A"  # the buttons under an answer from the FAQ; suggestions and tickets have others
_ME: Json = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


@dataclass(frozen=True)
class Asked:
    """A text that somebody writes: a customer in the private chat `chat_id`, or the manager in a topic."""

    chat_id: int
    text: str
    topic_id: int | None = None


@dataclass
class Counts:
    """What has happened since the last reset."""

    calls: Counter[str] = field(default_factory=Counter)  # by method, and by what `_sent` counts
    latencies: list[float] = field(default_factory=list)  # seconds from a customer's message to the first reply
    answered_chats: list[int] = field(default_factory=list)  # those whose first reply was an answer from the FAQ
    topic_ids: list[int] = field(default_factory=list)
    topic_times: list[float] = field(default_factory=list)


class FakeBotApi:
    def __init__(self) -> None:
        self.counts = Counts()
        self.delay = 0.0  # seconds that a sendMessage takes, there and back
        self._updates: deque[tuple[int, bytes]] = deque()
        self._asked_at: dict[int, float] = {}  # by chat
        self._ids = count(1)
        self._polling: dict[Connection, asyncio.TimerHandle] = {}
        self._waiters: list[tuple[str, int, asyncio.Future[None]]] = []

    def put(self, asked: Sequence[Asked]) -> None:
        """Hand these out with the next getUpdates; the reply to each customer is timed from now."""
        now = time.monotonic()
        for one in asked:
            update_id = next(self._ids)
            if one.chat_id > 0:
                self._asked_at[one.chat_id] = now
            self._updates.append((update_id, json.dumps(_update(update_id, one)).encode()))
        for connection in list(self._polling):
            self._end_poll(connection)

    def reset(self) -> None:
        """For the next bot: forget what was not answered and what was counted."""
        self.counts = Counts()
        self._updates.clear()
        self._asked_at.clear()

    async def until(self, name: str, least: int, seconds: float) -> bool:
        """Wait until the counter has reached `least`; False when that takes longer than `seconds`."""
        if self.counts.calls[name] >= least:
            return True
        waiter = (name, least, asyncio.get_running_loop().create_future())
        self._waiters.append(waiter)
        try:
            await asyncio.wait_for(waiter[2], seconds)
        except TimeoutError:
            return False
        finally:
            self._waiters.remove(waiter)
        return True

    def handle(self, connection: Connection, method: str, body: bytes) -> None:
        self._count(method)
        if method == "getUpdates":
            self._poll(connection, dict(parse_qsl(body.decode())))
        elif method == "sendMessage" and self.delay:
            asyncio.get_running_loop().call_later(self.delay, self._answer, connection, method, body)
        else:
            self._answer(connection, method, body)

    def forget(self, connection: Connection) -> None:
        timer = self._polling.pop(connection, None)
        if timer:
            timer.cancel()

    def _answer(self, connection: Connection, method: str, body: bytes) -> None:
        connection.reply(b'{"ok":true,"result":%b}' % json.dumps(self._result(method, body)).encode())

    def _result(self, method: str, body: bytes) -> Json | bool:
        match method:
            case "getMe":
                return _ME
            case "sendMessage":
                return self._sent(dict(parse_qsl(body.decode())), ANSWER_BUTTON in body)
            case "createForumTopic":
                return self._topic(dict(parse_qsl(body.decode())))
            case "getChatMember":
                return {"status": "member", "user": _person(MANAGER)}
        return True

    def _sent(self, given: Json, is_answer: bool) -> Json:
        chat_id = int(given["chat_id"])
        self._count("to staff" if chat_id < 0 else "to customers")
        asked_at = self._asked_at.pop(chat_id, None)
        if asked_at is not None:
            self.counts.latencies.append(time.monotonic() - asked_at)
            if is_answer:
                self.counts.answered_chats.append(chat_id)
            self._count("replied")
        if EDITED_MARK in given["text"]:
            self._count("edited")
        topic = given.get("message_thread_id")
        sent = _message(next(self._ids), Asked(chat_id, given["text"], int(topic) if topic else None)) | {"from": _ME}
        if "reply_markup" in given:
            sent["reply_markup"] = json.loads(given["reply_markup"])
        return sent

    def _topic(self, given: Json) -> Json:
        topic_id = next(self._ids)
        self.counts.topic_ids.append(topic_id)
        self.counts.topic_times.append(time.monotonic())
        return {"message_thread_id": topic_id, "name": given["name"], "icon_color": 7322096}

    def _poll(self, connection: Connection, given: Json) -> None:
        offset, seconds = int(given.get("offset", 0)), float(given.get("timeout", 0))
        while self._updates and self._updates[0][0] < offset:
            self._updates.popleft()
        timer = asyncio.get_running_loop().call_later(seconds, self._end_poll, connection)
        self._polling[connection] = timer
        if self._updates or not seconds:
            self._end_poll(connection)

    def _end_poll(self, connection: Connection) -> None:
        self.forget(connection)
        batch = [self._updates[place][1] for place in range(min(BATCH, len(self._updates)))]
        connection.reply(b'{"ok":true,"result":[%b]}' % b",".join(batch))

    def _count(self, name: str) -> None:
        self.counts.calls[name] += 1
        for waited_for, least, waiter in self._waiters:
            if waited_for == name and self.counts.calls[name] >= least and not waiter.done():
                waiter.set_result(None)


def _update(update_id: int, asked: Asked) -> Json:
    writer = _person(asked.chat_id if asked.chat_id > 0 else MANAGER)
    return {"update_id": update_id, "message": _message(update_id, asked) | {"from": writer}}


def _message(message_id: int, asked: Asked) -> Json:
    message: Json = {"message_id": message_id, "date": int(time.time()), "text": asked.text}
    if asked.chat_id > 0:
        return message | {"chat": {"id": asked.chat_id, "type": "private", "first_name": "Мария"}}
    chat = {"id": asked.chat_id, "type": "supergroup", "title": "Staff", "is_forum": True}
    topic = {"message_thread_id": asked.topic_id, "is_topic_message": True} if asked.topic_id else {}
    return message | {"chat": chat} | topic


def _person(user_id: int) -> Json:
    return {"id": user_id, "is_bot": False, "first_name": "Мария", "language_code": "ru"}
