"""How fast the desk is, beside a bare echo bot that keeps nothing.

    python -m bench.desk [--rounds 3] [--updates 800]

Each bot in turn, round after round, against a Bot API server on this machine that does next to nothing; medians of the
rounds. The echo bot is python-telegram-bot's default Application, with `concurrent_updates` off (its default) and on.
The desk has an FAQ of 500 entries and a SQLite file below the current folder, with all its usual settings but
Telegram's limits; every question is one that it answers, and is on disk when it has.
"""

import argparse
import asyncio
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.desk.bot_api import BotApi, serving
from bench.desk.measuring import Bot, paced, pressed, started, warm
from bench.desk.premises import furnish, questions
from bench.desk.table import Round, table

A_SECOND = 20.0
PACED = 300  # questions of one round at that pace
DISTANCE, FAR = 0.05, 200  # seconds to Telegram and back, and questions of one round over that distance
LEFT_BEHIND = "SELECT (SELECT count(*) FROM question), (SELECT count(*) FROM inbox WHERE handled_at IS NULL)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--updates", type=int, default=800, help="questions of one round at full speed")
    given = parser.parse_args()
    with TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        print(asyncio.run(compared(Path(folder), given.rounds, given.updates)))


async def compared(folder: Path, rounds: int, updates: int) -> str:
    """The table; and what the desk has kept, in a line below."""
    api = BotApi()
    async with serving(api) as address:
        bots = _bots(folder, address)
        for name in bots:
            await started(bots[name], api)  # the first start of all makes a database and fills the disk's cache
        played = [{name: await _round(bot, api, updates) for name, bot in bots.items()} for _ in range(rounds)]
    return f"{table(played)}\n\n{_kept(folder)}"


async def _round(bot: Bot, api: BotApi, updates: int) -> Round:
    start = await started(bot, api)
    async with warm(bot, api) as process:
        near = await pressed(bot, api, process, updates)
        with api.far_away(DISTANCE):
            far = await pressed(bot, api, process, FAR)
        return Round(start, near, far, await paced(bot, api, PACED, A_SECOND))


def _bots(folder: Path, address: str) -> Mapping[str, Bot]:
    asked, log = questions(), folder / "log"
    desk = ("bench.desk.night_desk", str(furnish(folder, address)), "--unlimited")
    return {
        "echo bot": Bot(("bench.desk.echo", address), asked, log),
        "echo bot, concurrent": Bot(("bench.desk.echo", address, "--concurrent"), asked, log),
        "Nightdesk": Bot(desk, asked, log),
        "without `[semantic]`": Bot((*desk, "--no-semantic"), asked, log),
    }


def _kept(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "nightdesk.db")) as database:
        [(answered, waiting)] = database.execute(LEFT_BEHIND).fetchall()
    return f"The desk's database has {answered} questions, each with its answer; {waiting} updates wait."


if __name__ == "__main__":
    main()
