"""The leader of two replicas stands still under load, and goes on later: another one leads meanwhile, nothing is lost.

`make torture` does the same for as long as leases last in reality.
"""

import asyncio
import os
from contextlib import ExitStack
from pathlib import Path
from random import randrange

import pytest

from tests.faults.torture.serving import with_short_leases
from tests.faults.torture.site import Combination
from tests.faults.torture.trial import Outcome, Plan, tried
from tests.postgres import Server

HANG_SECONDS = 9.0  # a lease lasts three here
HANGING = [
    Combination(mode, "PostgreSQL", machines=2, run=with_short_leases, what="the leader hangs")
    for mode in ("polling", "webhook")
]


@pytest.mark.slow
async def test_a_leader_that_hangs_and_comes_back(
    tmp_path: Path, postgres_server: Server, postgres_template: str
) -> None:
    seed = int(os.environ.get("TORTURE_SEED") or randrange(10**6))
    plan = Plan(seed, updates=20, kills=0, stops=1, at_once=5, hangs=1, hang_seconds=HANG_SECONDS)

    async def try_one(stack: ExitStack, combination: Combination) -> Outcome:
        home = tmp_path / combination.mode
        home.mkdir()
        url = stack.enter_context(postgres_server.database(postgres_template))
        return await tried(combination, plan, home, url)

    print(f"TORTURE_SEED={seed}")
    with ExitStack() as stack:
        async with asyncio.TaskGroup() as trials:
            tasks = [trials.create_task(try_one(stack, combination)) for combination in HANGING]
        outcomes = [task.result() for task in tasks]
    assert {outcome.combination.mode: outcome.verdict.problems for outcome in outcomes} == {
        "polling": [],
        "webhook": [],
    }
    assert [len(outcome.led_after) for outcome in outcomes] == [1, 1]
    assert max(seconds for outcome in outcomes for seconds in outcome.led_after) < HANG_SECONDS
