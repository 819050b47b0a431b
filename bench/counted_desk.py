"""A desk in this process, against a sandbox, with a timer around each of its transactions."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection, event

from bench.years import NOW
from bot.app import Parts, running
from bot.config import (
    CompanySettings,
    FaqSettings,
    HoursSettings,
    Settings,
    StaffSettings,
    StorageSettings,
    TelegramSettings,
)
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.sandbox import Customer, MovableClock, Sandbox

UNLIMITED = RateLimits(person=Rate(1000, 0.0), group=Rate(1000, 0.0), everybody=Rate(1000, 0.0))
SAMPLE = Path(__file__).parent.parent / "faq" / "sample"
TIMEOUT_SECONDS = 60.0  # seconds after which an expected message counts as missing
WAITS = "SELECT 1 FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL LIMIT 1"


@dataclass
class Desk:
    """A running desk; `in_database` is the sum of seconds that its transactions took."""

    sandbox: Sandbox
    parts: Parts
    observer: sqlite3.Connection
    in_database: float = 0.0
    took: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    async def time(self, name: str, act: Callable[["Desk"], Awaitable[None]]) -> None:
        """Run `act` until all that follows is sent; record the seconds in all and those inside transactions."""
        started, before = time.perf_counter(), self.in_database
        await act(self)
        await self.quiet()
        took = time.perf_counter() - started, self.in_database - before
        self.took.setdefault(name, []).append(took)

    async def quiet(self) -> None:
        """Wait until the outbox is empty."""
        while self.observer.execute(WAITS).fetchone():  # noqa: ASYNC110 - SQLite has no notifications
            await asyncio.sleep(0.001)

    async def until_sees(self, customer: Customer, words: str) -> None:
        await self.sandbox.until(lambda: any(words in seen.text for seen in customer.sees), TIMEOUT_SECONDS)


@asynccontextmanager
async def a_desk(database: Path) -> AsyncIterator[Desk]:
    sandbox = Sandbox(clock=MovableClock(NOW))
    async with sandbox.serve() as address:
        settings = _settings(sandbox, address, database)
        async with running(settings, sandbox.clock, UNLIMITED) as parts:
            desk = Desk(sandbox, parts, sqlite3.connect(database, isolation_level=None))
            _count_transactions(desk)
            sandbox.manager("Анна")
            yield desk


def _count_transactions(desk: Desk) -> None:
    """A transaction counts from BEGIN until its connection returns to the pool."""
    engine, began = desk.parts.transactions.database.engine, threading.local()

    def begin(_connection: Connection) -> None:
        began.at = time.perf_counter()

    def end(*_: object) -> None:
        desk.in_database += time.perf_counter() - getattr(began, "at", time.perf_counter())
        vars(began).clear()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", end)


def _settings(sandbox: Sandbox, address: str, database: Path) -> Settings:
    return Settings(
        company=CompanySettings(name="Северный дом"),
        telegram=TelegramSettings(token=SecretStr(sandbox.token), api_url=address),
        staff=StaffSettings(chat_id=sandbox.staff_group.id),
        hours=HoursSettings(week="Mo-Su 00:00-24:00"),
        faq=FaqSettings(path=SAMPLE),
        storage=StorageSettings(url=f"sqlite:///{database}"),
    )
