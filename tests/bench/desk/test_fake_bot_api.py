"""The fake Bot API of the benchmark: requests in any pieces, updates handed out once, replies counted and timed."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bench.desk.fake_bot_api import STAFF_CHAT, TOKEN, Asked, FakeBotApi
from bench.desk.http_connection import Connection, UnsupportedRequestError


class Client(asyncio.Transport):
    """What a client at the other end sends and gets."""

    def __init__(self, api: FakeBotApi) -> None:
        super().__init__()
        self._got = b""
        self.connection = Connection(api)
        self.connection.connection_made(self)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._got += data

    def is_closing(self) -> bool:
        return False

    def sends(self, method: str, **given: object) -> None:
        self.connection.data_received(request(method, **given))

    @property
    def results(self) -> list[Any]:
        """What the responses hold, in order."""
        return [
            json.loads(part.partition(b"\r\n\r\n")[2])["result"] for part in self._got.split(b"HTTP/1.1 200 OK")[1:]
        ]


def request(method: str, **given: object) -> bytes:
    body = urlencode(given).encode()
    head = f"POST /bot{TOKEN}/{method} HTTP/1.1\r\nHost: here\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.fixture
def api() -> FakeBotApi:
    return FakeBotApi()


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_requests_are_answered_in_order_however_they_are_cut(api: FakeBotApi, size: int) -> None:
    client = Client(api)
    sent = (
        request("sendMessage", chat_id=5, text="Привет")
        + request("getMe")
        + request("sendMessage", chat_id=6, text="b")
    )
    for start in range(0, len(sent), size):
        client.connection.data_received(sent[start : start + size])
    first, me, second = client.results
    assert (first["text"], first["chat"]["id"]) == ("Привет", 5)
    assert me["is_bot"]
    assert second["message_id"] > first["message_id"]


def test_a_body_without_length_is_refused(api: FakeBotApi) -> None:
    with pytest.raises(UnsupportedRequestError):
        Client(api).connection.data_received(b"POST /bot1/getMe HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")


async def test_a_poll_waits_for_updates_which_stay_until_they_are_confirmed(api: FakeBotApi) -> None:
    client = Client(api)
    client.sends("getUpdates", timeout=30)
    assert client.results == []
    api.put([Asked(5, "Где заказ?")])
    [[update]] = client.results
    assert update["message"]["text"] == "Где заказ?"
    client.sends("getUpdates", timeout=30)
    client.sends("getUpdates", timeout=0, offset=update["update_id"] + 1)
    assert client.results == [[update], [update], []]


async def test_only_the_first_reply_to_a_customer_counts(api: FakeBotApi) -> None:
    client = Client(api)
    api.put([Asked(5, "Где заказ?"), Asked(6, "Где заказ?"), Asked(STAFF_CHAT, "Едет", topic_id=9)])
    client.sends("sendMessage", chat_id=5, text="Едет", reply_markup=json.dumps({"data": "helped:1"}))
    client.sends("sendMessage", chat_id=5, text="Приехал")
    client.sends("sendMessage", chat_id=STAFF_CHAT, text="Заявка", message_thread_id=9)
    assert await api.until("replied", 1, 0.1)
    assert not await api.until("replied", 2, 0.01)
    assert api.counts.calls["to customers"] == 2
    assert api.counts.calls["to staff"] == 1
    assert api.counts.answered_chats == [5]
    assert len(api.counts.latencies) == 1


async def test_a_message_far_away_takes_its_time(api: FakeBotApi) -> None:
    api.delay = 0.01
    client = Client(api)
    client.sends("sendMessage", chat_id=5, text="Привет")
    assert client.results == []
    assert await api.until("to customers", 1, 5.0)
    assert client.results[0]["text"] == "Привет"
