"""The worker of one machine stops when it is told, also in the middle of its start."""

import asyncio
from contextlib import suppress
from typing import cast

import pytest
from psycopg_pool import AsyncConnectionPool

from bot.cluster.shared_queues import SharedInbox, SharedOutbox
from bot.cluster.workers import Workers

SECONDS = 60.0  # on a busy machine


async def test_a_stop_that_is_lost_while_connections_are_opened(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `asyncio.wait_for` of Python 3.11 loses it in the moment in which the first connection is there."""
    opened, wait = asyncio.Event(), AsyncConnectionPool.wait

    async def wait_and_lose(pool: AsyncConnectionPool, **limit: float) -> None:
        await wait(pool, **limit)
        opened.set()
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()

    monkeypatch.setattr(AsyncConnectionPool, "wait", wait_and_lose)
    inbox, outbox = cast(SharedInbox, None), cast(SharedOutbox, None)  # no jobs are done here
    working = asyncio.create_task(Workers(postgres_url, inbox, outbox, is_able=lambda: True).run())
    async with asyncio.timeout(SECONDS):
        await opened.wait()
        working.cancel()
        await asyncio.wait([working])
    assert working.cancelled()
