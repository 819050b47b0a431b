"""Does the desk slow down over the years? One with a million tickets beside an empty one, in the same run.

python -m bench.scale [--tickets 1000000] [--file /var/tmp/nightdesk-years.db] [--rounds 40]

The file is created when it is missing, which takes some minutes and 4 GB. Measurements run on a copy of it.
"""

import argparse
import asyncio
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.counted_desk import SAMPLE, TIMEOUT_SECONDS, Desk, a_desk
from bench.looks import LOOKS
from bench.years import Size, fill
from bot.sandbox import Customer
from storage import Database, migrate
from storage.backup import back_up

WARM_UP = 3  # rounds
READS = 5  # repetitions of each read; the median counts
CONFIG = """
[company]
name = "Северный дом"
[telegram]
token = "1:TEST"
[staff]
chat_id = {chat}
[hours]
week = "Mo-Su 00:00-24:00"
[faq]
path = "{faq}"
[storage]
url = "sqlite:///{database}"
"""


async def ask(desk: Desk) -> None:
    """A new customer asks a question that the FAQ answers."""
    customer = desk.sandbox.customer("Вера")
    customer.writes("Сколько стоит доставка?")
    await desk.until_sees(customer, "300")


async def open_ticket(desk: Desk) -> None:
    customer = desk.sandbox.customer("Вера")
    customer.writes("Позовите оператора")
    await desk.until_sees(customer, "№")


async def add_to_ticket(desk: Desk) -> None:
    """The customer whose ticket was opened last sends another message."""
    people = [one for one in desk.sandbox.world.people.values() if one.role == "customer"]
    shown = len(desk.sandbox.staff_group.messages())
    Customer(desk.sandbox.world, people[-1].id).writes("Он синий")
    await desk.sandbox.until(lambda: len(desk.sandbox.staff_group.messages()) > shown, TIMEOUT_SECONDS)


WRITES: Mapping[str, Callable[[Desk], Awaitable[None]]] = {
    "a new question, answered": ask,
    "a new ticket": open_ticket,
    "a message to an open ticket": add_to_ticket,
}


async def writes(desks: Mapping[str, Desk], rounds: int) -> None:
    """Alternate between the desks, so that other work on the machine hits both."""
    for _ in range(rounds):
        for name, act in WRITES.items():
            for desk in desks.values():
                await desk.time(name, act)


async def looks(desk: Desk) -> dict[str, float]:
    """The median milliseconds of each read."""
    took = {}
    for name, look in LOOKS.items():
        times = []
        for _ in range(READS):
            started = time.perf_counter()
            await desk.parts.transactions.run(look)
            times.append((time.perf_counter() - started) * 1000)
        took[name] = statistics.median(times)
    return took


def commands(config: Path) -> dict[str, tuple[float, float]]:
    """Milliseconds and peak memory in MB of each command, run as a process."""
    asked: Sequence[Sequence[str]] = (["hours"], ["tickets", "list"], ["tickets", "list", "--state", "new,open"])
    return {" ".join(one): _command([*one, "--config", str(config)]) for one in asked}


def _command(arguments: Sequence[str]) -> tuple[float, float]:
    code = "import sys; from bot.cli import main; main(sys.argv[1:]); print(open('/proc/self/status').read())"
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    most = next(line for line in done.stdout.splitlines() if line.startswith("VmHWM:"))
    return (time.perf_counter() - started) * 1000, int(most.split()[1]) / 1024


async def compare(folder: Path, years: Path, rounds: int) -> None:
    paths = {"empty": folder / "empty.db", "years": folder / "years.db"}
    shutil.copyfile(years, paths["years"])
    async with AsyncExitStack() as stack:
        desks = {name: await _started(stack, name, path) for name, path in paths.items()}
        await writes(desks, WARM_UP)
        for desk in desks.values():
            desk.took.clear()
        await writes(desks, rounds)
        _print_writes(desks)
        _print_looks({name: await looks(desk) for name, desk in desks.items()})
    for name, path in paths.items():
        _print_commands(name, path, folder / f"{name}.toml")
    _print_backup(paths["years"], folder / "backup.db")


async def _started(stack: AsyncExitStack, name: str, path: Path) -> Desk:
    """Start twice: the first start migrates and is not measured."""
    async with a_desk(path):
        pass
    started = time.perf_counter()
    desk = await stack.enter_async_context(a_desk(path))
    print(f"{name}: up after {time.perf_counter() - started:.2f} s")
    return desk


def _print_looks(found: Mapping[str, Mapping[str, float]]) -> None:
    for name in LOOKS:
        print(f"{name:60s} {found['empty'][name]:8.1f} {found['years'][name]:8.1f} ms")


def _print_commands(name: str, database: Path, config: Path) -> None:
    config.write_text(CONFIG.format(chat=-1, faq=SAMPLE, database=database))
    for command, (took, memory) in commands(config).items():
        print(f"{name}: nightdesk {command:40s} {took:8.0f} ms {memory:6.0f} MB")


def _print_backup(database: Path, copy: Path) -> None:
    started = time.perf_counter()
    back_up(database, copy)
    print(f"backup {time.perf_counter() - started:.0f} s, {database.stat().st_size / 2**30:.1f} GB")


def _print_writes(desks: Mapping[str, Desk]) -> None:
    print(f"{'median, ms (of it in the database)':44s} {'empty':>16s} {'years':>16s}  ratio")
    for name in WRITES:
        columns = [zip(*desk.took[name], strict=True) for desk in desks.values()]
        medians = [[statistics.median(column) * 1000 for column in times] for times in columns]
        shown = "  ".join(f"{whole:7.1f} ({inside:5.1f})" for whole, inside in medians)
        ratios = " ".join(f"{full / empty:5.2f}" for empty, full in zip(*medians, strict=True))
        print(f"{name:44s} {shown}  {ratios}")


def _made(path: Path, size: Size) -> Path:
    """Return the filled file; create it if it is missing."""
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        database = Database(f"sqlite:///{part}")
        migrate(database)
        database.close()
        started = time.perf_counter()
        fill(part, size)
        print(f"filled in {time.perf_counter() - started:.0f} s")
        part.rename(path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path, default=Path("/var/tmp/nightdesk-years.db"))
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    years = _made(arguments.file, Size(arguments.tickets))
    with TemporaryDirectory(dir=years.parent) as folder:
        asyncio.run(compare(Path(folder), years, arguments.rounds))


if __name__ == "__main__":
    main()
