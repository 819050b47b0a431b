"""Two machines with one database: work that only one does, and limits that both share."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.app import Parts, running
from bot.cli import main
from bot.config import FaqSettings, Settings, WebSettings
from bot.delivery.rate_limiter import Rate, RateLimits
from bot.monitoring import checks
from bot.sandbox import Customer, Manager, Sandbox
from tests.faults.desk import FAQ, UNLIMITED, WAITING, settings_of
from tests.faults.life import write_config
from tests.faults.ports import free_port
from tests.peephole import Peephole, a_peephole

TIMEOUT_SECONDS = 60.0  # real seconds
LOOK_SECONDS = 0.05
ONE_AN_HOUR = RateLimits(person=Rate(2, 3600.0), group=Rate(1000, 0.0))


POISON = "У вас есть лодки?"
BREAKS = f"""
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
    CREATE TRIGGER poison BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.text = '{POISON}') EXECUTE FUNCTION refuse();
"""
MENDED = "DROP TRIGGER poison ON message"
ASIDE = "SELECT count(*) FROM inbox WHERE set_aside_at IS NOT NULL"
NO_PAUSE = "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"


class Both:
    """Two desks in this process, of which the first may end, and the people around them."""

    def __init__(
        self, sandbox: Sandbox, first: AsyncExitStack, parts: Parts, database: Peephole, settings: list[Settings]
    ) -> None:
        self.sandbox = sandbox
        self.parts = parts  # of the first
        self.database = database
        self.settings = settings
        self.faq = settings[0].faq.path
        self.maria: Customer = sandbox.customer("Мария")
        self.anna: Manager = sandbox.manager("Анна")
        self._first = first

    async def first_ends(self) -> None:
        await self._first.aclose()

    async def is_ready(self) -> list[bool]:
        """The health of the machine that polls Telegram, and of the other one."""
        async with httpx.AsyncClient(trust_env=False) as asking:
            told = [await asking.get(f"http://127.0.0.1:{one.web_port}/readyz") for one in self.settings]
        return [one.is_success for one in told]

    async def leads(self) -> list[bool]:
        """Which of the machines says that it leads."""
        async with httpx.AsyncClient(trust_env=False) as asking:
            told = [await asking.get(f"http://127.0.0.1:{one.web_port}/readyz") for one in self.settings]
        return [(one.json()["leader"] or {"me": False})["me"] for one in told]

    async def hears(self, count: int) -> None:
        """Maria has got so many messages."""
        await self.sandbox.until(lambda: len(self.maria.sees) >= count, TIMEOUT_SECONDS)

    async def tells(self, question: str, answer: str) -> None:
        """Whoever asks reads this at last; each machine reads the FAQ at a time of its own."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while True:
                person = self.sandbox.customer("Иван")
                person.writes(question)
                await self.sandbox.until(lambda: len(person.sees) > 0, TIMEOUT_SECONDS)  # noqa: B023 - used at once
                if answer in person.sees[0].text:
                    return

    async def settled(self, waiting: int = 0) -> None:
        """All updates are handled, and at most so many rows wait."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while len(self.sandbox.world.updates) or self.database.ask(WAITING) != [(waiting,)]:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def both(folder: Path, url: str, limits: RateLimits = UNLIMITED) -> AsyncIterator[Both]:
    sandbox, faq = Sandbox(), folder / "faq"
    shutil.copytree(FAQ, faq)
    async with sandbox.serve() as address, AsyncExitStack() as first:
        alike = settings_of(sandbox, address, folder, database_url=url)
        settings = [
            alike.model_copy(update={"faq": FaqSettings(path=faq), "web": WebSettings(port=free_port())})
            for _ in range(2)
        ]
        parts = await first.enter_async_context(running(settings[0], sandbox.clock, limits))
        await sandbox.until(lambda: sandbox.world.polling.is_waiting, TIMEOUT_SECONDS)
        async with running(settings[1], sandbox.clock, limits):
            with a_peephole(url) as database:
                yield Both(sandbox, first, parts, database, settings)


async def test_one_asks_telegram_and_when_it_ends_the_other_does(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url) as desk:
        desk.maria.writes("почём доставка")
        await desk.hears(1)
        assert await desk.leads() == [True, False]
        await desk.first_ends()
        desk.maria.writes("почём доставка")
        await desk.hears(2)
        assert {call.status for call in desk.sandbox.calls if call.method == "getUpdates"} == {200}


async def test_one_that_is_stuck_leaves_all_work_to_the_other(tmp_path: Path, postgres_url: str) -> None:
    """Its thread never ends, but it gives heartbeats."""
    async with both(tmp_path, postgres_url) as desk:
        desk.parts.monitor.liveness.note_stuck("update 7", "writer thread", 11.0)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while await desk.leads() != [False, True]:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)
            while desk.database.ask("SELECT count(*) FROM procrastinate_workers") != [(1,)]:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)
        desk.maria.writes("почём доставка")
        await desk.hears(1)
        desk.parts.monitor.liveness.note_unstuck("writer thread")
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while desk.database.ask("SELECT count(*) FROM procrastinate_workers") != [(2,)]:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)


async def test_who_does_not_ask_telegram_is_not_unwell_for_hearing_nothing(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with both(tmp_path, postgres_url) as desk:
        assert await desk.is_ready() == [True, True]
        monkeypatch.setattr(checks, "SILENT_SECONDS", 0.0)
        assert await desk.is_ready() == [False, True]


async def test_what_is_put_back_is_taken_up(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url) as desk:
        desk.database.ask(BREAKS)
        desk.maria.writes(POISON)
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while desk.database.ask(ASIDE) != [(1,)]:
                desk.sandbox.clock.advance(3)
                await desk.database.change(NO_PAUSE)
                await asyncio.sleep(LOOK_SECONDS)
        desk.database.ask(MENDED)
        config = write_config(tmp_path, desk.sandbox, "http://127.0.0.1", postgres_url)
        assert await asyncio.to_thread(main, ["inbox", "replay", "--all", "--config", str(config)]) == 0
        group = desk.sandbox.staff_group
        await desk.sandbox.until(lambda: any(POISON in seen.text for seen in group.messages()), TIMEOUT_SECONDS)


async def test_an_edit_of_the_faq_is_taken_over_by_each_and_told_once(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url) as desk:
        page = desk.faq / "delivery.md"
        page.write_text(page.read_text().replace("300", "400"))
        group = desk.sandbox.staff_group
        await desk.sandbox.until(lambda: any("FAQ" in seen.text for seen in group.messages()), TIMEOUT_SECONDS)
        await desk.first_ends()
        await desk.tells("почём доставка", "400")
        assert len([seen for seen in group.messages() if "FAQ" in seen.text]) == 1


async def test_a_limit_holds_for_both_together(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url, ONE_AN_HOUR) as desk:
        for question in ("почём доставка", "где моя посылка") * 2:
            desk.maria.writes(question)
        await desk.settled(waiting=2)
        assert len(desk.maria.sees) == 2


async def test_a_server_that_ends_all_sessions_loses_nothing(tmp_path: Path, postgres_url: str) -> None:
    """As it does when it is started anew."""
    end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nightdesk'"
    async with both(tmp_path, postgres_url) as desk:
        people = [desk.sandbox.customer(f"Клиент {number}") for number in range(5)]
        for person in people:
            person.writes("почём доставка")
            desk.database.ask(end_all)
            await asyncio.sleep(LOOK_SECONDS)
        await desk.sandbox.until(lambda: all(person.sees for person in people), TIMEOUT_SECONDS)
        await desk.settled()
        assert [len(person.sees) for person in people] == [1] * 5
