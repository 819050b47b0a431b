"""Calls to Telegram: what comes back, and how it fails."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.sandbox import Sandbox
from bot.telegram.http_client import AiohttpRequest, UnsentError, call_timeout

TOKEN = "123456:SECRET-SECRET"
MOMENT = 0.2  # seconds
NOWHERE = "http://127.0.0.1:1"


@asynccontextmanager
async def a_bot(address: str, token: str = TOKEN) -> AsyncIterator[Bot]:
    request = AiohttpRequest(1, MOMENT)
    async with request:
        yield Bot(token, base_url=f"{address}/bot", request=request, get_updates_request=request)


@asynccontextmanager
async def a_server(answer: bytes | None) -> AsyncIterator[str]:
    """A server that gives this response to any request and closes the connection; with None it never responds."""
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if answer is None:
            await over.wait()
        else:
            writer.write(answer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        over.set()


async def failure(address: str) -> TelegramError:
    async with a_bot(address) as bot:
        with pytest.raises(TelegramError) as raised:
            await bot.get_me()
    return raised.value


async def test_a_server_that_is_not_there_got_nothing() -> None:
    assert isinstance(await failure(NOWHERE), UnsentError)


async def test_a_server_that_keeps_silent_may_have_done_it() -> None:
    async with a_server(None) as address:
        assert type(await failure(address)) is TimedOut


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"what?\r\n\r\n"])
async def test_so_may_one_that_breaks_off(answer: bytes) -> None:
    async with a_server(answer) as address:
        assert type(await failure(address)) is NetworkError


@pytest.mark.parametrize("answer", [None, b"", b"what?\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n"])
async def test_no_error_tells_the_token(answer: bytes | None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "aiohttp")
    async with a_server(answer) as address:
        errors = [await failure(address), await failure(NOWHERE)]
    assert "SECRET" not in "".join(line for error in errors for line in traceback.format_exception(error))
    assert "SECRET" not in caplog.text


async def test_a_page_instead_of_telegram_s_answer_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """As a provider that blocks Telegram, or a proxy, sends it."""
    page = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 20\r\n\r\n<html>blocked</html>"
    async with a_server(page) as address:
        assert "403" in str(await failure(address))
    assert not caplog.records


async def test_a_file_arrives_with_its_name_beside_the_other_words() -> None:
    sandbox = Sandbox()
    maria = sandbox.customer("Мария")
    async with sandbox.serve() as address, a_bot(address, sandbox.token) as bot:
        maria.writes("/start")
        await bot.send_document(maria.id, b"plan", caption="План", filename="план.txt")
    [seen] = [seen for seen in maria.sees if seen.kind == "document"]
    assert seen.text == "План"
    assert seen.api["document"]["file_name"] == "план.txt"


async def test_after_it_was_closed_it_can_be_opened_again() -> None:
    sandbox = Sandbox()
    async with sandbox.serve() as address, a_bot(address, sandbox.token) as bot:
        await bot.get_me()
        await bot.request.shutdown()
        await bot.request.initialize()
        await bot.request.initialize()
        assert (await bot.get_me()).is_bot


@asynccontextmanager
async def a_slow_server(seconds: float) -> AsyncIterator[str]:
    """It takes so long to answer once a request has arrived."""
    serving = list[asyncio.Task[None] | None]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.append(asyncio.current_task())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b"chunked" in head:
            await reader.readuntil(b"\r\n0\r\n\r\n")
        else:
            await reader.readexactly(int(head.partition(b"content-length:")[2].partition(b"\r\n")[0]))
        await asyncio.sleep(seconds)
        body = b'{"ok": true, "result": {"message_id": 7, "date": 0, "chat": {"id": 5, "type": "private"}}}'
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0, limit=2**24) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await asyncio.gather(*(task for task in serving if task))


async def test_the_wait_for_an_answer_grows_with_the_file() -> None:
    async with a_slow_server(2 * MOMENT) as address, a_bot(address) as bot:
        assert (await bot.send_document(5, b"x" * 2_000_000)).message_id == 7
        with pytest.raises(TimedOut):
            await bot.send_document(5, b"x")


def test_the_whole_call_has_time_for_fifty_megabytes_over_a_slow_line() -> None:
    without, large = call_timeout(5.0, 0), call_timeout(5.0, 50_000_000)
    assert without.total == 30.0
    assert large.total is not None
    assert large.total >= 500.0
