"""What two machines with one database do only once, and what they keep together."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.config import FaqSettings
from bot.delivery.limits import Limits, Pace
from bot.running import running
from bot.sandbox import Customer, Manager, Sandbox
from tests.faults.desk import FAQ, UNLIMITED, WAITING, settings_of
from tests.peephole import Peephole, a_peephole

PATIENCE = 30.0  # real seconds
LOOK_SECONDS = 0.05
ONE_AN_HOUR = Limits(person=Pace(2, 3600.0), group=Pace(1000, 0.0))


class Both:
    """Two desks in this process, of which the first may end, and the people around them."""

    def __init__(self, sandbox: Sandbox, first: AsyncExitStack, database: Peephole, faq: Path) -> None:
        self.sandbox = sandbox
        self.database = database
        self.faq = faq
        self.maria: Customer = sandbox.customer("Мария")
        self.anna: Manager = sandbox.manager("Анна")
        self._first = first

    async def first_ends(self) -> None:
        await self._first.aclose()

    async def hears(self, count: int) -> None:
        """Maria has got so many messages."""
        await self.sandbox.until(lambda: len(self.maria.sees) >= count, PATIENCE)

    async def settled(self, waiting: int = 0) -> None:
        """All is handled, and no more than so many messages wait."""
        async with asyncio.timeout(PATIENCE):
            while len(self.sandbox.world.updates) or self.database.ask(WAITING) != [(waiting,)]:  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def both(folder: Path, url: str, limits: Limits = UNLIMITED) -> AsyncIterator[Both]:
    sandbox, faq = Sandbox(), folder / "faq"
    shutil.copytree(FAQ, faq)
    async with sandbox.serve() as address, AsyncExitStack() as first:
        settings = settings_of(sandbox, address, folder, database_url=url)
        settings = settings.model_copy(update={"faq": FaqSettings(path=faq)})
        await first.enter_async_context(running(settings, sandbox.clock, limits))
        await sandbox.until(lambda: sandbox.world.polling.is_waiting, PATIENCE)
        async with running(settings, sandbox.clock, limits):
            with a_peephole(url) as database:
                yield Both(sandbox, first, database, faq)


async def test_one_asks_telegram_and_when_it_ends_the_other_does(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url) as desk:
        desk.maria.writes("почём доставка")
        await desk.hears(1)
        await desk.first_ends()
        desk.maria.writes("почём доставка")
        await desk.hears(2)
        assert {call.status for call in desk.sandbox.calls if call.method == "getUpdates"} == {200}


async def test_an_edit_of_the_faq_is_taken_over_by_each_and_told_once(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url) as desk:
        page = desk.faq / "delivery.md"
        page.write_text(page.read_text().replace("300", "400"))
        group = desk.sandbox.staff_group
        await desk.sandbox.until(lambda: any("FAQ" in seen.text for seen in group.messages()), PATIENCE)
        await desk.first_ends()
        desk.maria.writes("почём доставка")
        await desk.hears(1)
        assert "400" in desk.maria.sees[0].text
        assert len([seen for seen in group.messages() if "FAQ" in seen.text]) == 1


async def test_a_limit_holds_for_both_together(tmp_path: Path, postgres_url: str) -> None:
    async with both(tmp_path, postgres_url, ONE_AN_HOUR) as desk:
        for _ in range(4):
            desk.maria.writes("почём доставка")
        await desk.settled(waiting=2)
        assert len(desk.maria.sees) == 2


async def test_a_server_that_ends_all_sessions_loses_nothing(tmp_path: Path, postgres_url: str) -> None:
    """As it does when it is started anew."""
    end_all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nightdesk'"
    async with both(tmp_path, postgres_url) as desk:
        for _ in range(5):
            desk.maria.writes("почём доставка")
            desk.database.ask(end_all)
            await asyncio.sleep(LOOK_SECONDS)
        await desk.hears(5)
        await desk.settled()
        assert len(desk.maria.sees) == 5
