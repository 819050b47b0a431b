"""The health endpoints and metrics."""

import asyncio
import os
import re
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring import checks
from bot.runtime import watchdog
from bot.sandbox import Sandbox
from bot.web import health
from tests.faults.desk import DATABASE, LOOK_SECONDS, TIMEOUT_SECONDS, Desk, a_desk
from tests.faults.ports import free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def desk(tmp_path: Path, port: int) -> AsyncIterator[Desk]:
    async with a_desk(tmp_path, port=port) as desk:
        yield desk


@pytest.fixture
async def asked(port: int) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as asked:
        yield asked


async def figures(asked: httpx.AsyncClient) -> dict[str, float]:
    """All samples by name and labels."""
    families = text_string_to_metric_families((await asked.get("/metrics")).text)
    samples = (sample for family in families for sample in family.samples)
    return {" ".join((one.name, *one.labels.values())): one.value for one in samples}


async def test_it_lives(desk: Desk, asked: httpx.AsyncClient) -> None:
    assert (await asked.get("/healthz")).status_code == 200


async def test_it_is_ready_when_telegram_has_answered(tmp_path: Path, port: int, asked: httpx.AsyncClient) -> None:
    sandbox = Sandbox()
    fault = sandbox.faults.add("drop", method="deleteWebhook", times=None)
    async with a_desk(tmp_path, sandbox, port=port) as desk:
        before = await asked.get("/readyz")
        assert (before.status_code, before.json()["reasons"]) == (503, ["Telegram has not answered yet"])
        sandbox.faults.remove(fault.id)
        await desk.opens()
        ready = await asked.get("/readyz")
    assert ready.status_code == 200
    told = ready.json()
    assert told["reasons"] == told["unwell"] == []
    assert told["last_heard_seconds"] < 60
    assert told["inbox"] == {"waiting": 0, "oldest_seconds": None, "set_aside": 0}
    assert told["outbox"] == {"waiting": 0, "oldest_seconds": None}
    assert told["leader"]["me"] is True
    assert told["leader"]["name"] == f"{socket.gethostname()}:{os.getpid()}"
    assert sandbox.clock.now() - datetime.fromisoformat(told["leader"]["since"]) < timedelta(minutes=5)


async def test_it_lives_while_it_waits_for_telegram(tmp_path: Path, port: int, asked: httpx.AsyncClient) -> None:
    """Otherwise a supervisor would restart it again and again."""
    sandbox = Sandbox()
    fault = sandbox.faults.add("500", method="getMe", times=None)

    async def started() -> None:
        async with a_desk(tmp_path, sandbox, port=port):
            pass

    starting = asyncio.create_task(started())
    await sandbox.until(lambda: [call for call in sandbox.calls if call.status == 500], 10)
    assert (await asked.get("/healthz")).status_code == 200
    assert (await asked.get("/readyz")).status_code == 503
    sandbox.faults.remove(fault.id)
    await starting


