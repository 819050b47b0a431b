"""A ticket from question to solved, against a desk that may be killed meanwhile, and the expected result."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.sandbox import Customer, Manager, Sandbox, Seen
from tests.faults.desk import FAQ, LOOK_SECONDS, WAITING
from tests.faults.desk_process import DeskProcess
from tests.faults.mortal import MortalSandbox

MEMORY = Path("/dev/shm")
TIMEOUT_SECONDS = 60.0  # real seconds for anything to come about, on a busy machine


class Life:
    """A desk in its own process, a sandbox that outlives it, a customer and a colleague."""

    def __init__(self, folder: Path, sandbox: MortalSandbox, address: str) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.desk = DeskProcess(write_config(folder, sandbox, address))
        self.maria: Customer = sandbox.customer("Мария")
        self.anna: Manager = sandbox.manager("Анна")
        self.deaths = 0

    async def from_question_to_solved(self) -> None:
        """She asks for a person, adds a question that the bot answers; Anna takes the ticket, replies and solves it."""
        self.sandbox.count_from_now(self.desk.kill)
        self.maria.writes("Позовите оператора")
        await self.sees("Заявка №1 принята")
        self.maria.writes("Где мой заказ 4512?")
        await self.sandbox.until(lambda: len(self._of_the_bot) == 3, TIMEOUT_SECONDS)
        self.anna.presses("🙋 Взять")
        await self.sees("занимается Анна")
        self.anna.writes("Уже едет", topic="№1")
        await self.sees("Уже едет")
        self.anna.presses("✅ Решено")
        await self.sees("Заявка №1 решена")
        await self.until(self._is_quiet)

    async def sees(self, words: str) -> None:
        """Wait until the customer has a message with these words."""
        await self.sandbox.until(lambda: any(words in seen.text for seen in self.maria.sees), TIMEOUT_SECONDS)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition that the sandbox does not report."""
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not holds():  # noqa: ASYNC110 - a database tells nobody that it has changed
                await asyncio.sleep(LOOK_SECONDS)

    @property
    def left_behind(self) -> dict[str, object]:
        """What there is in the end; each number is a count."""
        return {
            "topics": len(self.sandbox.staff_group.topics),
            "in the group": [_sense(seen.text) for seen in self._of_the_bot],
            "for the customer": [_sense(seen.text) for seen in self.maria.sees],
            "tickets": self.ask("SELECT id, state FROM ticket"),
            "messages": self.ask("SELECT author, count(*) FROM message GROUP BY author ORDER BY author"),
            "events": self.ask("SELECT kind, count(*) FROM event GROUP BY kind ORDER BY kind"),
            "failed": self.ask("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL AND error != 'too late'"),
        }

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "desk.db")) as database:
            return database.execute(question).fetchall()

    def _is_quiet(self) -> bool:
        return not len(self.sandbox.world.updates) and self.ask(WAITING) == [(0,)]

    @property
    def _of_the_bot(self) -> list[Seen]:
        bot = self.sandbox.world.bot["id"]
        return [seen for seen in self.sandbox.staff_group.messages() if seen.stored.author_id == bot]


@asynccontextmanager
async def a_life(deadly_step: int | None = None, deadly_commit: int | None = None) -> AsyncIterator[Life]:
    """A running desk that is killed at that step, or after that transaction of its first process, and restarted.

    Its files are in memory where that can be had: a process that is killed loses nothing by it, a test gains much.
    """
    sandbox = MortalSandbox(deadly_step)
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:  # noqa: ASYNC240 - it takes no time
        async with sandbox.serve() as address:
            life = Life(Path(folder), sandbox, address)
            living = asyncio.create_task(_live(life, deadly_commit))
            try:
                await sandbox.until(lambda: sandbox.world.polling.is_waiting, TIMEOUT_SECONDS)
                yield life
            finally:
                living.cancel()
                life.desk.kill()
                await life.desk.ended()


async def _live(life: Life, deadly_commit: int | None) -> None:
    life.desk.start(deadly_commit)
    while True:
        await life.desk.ended()
        life.deaths += 1
        life.desk.start()


def _sense(text: str) -> str:
    """The word that tells a text from the others of the story; the whole text if it does not belong there."""
    told = ("принята", "Трек-номер", "занимается", "Уже едет", "Заявка №1 решена")
    words = (*told, "заказ 4512", "бот ответил", "Позовите оператора")
    return next((word for word in words if word in text), text)


def write_config(
    folder: Path,
    sandbox: Sandbox,
    address: str,
    url: str = "sqlite:///desk.db",
    telegram: str = "",
    web: str = "",
    faq: Path = FAQ,
    more: str = "",
    week: str = "Mo-Su 00:00-24:00",
) -> Path:
    """The config file of a desk that is always open by default; `telegram` and `web` are added to those sections."""
    path = folder / "config.toml"
    path.write_text(f"""
[company]
name = "Северный дом"
[telegram]
token = "{sandbox.token}"
api_url = "{address}"
{telegram}
[staff]
chat_id = {sandbox.staff_group.id}
[hours]
week = "{week}"
[faq]
path = "{faq}"
[storage]
url = "{url}"
[web]
{web}
{more}
""")
    return path
