"""One trial: people write, the desk is killed again and again, and the judge checks the result."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from tests.faults.desk import WAITING
from tests.faults.torture.buyer import Buyer
from tests.faults.torture.deadly import DeadlySandbox
from tests.faults.torture.evidence import Evidence
from tests.faults.torture.gathering import gather, undone
from tests.faults.torture.judge import Verdict, judge
from tests.faults.torture.ledger import entries, keep_a_ledger
from tests.faults.torture.machine import Machine
from tests.faults.torture.shift import look_after
from tests.faults.torture.site import Combination, a_site
from tests.faults.torture.town import TIMEOUT_SECONDS, Town
from tests.peephole import Peephole, a_peephole

LONGEST_WAIT = 0.6  # seconds until a kill that waits for nothing
MOST_CALLS = 40  # of the Bot API until a kill that waits for one
NO_CALLS = 3.0  # seconds after which it is done anyhow
LOOK_SECONDS = 0.05
LOG_SHOWN = 10_000  # characters
CALLS_SHOWN = 60
LEADER = "SELECT name FROM lease WHERE holder IS NOT NULL"
REPLICAS = "SELECT count(*) FROM procrastinate_workers"
GATHERED = "SELECT count(*) FROM customer WHERE conversation_state = 'gathering'"


@dataclass(frozen=True)
class Plan:
    """At least so many updates, and so many kills and stops among them. The same seed makes people do the same."""

    seed: int
    updates: int
    kills: int
    stops: int
    at_once: int  # customers
    hangs: int = 0  # of the leader
    hang_seconds: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """Times are in seconds."""

    combination: Combination
    verdict: Verdict
    evidence: Evidence
    updates: int
    kills: int
    ready_after: Sequence[float]
    stopped_after: Sequence[float]
    led_after: Sequence[float]  # another replica, after the leader was suspended
    seconds: float


@dataclass
class Trial:
    plan: Plan
    town: Town
    sandbox: DeadlySandbox
    machines: Sequence[Machine]
    database: Peephole
    led_after: list[float] = field(default_factory=list)

    async def run(self) -> None:
        """Wait until everybody is done and nothing is pending."""
        numbers = count(1)
        async with asyncio.TaskGroup() as everybody:
            everybody.create_task(self._reap())
            for _ in range(self.plan.at_once):
                everybody.create_task(self._live(numbers))
        async with asyncio.timeout(TIMEOUT_SECONDS):
            while not self._is_quiet():  # noqa: ASYNC110 - a database tells nobody that it has changed
                await asyncio.sleep(LOOK_SECONDS)

    async def _live(self, numbers: "count[int]") -> None:
        """One customer after the other."""
        while self.town.updates < self.plan.updates:
            number = next(numbers)
            buyer = Buyer(self.town, number, Random(f"{self.plan.seed}/{number}"))
            await buyer.has_a_matter()
            if buyer.number:
                await look_after(buyer, buyer.number)

    async def _reap(self) -> None:
        """Kills and stops, spread over the updates; each at an instant that nobody can foresee."""
        random = Random(self.plan.seed)
        ends = [self._kill] * self.plan.kills + [self._stop] * self.plan.stops + [self._hang] * self.plan.hangs
        random.shuffle(ends)
        for after in sorted(random.uniform(0, self.plan.updates) for _ in ends):
            await self.town.until(lambda: self.town.updates >= after, "people write no more")  # noqa: B023 - awaited here
            await ends.pop()(random.choice(self.machines), random)

    async def _kill(self, machine: Machine, random: Random) -> None:
        await machine.begins()
        if random.random() < 0.5:
            await asyncio.sleep(random.uniform(0, LONGEST_WAIT))
        else:
            await self._call(machine, random)
        machine.kill()
        await machine.dies()

    async def _call(self, machine: Machine, random: Random) -> None:
        """Kill the desk at a future call."""
        number, before = random.randint(1, MOST_CALLS), random.random() < 0.5
        with suppress(TimeoutError):
            async with asyncio.timeout(NO_CALLS):
                await self.sandbox.at_call(number, before, machine.kill)

    async def _stop(self, machine: Machine, _random: Random) -> None:
        await machine.stop()

    async def _hang(self, _machine: Machine, _random: Random) -> None:
        """The leader stands still, goes on, and finds another one leading."""
        while self.database.ask(REPLICAS) < [(len(self.machines),)]:  # noqa: ASYNC110 - the same as below
            await asyncio.sleep(LOOK_SECONDS)
        before, began = await self._leader(), time.monotonic()
        machine = next(one for one in self.machines if before.endswith(f":{one.process.pid}"))
        hanging = asyncio.create_task(machine.hang(self.plan.hang_seconds))
        try:
            async with asyncio.timeout(self.plan.hang_seconds):
                while await self._leader() == before:  # noqa: ASYNC110 - a database tells nobody that it has changed
                    await asyncio.sleep(LOOK_SECONDS)
            self.led_after.append(time.monotonic() - began)
        finally:
            await hanging

    async def _leader(self) -> str:
        """The name of the replica that leads, once there is one."""
        while not (found := await asyncio.to_thread(self.database.ask, LEADER)):  # noqa: ASYNC110 - the same
            await asyncio.sleep(LOOK_SECONDS)
        return str(found[0][0])

    def how_it_is(self) -> str:
        """Diagnostics for a wait that timed out."""
        log = "\n".join(machine.process.log[-LOG_SHOWN:] for machine in self.machines)
        calls = [
            f"{one.at:%H:%M:%S.%f} {one.method} {one.params} {one.status}" for one in self.sandbox.calls[-CALLS_SHOWN:]
        ]
        return "\n".join([*undone(self.database), f"{self.sandbox.pending} updates pending", log, *calls])

    def _is_quiet(self) -> bool:
        return not self.sandbox.pending and self.database.ask(WAITING) == self.database.ask(GATHERED) == [(0,)]


async def tried(combination: Combination, plan: Plan, folder: Path, url: str) -> Outcome:
    """`url` is that of an empty database. Raises when a wait times out or a process fails."""
    began = time.monotonic()
    keep_a_ledger(url)
    sandbox = DeadlySandbox()
    town = Town(sandbox)
    async with a_site(combination, folder, url, sandbox) as machines:
        with a_peephole(url) as database:
            trial = Trial(plan, town, sandbox, machines, database)
            await machines[0].is_up.wait()
            try:
                await trial.run()
            except BaseException as failure:
                failure.add_note(trial.how_it_is())
                raise
            kills = [kill for machine in machines for kill in machine.kills]
            evidence = gather(sandbox, database, entries(url), town.record, kills)
    return Outcome(
        combination,
        judge(evidence),
        evidence,
        updates=town.updates,
        kills=len(kills),
        ready_after=[seconds for machine in machines for seconds in machine.ready_after],
        stopped_after=[seconds for machine in machines for seconds in machine.stopped_after],
        led_after=trial.led_after,
        seconds=time.monotonic() - began,
    )
