"""Thirty kills at random instants, while customers write and colleagues reply: nothing is lost.

`make torture` does the same with three hundred. TORTURE_SEED in the environment has people do once more what they did.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

import pytest

from tests.faults.life import MEMORY
from tests.faults.torture.site import COMBINATIONS, Combination
from tests.faults.torture.trial import Outcome, Plan, tried
from tests.postgres import Server

KILLS = 6  # in each combination
STOP_SECONDS = 10.0  # two are promised; the machine is busy with five desks


@pytest.fixture
def folder() -> Iterator[Path]:
    """In memory, where that can be had: a process that is killed loses nothing by it, the test gains much."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


async def test_kills_at_random_instants(folder: Path, postgres_server: Server, postgres_template: str) -> None:
    """In all combinations at once, since each waits most of the time."""
    seed = int(os.environ.get("TORTURE_SEED") or randrange(10**6))
    plan = Plan(seed, updates=40, kills=KILLS, stops=1, at_once=6)

    async def try_one(stack: ExitStack, combination: Combination) -> Outcome:
        home = folder / str(COMBINATIONS.index(combination))
        home.mkdir()
        url = f"sqlite:///{home / 'desk.db'}"
        if combination.database == "PostgreSQL":
            url = stack.enter_context(postgres_server.database(postgres_template))
        return await tried(combination, plan, home, url)

    print(f"TORTURE_SEED={seed}")
    with ExitStack() as stack:
        async with asyncio.TaskGroup() as trials:
            tasks = [trials.create_task(try_one(stack, combination)) for combination in COMBINATIONS]
        outcomes = [task.result() for task in tasks]
    assert {outcome.combination.name: outcome.verdict.problems for outcome in outcomes} == {
        combination.name: [] for combination in COMBINATIONS
    }
    assert [outcome.kills for outcome in outcomes] == [KILLS] * len(COMBINATIONS)
    assert max(seconds for outcome in outcomes for seconds in outcome.stopped_after) < STOP_SECONDS
