"""Before a release that changed the schema: `python -m tests.released.make` writes its dump beside this file.

It is what a desk leaves behind after a night and a morning, with rows in every table. Later versions must be able to
take it over, so a dump that was released is never made again.
"""

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.sandbox import photo
from storage.migrate import newest_revision
from tests.dialogs.night import a_night

HERE = Path(__file__).parent


async def a_night_and_a_morning(folder: Path) -> Path:
    """A question that is answered, a ticket, a closure, a digest, a reply; the database of all that."""
    async with a_night(folder) as night:
        night.maria.writes("сколько стоит доставка")
        await night.pause()
        night.maria.writes("Позовите оператора")
        await night.pause()
        night.maria.sends(photo("вот так"))
        await night.at("2026-11-21 10:00")
        night.anna.writes("/away до 12:00 учения")
        await night.anna_takes()
        night.anna.writes("Уже едет", topic="№1")
        await night.later(minutes=1)
        night.maria.writes("спасибо, а когда?")
        await night.settled()
        return folder / "night.db"


def dump(database: Path) -> str:
    with closing(sqlite3.connect(database)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def main() -> None:
    target = HERE / f"{newest_revision()}.sql"
    if target.exists():
        raise SystemExit(f"{target} was released already")
    with tempfile.TemporaryDirectory() as folder:
        database = asyncio.run(a_night_and_a_morning(Path(folder)))
        target.write_text(dump(database), encoding="utf-8")
    print(target)


if __name__ == "__main__":
    main()
