"""The port answers for its own hosts only, on every path."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.config import ConfigError, Settings, load_config
from bot.sandbox import Sandbox
from tests.cli.premises import Premises
from tests.faults.desk import settings_of
from tests.faults.ports import free_port

SECRET = "a-secret-of-some-length"
PATHS = ("GET /healthz", "GET /readyz", "GET /metrics", "POST /telegram", "GET /", "GET /nowhere")
LOCAL = ("localhost", "LOCALHOST", "localhost.", "localhost:8080", "desk.localhost", "localhost:", "127.0.0.1")
LITERALS = (
    "127.0.0.1:8080",
    "10.0.0.7",
    "[::1]",
    "[::1]:8080",
    "[2001:DB8::7]:443",
    "[::ffff:127.0.0.1]",
    "127.0.0.1.",
)
OWN = ("desk.example.com", "Desk.Example.COM.:443", "hook.example.com", "xn--80ahjb6a.xn--p1ai")
FOREIGN = (
    *(
        "evil.example",
        "localhost.evil.example",
        "evil-localhost",
        "notlocalhost",
        "127.0.0.1.evil.example",
        "example.com",
    ),
    *("localhost..", ".localhost", "", " ", ":8080", "localhost:x", "localhost:123456", "localhost:65536", "::1"),
    *("[::1", "[]", "[127.0.0.1]", "[::1]x", "[fe80::1%25eth0]", "127.1", "0x7f000001", "2130706433", "0177.0.0.1"),
    *(
        "localhost, evil.example",
        "user@localhost",
        "http://localhost",
        "localhost/",
        "localhost#",
        "desk.example.com..evil",
    ),
    *("\xe4.example", "localhost\x7f", "*", "a" * 300),
)
SENT = "{} HTTP/1.1\r\n{}Content-Length: 0\r\nConnection: close\r\n\r\n"


async def status_of(port: int, request: str) -> int:
    """The status of the answer; 0 when the connection is closed without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request.encode("latin-1"))
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return int(answer.split()[1]) if answer else 0


async def with_host(port: int, host: str, path: str = "GET /healthz") -> int:
    return await status_of(port, SENT.format(path, f"Host: {host}\r\n"))


def listening_settings(sandbox: Sandbox, address: str, folder: Path, **web: Any) -> tuple[int, Settings]:
    port = free_port()
    settings = settings_of(sandbox, address, folder, port=port, mode="webhook", webhook_secret=SECRET)
    telegram = settings.telegram.model_copy(update={"webhook_url": "https://hook.example.com/bot"})
    return port, settings.model_copy(update={"telegram": telegram, "web": settings.web.model_copy(update=web)})


async def test_only_own_hosts_get_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    sandbox = Sandbox()
    async with sandbox.serve() as address:
        port, settings = listening_settings(sandbox, address, tmp_path, public_url="https://desk.example.com:8443/x")
        async with running(settings, sandbox.clock):
            for host in (*LOCAL, *LITERALS, *OWN[:3]):
                assert await with_host(port, host) == 200, host
            for host in (*FOREIGN, OWN[3]):
                assert await with_host(port, host) == 400, host
            for path in PATHS:
                assert await with_host(port, "evil.example", path) == 400, path
                assert await with_host(port, "127.0.0.1", path) != 400, path
    refusals = [one for one in caplog.records if "was refused: if it is yours" in one.message]
    assert len(refusals) == 1  # strangers can't fill the log
    assert logging.getLogger("uvicorn.error").level == logging.ERROR


async def test_no_host_two_hosts_and_the_url_of_another_host(tmp_path: Path) -> None:
    sandbox = Sandbox()
    async with sandbox.serve() as address:
        port, settings = listening_settings(sandbox, address, tmp_path)
        async with running(settings, sandbox.clock):
            twice = "Host: localhost\r\nHost: localhost\r\n"
            assert await status_of(port, SENT.format("GET /healthz", "")) == 400
            assert await status_of(port, SENT.format("GET /healthz", twice)) == 400
            assert await status_of(port, "GET /healthz HTTP/1.0\r\n\r\n") == 400
            assert await status_of(port, "GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n") == 200
            assert await status_of(port, f"GET /healthz HTTP/1.0\r\n{twice}\r\n") == 400
            assert await with_host(port, "localhost", "GET http://evil.example/healthz") == 400
            forwarded = "Host: evil.example\r\nX-Forwarded-Host: localhost\r\n"
            assert await status_of(port, SENT.format("GET /healthz", forwarded)) == 400


async def test_a_list_replaces_the_default(tmp_path: Path) -> None:
    sandbox = Sandbox()
    hosts = ("hook.example.com", "xn--80ahjb6a.xn--p1ai", "::1")
    async with sandbox.serve() as address:
        port, settings = listening_settings(sandbox, address, tmp_path, allowed_hosts=hosts)
        async with running(settings, sandbox.clock):
            for host in ("hook.example.com", "XN--80AHJB6A.xn--p1ai:443", "[::1]", "[0:0:0:0:0:0:0:1]:80"):
                assert await with_host(port, host) == 200, host
            for host in ("localhost", "127.0.0.1", "desk.example.com"):
                assert await with_host(port, host) == 400, host


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ('["Desk.Example.com.", "[::1]", "::1", "дом.рф"]', ("desk.example.com", "::1", "::1", "xn--d1aqf.xn--p1ai")),
        ('["127.0.0.1", "desk_1"]', ("127.0.0.1", "desk_1")),
    ],
)
def test_how_hosts_are_written(tmp_path: Path, given: str, becomes: tuple[str, ...]) -> None:
    config = Premises(tmp_path).configure(more=f"[web]\nallowed_hosts = {given}")
    assert load_config(config, {}).web.allowed_hosts == becomes


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            '[web]\nallowed_hosts = ["https://desk.example.com"]',
            'web.allowed_hosts = "https://desk.example.com": напишите имя',
        ),
        ('[web]\nallowed_hosts = ["desk.example.com:8080"]', 'напишите имя, например "desk.example.com"'),
        ('[web]\nallowed_hosts = ["ok", ""]', 'web.allowed_hosts = "": напишите имя'),
        ('[web]\nallowed_hosts = ["*"]', 'web.allowed_hosts = "*": напишите имя'),
        ("[web]\nallowed_hosts = []", "web.allowed_hosts: "),
        ('[web]\nallowed_hosts = "localhost"', 'web.allowed_hosts = "localhost": напишите список'),
        ('[web]\npublic_url = "https://:8080"', "web.public_url = "),
    ],
)
def test_what_is_no_host_is_told_with_a_remedy(tmp_path: Path, more: str, words: str) -> None:
    config = Premises(tmp_path).configure(more=more)
    with pytest.raises(ConfigError) as refused:
        load_config(config, {})
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_webhook_s_own_host_must_be_allowed(tmp_path: Path) -> None:
    config = Premises(tmp_path).configure(more='[web]\nallowed_hosts = ["localhost"]')
    webhook = f'mode = "webhook"\nwebhook_url = "https://Hook.example.com"\nwebhook_secret = "{SECRET}"\n[staff]'
    config.write_text(config.read_text("utf-8").replace("[staff]", webhook), "utf-8")
    with pytest.raises(ConfigError, match=r'web\.allowed_hosts: допишите "hook\.example\.com", имя из telegram'):
        load_config(config, {})
