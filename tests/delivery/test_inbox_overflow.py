"""After a long downtime more updates come than are kept in memory: all are handled, each chat's in order."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import Settings
from bot.delivery import inbox as inbox_module
from bot.delivery.inbox import Inbox
from bot.desk.knowledge import Knowledge
from bot.desk.transactions import Transactions
from bot.desk.unit_of_work import DeskContext, UnitOfWork
from bot.runtime.clock import SystemClock
from bot.sandbox import Sandbox
from bot.telegram.limits import LIMITS
from storage import Database, inbox, migrate
from storage.inbox import Update
from storage.models import Json
from tests.faults.desk import FAQ, settings_of

IN_MEMORY = 40
CHATS = 7
TIMEOUT_SECONDS = 60.0


@pytest.fixture
def transactions(tmp_path: Path) -> Iterator[Transactions]:
    settings: Settings = settings_of(Sandbox(), "http://127.0.0.1:9", tmp_path)
    database = Database(settings.storage.url)
    migrate(database)
    context = DeskContext.of(settings, Knowledge(FAQ, "ru", 0.05), LIMITS)
    yield Transactions(database, context, SystemClock())
    database.close()


class Handled:
    """An inbox whose updates are marked as handled, and nothing more. `order` has their ids as they were handled."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self.inbox = Inbox(self._handle, transactions)
        self.order: list[int] = []
        self.most_in_memory = 0

    async def _handle(self, update: Update) -> datetime | None:
        self.most_in_memory = max(self.most_in_memory, self.inbox._queue.size)

        def take(uow: UnitOfWork) -> bool:
            return inbox.take(uow.session, update, uow.now)

        assert await self._transactions.run(take)
        self.order.append(update.id)
        return None

    async def until(self, count: int) -> None:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while len(self.order) < count:
                self.inbox.wakeup.call()
                await asyncio.sleep(0.01)


def written(ids: Sequence[int]) -> list[Json]:
    return [{"update_id": number, "message": {"message_id": number, "chat": {"id": number % CHATS}}} for number in ids]


def in_order_of_chats(order: list[int], ids: Sequence[int]) -> bool:
    lanes = [[number for number in order if number % CHATS == chat] for chat in range(CHATS)]
    return sorted(order) == sorted(ids) and all(lane == sorted(lane) for lane in lanes)


@pytest.fixture
def handled(transactions: Transactions, monkeypatch: pytest.MonkeyPatch) -> Handled:
    monkeypatch.setattr(inbox_module, "IN_MEMORY", IN_MEMORY)
    monkeypatch.setattr(inbox_module, "IDLE_SECONDS", 0.02)
    return Handled(transactions)


async def stop(running: "asyncio.Task[None]") -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_more_than_memory_holds_were_kept_before_the_start(handled: Handled) -> None:
    ids = range(1000, 1000 + 10 * IN_MEMORY)
    await handled.inbox.keep(written(ids))
    running = asyncio.create_task(handled.inbox.run())
    await handled.until(len(ids))
    assert in_order_of_chats(handled.order, ids)
    assert handled.most_in_memory <= IN_MEMORY
    await stop(running)


async def test_they_come_faster_than_they_are_handled(handled: Handled) -> None:
    running = asyncio.create_task(handled.inbox.run())
    batches = [range(start, start + 100) for start in range(1000, 1600, 100)]
    for batch in batches:
        await handled.inbox.keep(written(batch))
    await handled.until(600)
    assert in_order_of_chats(handled.order, range(1000, 1600))
    assert handled.most_in_memory <= IN_MEMORY + 100  # the last batch is added as a whole
    await stop(running)


async def test_ids_that_begin_anew_meanwhile(handled: Handled) -> None:
    """Those below the highest that was loaded are found too."""
    later, earlier = range(5000, 5300), range(1000, 1300)
    await handled.inbox.keep(written(later))
    running = asyncio.create_task(handled.inbox.run())
    await handled.until(50)
    await handled.inbox.keep(written(earlier))
    await handled.until(600)
    assert sorted(handled.order) == [*earlier, *later]
    await stop(running)
