"""Updates that Telegram posts to the desk."""

import socket
from collections.abc import AsyncIterator
from inspect import getsource
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import running
from bot.config import ConfigError, Settings
from bot.monitoring.debounce import TO_BELIEVE
from bot.sandbox import Sandbox
from bot.sandbox.webhook import Webhook
from bot.telegram import webhook_registration
from bot.web import webhook
from tests.faults.desk import Desk, a_desk, settings_of
from tests.faults.disk import LONG, full
from tests.faults.ports import free_port
from tests.postgres import both_databases

SECRET = "a-secret-of-some-length"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def desk(tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(webhook_registration, "CHECK_SECONDS", 0.05)
    async with a_desk(tmp_path, **_webhook(port)) as desk:
        await desk.until(lambda: desk.sandbox.world.webhook)
        yield desk


async def test_a_ticket_over_the_webhook(desk: Desk) -> None:
    await desk.opens()
    await desk.anna.presses("🙋 Взять").answered()
    desk.anna.writes("В пути", topic="№1")
    await desk.until(desk.sees("№1 принята", "занимается Анна", "В пути"))


async def test_health_is_told_at_the_same_port(desk: Desk, port: int) -> None:
    """Ready from the start: a night in which nobody writes is no silence."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as asked:
        assert (await asked.get("/healthz")).status_code == 200
        assert (await asked.get("/readyz")).status_code == 200
        assert "nightdesk_build_info" in (await asked.get("/metrics")).text


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b'{"update_id": 1}', 403),
        ({HEADER: "a guess"}, b'{"update_id": 1}', 403),
        ({HEADER: SECRET}, b"no json", 400),
        ({HEADER: SECRET}, b'{"update_id": "1"}', 400),
        ({HEADER: SECRET}, b"[" * 100_000, 400),
        ({HEADER: SECRET}, b" " * 1_100_000, 413),
        ({HEADER: SECRET, "Transfer-Encoding": "chunked"}, b" " * 1_100_000, 413),
        ({HEADER: SECRET}, b'{"update_id": 1}', 200),
    ],
)
async def test_only_updates_of_telegram_are_taken(
    desk: Desk, port: int, headers: dict[str, str], body: bytes, status: int
) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(f"http://127.0.0.1:{port}/telegram", content=body, headers=headers)
    assert answer.status_code == status
    assert desk.ask("SELECT count(*) FROM inbox WHERE update_id = 1") == [(int(status == 200),)]


UPDATES_OF_NOBODY = [
    *(b'{"update_id": %s}' % value for value in (b"-1", b"1.0", b"1e3", b"true", b"null", b'"1"', b"[1]", b"{}")),
    *(b'{"update_id": %d}' % number for number in (2**63, -(2**63), 2**64 + 1, 10**400)),
    b'{"update_id": 1%s}' % (b"0" * 5000),
    *(b'{"update_id": 1, "x": %s}' % value for value in (b"NaN", b"-Infinity", b"1e999", b'"\xff"')),
    b'{"update_id": 1, "x": "\xed\xa0\x80"}',  # a lone surrogate in UTF-8
    *(b'{"update_id": 1, "x": %s%s}' % (b"[" * deep, b"]" * deep) for deep in (300, 900, 90_000)),
    *(b'{"update_id": 1, "x": %s1%s}' % (b'{"x": ' * deep, b"}" * deep) for deep in (300, 900)),
    *(b"", b"null", b"[]", b"1", b'{"message": {}}', b'[{"update_id": 1}]', b'{"update_id": 1', b'{"update_id": 1}}'),
    '{"update_id": 1}'.encode("utf-16"),
]
STRANGE_UPDATES = [
    b'{"update_id": 0}',
    b'{"update_id": %d}' % (2**63 - 1),
    b'{"update_id": 1, "x": %d}' % 2**63,
    b'{"update_id": 2, "message": {"chat": {"id": "\\u0000"}}}',
    b'{"update_id": 3, "message": {"chat": {"id": {"id": "\\ud800"}}, "text": "\\ud800\\u0000"}}',
    b'{"update_id": 4, "message": {"chat": {"id": "%s"}}}' % (b"x" * 100_000),
    b'{"update_id": 5, "message": 7, "\\ud800": {"from": {"id": null}}}',
]


@both_databases
async def test_what_is_no_update_is_refused_and_never_reaches_the_database(
    tmp_path: Path, port: int, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        a_desk(tmp_path, database_url=database_url, **_webhook(port)) as desk,
        httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}", headers={HEADER: SECRET}) as http,
    ):
        statuses = [(await http.post("/telegram", content=body)).status_code for body in UPDATES_OF_NOBODY]
        assert statuses == [400] * len(UPDATES_OF_NOBODY)
        assert desk.ask("SELECT count(*) FROM inbox WHERE update_id <= 1") == [(0,)]
        statuses = [(await http.post("/telegram", content=body)).status_code for body in STRANGE_UPDATES]
        assert statuses == [200] * len(STRANGE_UPDATES)
        desk.maria.writes("Позовите оператора")
        await desk.until(desk.sees("№1 принята"))
    assert not [one for one in caplog.records if "could not be stored" in one.message or "can't be used" in one.message]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/telegram", 405), ("POST", "/", 404), ("POST", "/telegram/more", 404), ("GET", "/docs", 404)],
)
async def test_only_the_known_path_is_served(desk: Desk, port: int, method: str, path: str, status: int) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.request(method, f"http://127.0.0.1:{port}{path}", headers={HEADER: SECRET})
    assert answer.status_code == status
    assert "server" not in answer.headers


async def test_who_guesses_is_soon_not_looked_at_and_telegram_still_is(desk: Desk, port: int) -> None:
    async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{port}") as http:
        guesses = [await http.post("/telegram", headers={HEADER: f"guess {number}"}) for number in range(62)]
        assert [answer.status_code for answer in guesses] == [403] * 60 + [429] * 2
        known = await http.post("/telegram", content=b'{"update_id": 1}', headers={HEADER: SECRET})
    assert known.status_code == 200


def test_the_secret_is_compared_in_constant_time() -> None:
    assert "hmac.compare_digest(given.encode(), secret.encode())" in getsource(webhook)


async def test_an_update_that_can_not_be_written_down_is_posted_again(desk: Desk) -> None:
    desk.ask("CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    desk.maria.writes("Позовите оператора")
    webhook = desk.sandbox.world.webhook
    await desk.until(lambda: webhook and webhook.error_message and "503" in webhook.error_message)
    desk.ask("DROP TRIGGER full")
    await desk.until(desk.sees("№1 принята"))


async def test_on_a_full_disk_an_update_stays_at_telegram(desk: Desk) -> None:
    webhook = desk.sandbox.world.webhook
    async with full(desk):
        desk.maria.writes(LONG)
        await desk.until(lambda: webhook and webhook.error_message and "503" in webhook.error_message)
        assert desk.sandbox.pending
        assert not desk.maria.sees
    await desk.until(desk.sees("№1 принята"))


async def test_a_webhook_that_somebody_took_away_is_set_again(desk: Desk) -> None:
    """Another program polled with the token for a while."""
    desk.sandbox.world.webhook = None
    await desk.until(lambda: desk.sandbox.world.webhook)
    await desk.opens()


async def test_an_address_of_somebody_else_s_is_told_to_the_staff(desk: Desk) -> None:
    await desk.opens()
    ours, desk.sandbox.world.webhook = desk.sandbox.world.webhook, Webhook("http://127.0.0.1:9/telegram", "", 1)
    liveness = desk.parts.monitor.liveness
    await desk.until(lambda: liveness.webhook_error)
    for _ in range(TO_BELIEVE):
        await desk.parts.monitor.round()
    await desk.until(lambda: any("Telegram не может передать сообщения" in seen.text for seen in desk.staff_sees()))
    desk.sandbox.world.webhook = ours
    await desk.until(lambda: liveness.webhook_error is None)


async def test_a_taken_port_is_said_in_one_line(tmp_path: Path, port: int) -> None:
    sandbox = Sandbox()
    with socket.create_server(("127.0.0.1", port)):
        async with sandbox.serve() as address:
            settings: Settings = settings_of(sandbox, address, tmp_path, **_webhook(port))
            with pytest.raises(ConfigError, match="can't listen"):
                async with running(settings, sandbox.clock):
                    pass


def _webhook(port: int) -> dict[str, Any]:
    return {
        "mode": "webhook",
        "webhook_url": f"http://127.0.0.1:{port}",
        "webhook_secret": SECRET,
        "port": port,
    }