async def test_not_when_telegram_gives_nothing_for_long(
    desk: Desk, asked: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.opens()
    monkeypatch.setattr(checks, "SILENT_SECONDS", 0.0)
    answer = await asked.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reasons"][0].startswith("silent since ")


async def test_not_while_the_database_can_not_be_written(
    desk: Desk, asked: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "DATABASE_SECONDS", 0.05)
    with closing(sqlite3.connect(desk.folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = await asked.get("/readyz")
        assert answer.status_code == 503
        assert "the database has not answered" in answer.json()["reasons"][0]
        assert (await asked.get("/metrics")).status_code == 200


async def test_what_keeps_the_desk_busy_is_named(
    desk: Desk, asked: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "LONGEST_SECONDS", 0.5)
    await desk.opens()
    end, liveness = threading.Event(), desk.parts.monitor.liveness
    busy = asyncio.create_task(desk.parts.transactions.database.run(lambda _: end.wait(60)), name="update 7")
    await desk.until(lambda: any(one.work == "update 7" for one in liveness.stuck), faster=0.0)
    monkeypatch.setattr(watchdog, "LONGEST_SECONDS", 60.0)
    monkeypatch.setattr(health, "DATABASE_SECONDS", 0.05)
    answer = await asked.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["unwell"] == ["stuck"]
    assert any(re.fullmatch(r"stuck since \S+: update 7 on the writer thread", one) for one in answer.json()["reasons"])
    end.set()
    await busy
    await desk.until(liveness.is_able, faster=0.0)
    monkeypatch.setattr(health, "DATABASE_SECONDS", 5.0)
    afterwards = await asked.get("/readyz")  # for a while, so that the staff hear of it
    assert (afterwards.status_code, afterwards.json()["unwell"]) == (200, ["stuck"])


async def test_one_of_several_machines_is_not_ready_while_none_leads(
    tmp_path: Path, port: int, asked: httpx.AsyncClient, postgres_url: str
) -> None:
    async with a_desk(tmp_path, port=port, database_url=postgres_url) as desk:
        liveness = desk.parts.monitor.liveness
        await desk.until(lambda: liveness.leads_since, faster=0.0)
        assert (await asked.get("/readyz")).json()["leader"]["me"] is True
        liveness.note_stuck("update 7", "writer thread", 11.0)  # so it leads no more
        await desk.until(lambda: desk.ask("SELECT count(*) FROM lease WHERE holder IS NULL") == [(1,)], faster=0.0)
        await desk.change("UPDATE lease SET heartbeat_at = heartbeat_at - interval '30 s'")
        answer = await asked.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["unwell"] == ["no_leader", "stuck"]
        assert answer.json()["leader"] is None
        liveness.note_unstuck("writer thread")
        await desk.until(lambda: liveness.leads_since, faster=0.0)
        assert (await asked.get("/readyz")).json()["leader"]["me"] is True


async def test_what_waits_is_told_with_its_age(desk: Desk, asked: httpx.AsyncClient) -> None:
    await desk.opens()
    desk.sandbox.faults.add("500", chat_id=desk.maria.id, method="sendMessage", times=None)
    desk.maria.writes("оператор")
    await desk.has_failed()
    desk.sandbox.clock.advance(3600)
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while (answer := await asked.get("/readyz")).status_code != 503:  # noqa: ASYNC110 - it is just tried once more
            await asyncio.sleep(LOOK_SECONDS)
    told = answer.json()
    assert told["reasons"][0].startswith("outbox since ")
    assert told["outbox"]["waiting"] >= 1
    assert told["outbox"]["oldest_seconds"] >= 3600
    assert told["unwell"] == ["outbox"]
    assert not told["ready"]


async def test_figures_count_what_happens(desk: Desk, asked: httpx.AsyncClient) -> None:
    await desk.opens()
    before, delivered = await figures(asked), len(desk.sandbox.delivered)
    desk.maria.writes("Где мой заказ?")
    await desk.quiet()
    desk.sandbox.faults.add("403", chat_id=desk.maria.id, method="sendMessage")
    desk.anna.writes("Здравствуйте", topic="№1")
    await desk.quiet()
    after = await figures(asked)

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    came = len(desk.sandbox.delivered) - delivered
    assert grown("nightdesk_updates_received_total") == came >= 2
    assert grown("nightdesk_updates_handled_total done") == came
    assert grown("nightdesk_update_handling_seconds_count") == came
    assert grown("nightdesk_polls_total finished") >= 2
    assert grown("nightdesk_deliveries_total given_up") == 1
    assert grown("nightdesk_deliveries_total sent") >= 2
    assert after["nightdesk_tickets open"] == 1
    assert after["nightdesk_inbox_updates waiting"] == 0
    assert after["nightdesk_last_heard_timestamp_seconds"] > 0
    assert after["nightdesk_disk_free_bytes"] > 0
    assert after["nightdesk_health_issue silent"] == 0


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.parametrize("mark", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded"])
async def test_who_comes_through_a_proxy_sees_nothing(
    desk: Desk, asked: httpx.AsyncClient, path: str, mark: str
) -> None:
    assert (await asked.get(path, headers={mark: "203.0.113.9"})).status_code == 404
