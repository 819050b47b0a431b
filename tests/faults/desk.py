"""A desk in this process that is always open, for tests of what goes wrong around it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import Parts, running
from bot.config import (
    BackupSettings,
    CompanySettings,
    FaqSettings,
    HoursSettings,
    Settings,
    StaffSettings,
    StorageSettings,
    TelegramSettings,
    WebSettings,
)
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.sandbox import Customer, Manager, Sandbox, Seen
from bot.sandbox.api_json import Json
from storage.marker import Marker
from tests.peephole import Peephole, a_peephole
from tests.tables import make_tables

FAQ = Path(__file__).parent / "faq"

UNLIMITED = RateLimits(person=Rate(1000, 0.0), group=Rate(1000, 0.0), everybody=Rate(1000, 0.0))
TIMEOUT_SECONDS = 60.0  # seconds, on a busy machine
FASTER = 0.2  # seconds that the clock gains with each look
LOOK_SECONDS = 0.01
DATABASE = "desk.db"
PUT_OFF = "SELECT id FROM outbox WHERE failing_since IS NOT NULL AND claimed_at IS NULL AND sent_at IS NULL"
UNREAD = "SELECT count(*) FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL"
WAITING = """
    SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL)
         + (SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL)
"""


class Desk:
    """The desk and two people. Tickets open at once: everybody asks for a person."""

    def __init__(self, folder: Path, sandbox: Sandbox, parts: Parts, peephole: Peephole) -> None:
        self.folder = folder
        self._peephole = peephole
        self.sandbox = sandbox
        self.parts = parts
        self.maria: Customer = sandbox.customer("Мария")
        self.anna: Manager = sandbox.manager("Анна")

    def sees(self, *words: str) -> Callable[[], bool]:
        """Whether Maria has got exactly these messages: each is told by some of its words."""
        return lambda: told_by(self.maria.sees, *words)

    def staff_sees(self, topic: int | str | None = None) -> list[Seen]:
        """What the bot wrote in the staff group, or in one topic of it."""
        bot = self.sandbox.world.bot["id"]
        return [one for one in self.sandbox.staff_group.messages(topic) if one.stored.author_id == bot]

    @property
    def cards(self) -> list[Seen]:
        return [seen for seen in self.staff_sees() if seen.text.startswith("№")]

    async def until(self, holds: Callable[[], object], faster: float = FASTER) -> None:
        """Wait for a condition; the desk's clock runs faster than the real one, so that retries are due soon."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not holds():
                self.sandbox.clock.advance(faster)
                self.parts.inbox.wakeup.call()
                self.parts.outbox.wakeup.call()
                await asyncio.sleep(LOOK_SECONDS)

    async def quiet(self) -> None:
        """Wait until everything that was written is handled, and all that came of it is sent."""
        await self.until(lambda: not len(self.sandbox.world.updates) and self.ask(WAITING) == [(0,)])

    async def has_read(self) -> None:
        """Wait until all updates are handled, without moving the clock: the parts of an album belong together."""
        await self.until(lambda: not len(self.sandbox.world.updates) and self.ask(UNREAD) == [(0,)], faster=0.0)

    async def has_failed(self) -> None:
        """Wait until a row has failed, and this is recorded, without moving the clock."""
        await self.until(lambda: self.ask(PUT_OFF), faster=0.0)

    async def checks_until_told(self, words: str) -> None:
        """Check the desk's health until the staff read of it; who looks while a row is being tried sees it not wait."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not any(words in seen.text for seen in self.staff_sees()):
                await self.parts.monitor.round()
                await asyncio.sleep(LOOK_SECONDS)

    async def opens(self) -> None:
        """Maria asks for a person; her ticket №1 stands in the group."""
        self.maria.writes("Позовите оператора")
        await self.until(lambda: self.sees("№1 принята")() and self.cards)
        await self.quiet()

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        """Look into the database, or change it, from outside."""
        return self._peephole.ask(question)

    async def change(self, statement: str) -> None:
        """Change what jobs of this process may have locked."""
        await self._peephole.change(statement)

    def tell_bot(self, kind: str, content: Json) -> None:
        """Post an update of any kind and content."""
        self.sandbox.world.updates.add(kind, content)
        self.sandbox.world.changes.happened()


def told_by(messages: list[Seen], *words: str) -> bool:
    """Whether these are the messages, in this order; each is given by a part of its text."""
    return len(messages) == len(words) and all(one in seen.text for seen, one in zip(messages, words, strict=True))


def settings_of(sandbox: Sandbox, address: str, folder: Path, topics: bool = True, **telegram: Any) -> Settings:
    """A desk that is open at all hours; `telegram` adds to that section, `port` is of the web server.

    `backup` is the section of that name, `faq` the folder.
    """
    faq = telegram.pop("faq", FAQ)
    backup = telegram.pop("backup", BackupSettings())
    web = WebSettings(port=telegram.pop("port", None))
    url = telegram.pop("database_url", None) or f"sqlite:///{folder / DATABASE}"
    return Settings(
        company=CompanySettings(name="Северный дом"),
        telegram=TelegramSettings(token=SecretStr(sandbox.token), api_url=address, **telegram),
        staff=StaffSettings(chat_id=sandbox.staff_group.id, topics=topics),
        hours=HoursSettings(week="Mo-Su 00:00-24:00"),
        faq=FaqSettings(path=faq),
        storage=StorageSettings(url=url),
        backup=backup,
        web=web,
    )


@asynccontextmanager
async def a_desk(
    folder: Path,
    sandbox: Sandbox | None = None,
    limits: RateLimits = UNLIMITED,
    marker: Marker | None = None,
    **settings: Any,
) -> AsyncIterator[Desk]:
    """The desk, running against the sandbox, or a new one."""
    sandbox = sandbox or Sandbox()
    async with sandbox.serve() as address:
        known = settings_of(sandbox, address, folder, **settings)
        if marker is None:  # with one, a database that is not there is noticed
            make_tables(known.storage.url)
        async with running(known, sandbox.clock, limits, marker) as parts:
            with a_peephole(known.storage.url) as peephole:
                yield Desk(folder, sandbox, parts, peephole)
