"""The whole storm: python -m tests.fuzz [--updates 20000] [--seed 1]; the suite has a short one.

Where BOT_API_SPEC names the folder with the Bot API's specification, half of the updates are made from it.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance import specified_types
from tests.faults.life import MEMORY
from tests.fuzz.desk_process import a_fuzzed_desk
from tests.fuzz.storm import Weather, is_served, set_aside, storm

MOST_GROWTH = 60  # MB, between the first quarter of the storm and its end


async def weathered(updates: int, seed: int) -> list[str]:
    """Print how it went; returns what went wrong."""
    started = time.monotonic()
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        async with a_fuzzed_desk(Path(folder)) as desk:
            weather = await storm(desk, updates, seed, specified_types())
            await is_served(desk)
            print(f"{len(weather.posted)} updates, seed {seed}, in {time.monotonic() - started:.0f} s")
            print("set aside:", ", ".join(f"{count} × {name}" for name, count in set_aside(desk).most_common()))
    print("memory after each batch, MB:", *(round(one) for one in weather.megabytes))
    return [*weather.losses, *_growth(weather)]


def _growth(weather: Weather) -> list[str]:
    """A desk that has worked for a while takes no more memory."""
    early, late = weather.megabytes[len(weather.megabytes) // 4], weather.megabytes[-1]
    return [f"memory grew from {early:.0f} to {late:.0f} MB"] if late - early > MOST_GROWTH else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    wrong = asyncio.run(weathered(arguments.updates, arguments.seed))
    print("\n".join(wrong) or "None stopped the desk, none was lost, and the next customer was answered.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
