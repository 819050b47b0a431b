"""`make torture`: ten thousand updates and three hundred kills, leaders that hang, then a storm; prints the results.

The exit status is 1 when anything was lost, doubled, overtaken or said twice without a kill to blame, or when people
waited for too long in the storm.
"""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import randrange
from tempfile import TemporaryDirectory

from tests.faults.life import MEMORY
from tests.faults.torture.site import AS_INSTALLED, COMBINATIONS, HANGING, Combination
from tests.faults.torture.storm import Storm, Weather, stormed
from tests.faults.torture.table import storm_table, table
from tests.faults.torture.trial import Outcome, Plan, tried
from tests.postgres import Server, a_server

OF_THE_COMMAND = 0.02  # of the updates: it minds Telegram's limits and starts cold, so it takes its time
KILLS_OF_THE_COMMAND = 0.07
KILLS_A_STOP = 8
HANGS = 2
HANG_SECONDS = 25.0  # ten more than a leader may be silent
STORMS = (AS_INSTALLED,)


def main() -> int:
    asked = _arguments()
    print(f"seed {asked.seed}", file=sys.stderr)
    outcomes = []
    with a_server() as server, server.template() as template:
        for combination, plan in _plans(asked):
            outcomes.append(_tried(combination, plan, server, template))
            _tell(outcomes[-1])
        weathers = {one.name: _stormed(one, asked.storm, server, template) for one in STORMS if asked.storm}
    print(table(outcomes) if outcomes else "")
    print(storm_table(weathers))
    problems = [outcome.verdict.problems for outcome in outcomes] + [one.problems for one in weathers.values()]
    return int(any(problems))


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.faults.torture", description=__doc__)
    parser.add_argument("--updates", type=int, default=10_000, help="in all; default: %(default)s")
    parser.add_argument("--kills", type=int, default=300, help="in all; default: %(default)s")
    parser.add_argument("--storm", type=int, default=2_000, help="customers of a minute's storm; default: %(default)s")
    parser.add_argument("--seed", type=int, default=randrange(10**6), help="people do the same with the same seed")
    return parser.parse_args()


def _plans(asked: Namespace) -> Iterator[tuple[Combination, Plan]]:
    if not asked.updates:
        return
    updates, kills = round(asked.updates * OF_THE_COMMAND), round(asked.kills * KILLS_OF_THE_COMMAND)
    each_updates, each_kills = -(-(asked.updates - updates) // 5), -(-(asked.kills - kills) // 5)
    for number, combination in enumerate(COMBINATIONS):
        stops = max(each_kills // KILLS_A_STOP, 1)
        yield combination, Plan(asked.seed + number, each_updates, each_kills, stops, at_once=32)
    for number, combination in enumerate(HANGING):
        plan = Plan(asked.seed + number, each_updates // 2, 0, 1, at_once=32, hangs=HANGS, hang_seconds=HANG_SECONDS)
        yield combination, plan
    yield AS_INSTALLED, Plan(asked.seed, updates, kills, max(kills // KILLS_A_STOP, 1), at_once=3)


def _tried(combination: Combination, plan: Plan, server: Server, template: str) -> Outcome:
    with _database(combination, server, template) as (folder, url):
        return asyncio.run(tried(combination, plan, folder, url))


def _stormed(combination: Combination, customers: int, server: Server, template: str) -> Weather:
    with _database(combination, server, template) as (folder, url):
        weather = asyncio.run(stormed(Storm(customers), folder, url))
    print("\n  ".join([f"storm, {combination.name}", *weather.problems]), file=sys.stderr, flush=True)
    return weather


@contextmanager
def _database(combination: Combination, server: Server, template: str) -> Iterator[tuple[Path, str]]:
    """A folder for its files, and the address of an empty database."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name)
        if combination.database == "SQLite":
            yield folder, f"sqlite:///{folder / 'desk.db'}"
        else:
            with server.database(template) as url:
                yield folder, url


def _tell(outcome: Outcome) -> None:
    problems: Sequence[str] = outcome.verdict.problems
    said = [f"{outcome.combination.name}: {outcome.kills} kills, {len(problems)} problems", *problems[:50]]
    print("\n  ".join(said), file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
