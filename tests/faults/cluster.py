"""Two machines run one desk on a PostgreSQL database; a load balancer passes Telegram's posts to either."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path

from bot.sandbox import Call, Customer, Manager, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given
from tests.faults.desk_process import DeskProcess
from tests.faults.life import write_config
from tests.faults.mortal import OF_NO_TICKET
from tests.faults.one_address import one_address
from tests.faults.ports import free_port
from tests.peephole import Peephole, a_peephole

SECRET = "a-secret-of-some-length"
TIMEOUT_SECONDS = 180.0  # real seconds: a card may have to wait for a minute, since a group takes 20 messages in one


class DangerousSandbox(Sandbox):
    """A sandbox that kills the machines in turn, after given numbers of calls."""

    def __init__(self) -> None:
        super().__init__()
        self.machines: list[DeskProcess] = []
        self.kills = 0
        self._between: Iterator[int] = iter(())
        self._left = 0

    def kill_after(self, *calls: int) -> None:
        """From now on, after each of these numbers of calls, again and again."""
        self._between = cycle(calls)
        self._left = next(self._between)

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        """Kill alternately before and after the call is executed."""
        if method in OF_NO_TICKET:
            return await super().carry_out(method, given, fault)
        self._left -= 1
        is_deadly = self._left == 0
        is_before = self.kills % 4 < 2
        if is_deadly and is_before:
            self._kill_one()
        call = await super().carry_out(method, given, fault)
        if is_deadly and not is_before:
            self._kill_one()
        return call

    def _kill_one(self) -> None:
        self.machines[self.kills % len(self.machines)].kill()
        self.kills += 1
        self._left = next(self._between)


class Machines:
    """What is around them: a sandbox, a colleague, a look into the database."""

    def __init__(self, sandbox: DangerousSandbox, database: Peephole) -> None:
        self.sandbox = sandbox
        self.database = database
        self.anna: Manager = sandbox.manager("Анна")

    async def sees(self, customer: Customer, words: str) -> None:
        await self.sandbox.until(lambda: any(words in seen.text for seen in customer.sees), TIMEOUT_SECONDS)

    @property
    def logs(self) -> str:
        return "\n".join(machine.log for machine in self.sandbox.machines)


@asynccontextmanager
async def two_machines(folder: Path, url: str) -> AsyncIterator[Machines]:
    """Both are up; they are killed at the end."""
    sandbox = DangerousSandbox()
    ports = [free_port(), free_port(), free_port()]
    async with sandbox.serve() as address, one_address(ports[0], ports[1:]):
        for port in ports[1:]:
            home = folder / str(port)
            home.mkdir()
            webhook = f'mode = "webhook"\nwebhook_url = "http://127.0.0.1:{ports[0]}"\nwebhook_secret = "{SECRET}"'
            sandbox.machines.append(DeskProcess(write_config(home, sandbox, address, url, webhook, f"port = {port}")))
        living = [asyncio.create_task(_live(machine)) for machine in sandbox.machines]
        try:
            await sandbox.until(lambda: sandbox.world.webhook, TIMEOUT_SECONDS)
            with a_peephole(url) as database:
                yield Machines(sandbox, database)
        finally:
            for life, machine in zip(living, sandbox.machines, strict=True):
                life.cancel()
                machine.kill()
                await machine.ended()


async def _live(machine: DeskProcess) -> None:
    while True:
        machine.start()
        await machine.ended()
