"""Where the desk runs: one machine, or two that share the work behind one address."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults.desk import LOOK_SECONDS
from tests.faults.desk_process import DeskProcess, Run
from tests.faults.life import write_config
from tests.faults.one_address import one_address
from tests.faults.ports import free_port
from tests.faults.torture.deadly import DeadlySandbox
from tests.faults.torture.machine import Machine
from tests.faults.torture.serving import as_installed, at_its_own_pace, quickly

SECRET = "a-secret-of-some-length"
FAQ = Path(__file__).parent / "faq"
PROMISE = '[promise]\nreply_within = "12h"\n'  # nobody is reminded meanwhile


@dataclass(frozen=True)
class Combination:
    """How updates come, where they are kept, on how many machines, and what runs there: by default the command without
    its waits. `what` says what happens to it but for kills.
    """

    mode: str
    database: str
    machines: int = 1
    run: Run = quickly
    what: str = ""

    @property
    def name(self) -> str:
        machines = f", {self.machines} replicas" if self.machines > 1 else ""
        return f"{self.mode}, {self.database}{machines}{self.what and f', {self.what}'}"


COMBINATIONS = (
    Combination("polling", "SQLite"),
    Combination("polling", "PostgreSQL"),
    Combination("webhook", "SQLite"),
    Combination("webhook", "PostgreSQL"),
    Combination("webhook", "PostgreSQL", machines=2),
)
AS_INSTALLED = Combination("polling", "SQLite", run=as_installed, what="as installed")
HANGING = tuple(
    Combination(mode, "PostgreSQL", machines=2, run=at_its_own_pace, what="the leader hangs")
    for mode in ("polling", "webhook")
)


@asynccontextmanager
async def a_site(
    combination: Combination, folder: Path, url: str, sandbox: DeadlySandbox
) -> AsyncIterator[Sequence[Machine]]:
    """Its machines live until the block ends, and are asked to stop then. One that fails ends the block."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(sandbox.serve())
        front = free_port()
        ports = [free_port() for _ in range(combination.machines)]
        is_posted_to = combination.mode == "webhook"
        if is_posted_to:
            await stack.enter_async_context(one_address(front, ports))
        machines = []
        for port in ports:
            process = _process(combination, folder / str(port), url, sandbox, address, front, port)
            machines.append(Machine(process, partial(_listens, port) if is_posted_to else sandbox.is_polled))
        async with asyncio.TaskGroup() as living:
            for machine in machines:
                living.create_task(machine.live())
            try:
                yield machines
                for machine in machines:
                    await machine.retire()
            finally:
                for machine in machines:
                    machine.abandon()


def _process(
    combination: Combination, home: Path, url: str, sandbox: DeadlySandbox, address: str, front: int, port: int
) -> DeskProcess:
    home.mkdir()
    telegram, web = "", ""
    if combination.mode == "webhook":
        telegram = f'mode = "webhook"\nwebhook_url = "http://127.0.0.1:{front}"\nwebhook_secret = "{SECRET}"'
        web = f"port = {port}"
    config = write_config(home, sandbox, address, url, telegram, web, faq=FAQ, more=PROMISE)
    return DeskProcess(config, combination.run)


async def _listens(port: int) -> None:
    """Wait until somebody answers there."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(LOOK_SECONDS)
