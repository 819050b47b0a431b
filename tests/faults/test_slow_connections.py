"""Silent, dripping and too many connections to the desk's port: whoever holds them, Telegram's updates get in."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.web import connections
from bot.web.connections import ConnectionPool, network_of
from tests.faults.desk import Desk, a_desk
from tests.faults.ports import free_port

SECRET = "a-secret-of-some-length"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
HEAD = f"POST /telegram HTTP/1.1\r\nHost: localhost\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
SOON = 0.2  # seconds, instead of the real limits
UNLIMITED = 4.5  # seconds: less than the real limits
SILENT, DRIPPING = 500, 200


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def desk(tmp_path: Path, port: int) -> AsyncIterator[Desk]:
    webhook: dict[str, Any] = {"mode": "webhook", "webhook_url": f"http://127.0.0.1:{port}", "webhook_secret": SECRET}
    async with a_desk(tmp_path, port=port, **webhook) as desk:
        yield desk


@contextmanager
def held(port: int, number: int, first: bytes) -> Iterator[list[socket.socket]]:
    """So many connections, on which this was sent."""
    opened = []
    try:
        for _ in range(number):
            opened.append(socket.create_connection(("127.0.0.1", port)))
            opened[-1].setblocking(False)
            drip(opened[-1], first)
        yield opened
    finally:
        for one in opened:
            one.close()


def drip(connection: socket.socket, more: bytes) -> bool:
    """Whether the connection is still open, so that one could send."""
    try:
        connection.send(more)
    except OSError:
        return False
    return True


class Ear(asyncio.Protocol):
    """Keeps what the server said, also when it resets the connection right after that."""

    def __init__(self) -> None:
        self.heard = bytearray()
        self.closed = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        self.heard += data

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed.set()


async def until_closed(port: int, first: bytes, more: bytes, every: float = 0.02) -> tuple[bytes, float]:
    """Send something, and more all the time, until the server closes; what it said, and after how many seconds."""
    transport, ear = await asyncio.get_running_loop().create_connection(Ear, "127.0.0.1", port)
    begun = time.monotonic()
    transport.write(first)
    while not ear.closed.is_set():
        transport.write(more)
        with suppress(TimeoutError):
            await asyncio.wait_for(ear.closed.wait(), every)
    return bytes(ear.heard), time.monotonic() - begun


async def test_hundreds_that_say_nothing_or_drip_keep_nobody_out(desk: Desk, port: int) -> None:
    """All come from one address, as behind a proxy. Those of Telegram are opened anew for each update."""
    with held(port, SILENT, b""), held(port, DRIPPING, HEAD.encode()) as dripping:
        took = []
        for number in range(20):
            for one in dripping:
                drip(one, b"X")
            begun = time.monotonic()
            async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as http:
                answer = await http.post("/telegram", headers=HEADERS, json={"update_id": number})
                assert answer.status_code == 200
                assert (await http.get("/healthz")).status_code == 200
            took.append(time.monotonic() - begun)
    assert max(took) < UNLIMITED
    desk.maria.writes("Позовите оператора")
    await desk.until(desk.sees("№1 принята"))


async def test_a_connection_of_telegram_outlives_a_crowd(desk: Desk, port: int) -> None:
    async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as http:
        first = await http.post("/telegram", headers=HEADERS, json={"update_id": 1})
        stream = first.extensions["network_stream"]
        before = stream.get_extra_info("client_addr")
        with held(port, SILENT, b""):
            again = await http.post("/telegram", headers=HEADERS, json={"update_id": 2})
            assert again.extensions["network_stream"].get_extra_info("client_addr") == before


@pytest.mark.parametrize("first", [b"", b"P", HEAD.encode(), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nG"])
async def test_headers_have_a_time_limit(desk: Desk, port: int, first: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the connection, and for each further request on it; more bytes do not prolong it."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", SOON)
    said, after = await until_closed(port, first, b"X" if first else b"")
    assert b"408 Request Timeout" in said
    assert after < UNLIMITED


@pytest.mark.parametrize("framing", ["Content-Length: 100000", "Transfer-Encoding: chunked"])
async def test_a_body_has_a_time_limit(
    desk: Desk, port: int, framing: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", SOON)
    more = b"x" if "Length" in framing else b"1\r\nx\r\n"
    said, after = await until_closed(port, f"{HEAD}{framing}\r\n\r\n".encode(), more)
    assert said.startswith(b"HTTP/1.1 408 ")
    assert after < UNLIMITED
    assert not [one for one in caplog.records if one.name.startswith("uvicorn")]


async def test_a_body_that_goes_on_after_the_answer_has_one_too(
    desk: Desk, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "BODY_SECONDS", SOON)
    stranger = b"POST /telegram HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
    said, after = await until_closed(port, stranger, b"x")
    assert said.startswith(b"HTTP/1.1 403 ")
    assert after < UNLIMITED


async def test_a_client_that_leaves_in_the_middle_is_no_error(
    desk: Desk, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(5):
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{HEAD}Content-Length: 100\r\n\r\nx".encode())
        await writer.drain()
        writer.close()
    await desk.opens()
    assert not [one for one in caplog.records if one.name.startswith("uvicorn")]


class Transport:
    def __init__(self) -> None:
        self.is_aborted = False

    def abort(self) -> None:
        self.is_aborted = True


class Held:
    """A connection of the pool."""

    def __init__(self, network: str, is_known: bool = False, is_being_answered: bool = False) -> None:
        self.network, self.is_known, self.is_being_answered = network, is_known, is_being_answered
        self.transport = Transport()


def closed_of(pool: ConnectionPool, *newcomers: Held) -> list[int]:
    """Which of these are closed once all have come."""
    for one in newcomers:
        pool.add(one)  # type: ignore[arg-type] # what the pool looks at is there
    return [number for number, one in enumerate(newcomers) if one.transport.is_aborted]


def test_the_longest_waiting_one_of_an_address_makes_room() -> None:
    mine = [Held("192.0.2.1") for _ in range(4)]
    others = [Held("192.0.2.2"), Held("192.0.2.3")]
    assert closed_of(ConnectionPool(most=10, most_of_one_address=3), *others, *mine) == [2]


def test_the_largest_crowd_makes_room() -> None:
    few, crowd = [Held("192.0.2.1")], [Held("192.0.2.2") for _ in range(5)]
    assert closed_of(ConnectionPool(most=4, most_of_one_address=9), *few, *crowd, Held("192.0.2.3")) == [1, 2, 3]


def test_known_ones_go_last_and_those_being_answered_stay() -> None:
    connections = [Held("a", is_known=True), Held("a", is_being_answered=True), Held("a"), Held("a"), Held("a")]
    assert closed_of(ConnectionPool(most=2, most_of_one_address=9), *connections) == [0, 2, 3]
    busy = [Held("a", is_being_answered=True) for _ in range(3)]
    assert closed_of(ConnectionPool(most=3, most_of_one_address=9), *busy, Held("b")) == [3]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8:0:0:ffff::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("", "", True),
    ],
)
def test_what_counts_as_one_address(one: str, other: str, is_same: bool) -> None:
    assert (network_of(one) == network_of(other)) is is_same
