"""A desk in a process of its own whose clock runs fast, fed by a webhook, as Telegram feeds one."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from bot.app import running
from bot.config import load_config
from bot.sandbox import Sandbox
from tests.faults.desk import UNLIMITED
from tests.faults.life import write_config
from tests.peephole import Peephole, a_peephole

FASTER = 1000  # than real time: who waits for a retry doesn't wait for long
LOOK_SECONDS = 0.05
WAKE_SECONDS = 0.02  # nobody tells that a retry is due
TIMEOUT_SECONDS = 600.0  # real seconds for anything to come about: of some hundreds of updates many are of one chat
END_SECONDS = 10.0
SECRET = "a-secret-of-some-length"
UNHANDLED = """
    SELECT update_id, lane, attempts, error FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL LIMIT 20
"""
UNSENT = """
    SELECT id, lane, action, attempts, error, due_at FROM outbox
    WHERE sent_at IS NULL AND failed_at IS NULL ORDER BY attempts DESC LIMIT 20
"""
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


class FastClock:
    def __init__(self) -> None:
        self._began = datetime.now(UTC)

    def now(self) -> datetime:
        return self._began + (datetime.now(UTC) - self._began) * FASTER


class FuzzedDesk:
    """The desk as Telegram sees it, and a look into its database and its memory."""

    def __init__(self, sandbox: Sandbox, url: str, peephole: Peephole, http: httpx.AsyncClient, pid: int) -> None:
        self.sandbox = sandbox
        self._url = url
        self._peephole = peephole
        self._http = http
        self._pid = pid

    async def post(self, body: str) -> int:
        """Give the desk an update, as the text it is; returns the status of the answer."""
        return (await self._http.post(self._url, content=body, headers=HEADERS)).status_code

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait for the condition. Raises AssertionError, which says what is pending, on a timeout."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                while not holds():  # noqa: ASYNC110 - a database tells nobody that it has changed
                    await asyncio.sleep(LOOK_SECONDS)
        except TimeoutError:
            raise AssertionError(f"these wait: {[*self.ask(UNHANDLED), *self.ask(UNSENT)]}") from None

    async def handled(self) -> None:
        """Wait until every update is handled or a dead letter."""
        await self.until(lambda: not self.sandbox.pending and not self.ask(UNHANDLED))

    async def quiet(self) -> None:
        """The same, and until every outbox row is sent or given up."""
        await self.handled()
        await self.until(lambda: not self.ask(UNSENT))

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        return self._peephole.ask(question)

    @property
    def megabytes(self) -> float:
        """Memory that the process holds."""
        pages = int(Path(f"/proc/{self._pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@asynccontextmanager
async def a_fuzzed_desk(folder: Path) -> AsyncIterator[FuzzedDesk]:
    """It is up and has told the sandbox of its webhook; its log is beside the config."""
    sandbox, port = Sandbox(), _free_port()
    async with sandbox.serve() as address, httpx.AsyncClient(trust_env=False, timeout=TIMEOUT_SECONDS) as http:
        address_of_webhook = f"http://127.0.0.1:{port}"
        webhook = f'mode = "webhook"\nwebhook_url = "{address_of_webhook}"\nwebhook_secret = "{SECRET}"'
        config = write_config(folder, sandbox, address, telegram=webhook, web=f"port = {port}")
        with (folder / "config.log").open("w") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.fuzz.desk_process", str(config), stdout=log, stderr=log
            )
        try:
            await sandbox.until(lambda: sandbox.world.webhook, TIMEOUT_SECONDS)
            with a_peephole(f"sqlite:///{folder / 'desk.db'}") as peephole:
                yield FuzzedDesk(sandbox, f"{address_of_webhook}/telegram", peephole, http, process.pid)
        except Exception as error:
            await _given_time_to_end(process)
            error.add_note(f"status {process.returncode}; its log ended so:\n{_end_of(folder / 'config.log')}")
            raise
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _given_time_to_end(process: asyncio.subprocess.Process) -> None:
    """The last lines of the log: a desk that stops by itself says there why."""
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), END_SECONDS)


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text().splitlines()[-60:])


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


async def _run(arguments: Sequence[str]) -> None:
    async with running(load_config(Path(arguments[0])), FastClock(), UNLIMITED) as parts:
        while True:
            parts.inbox.wakeup.call()
            await asyncio.sleep(WAKE_SECONDS)


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1:]))
