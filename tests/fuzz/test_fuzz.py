"""After any updates the desk keeps running, loses none, and answers the next customer."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conformance import specified_types
from tests.faults.life import MEMORY
from tests.fuzz.desk_process import a_fuzzed_desk
from tests.fuzz.storm import is_served, storm

UPDATES = 150
SEED = 1


async def test_no_update_stops_the_desk_or_is_lost() -> None:
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        async with a_fuzzed_desk(Path(folder)) as desk:
            weather = await storm(desk, UPDATES, SEED, specified_types())
            assert weather.losses == []
            await is_served(desk)
