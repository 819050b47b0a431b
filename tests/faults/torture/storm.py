"""A storm in the night: two thousand customers write within a minute, and Telegram's limits are enforced.

The desk is `nightdesk run` as installed, against the sandbox with its flood limits: 30 messages a second to all, 20 a
minute to the group, topics included.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox import Call, Customer, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.limits import GROUP_A_MINUTE
from bot.sandbox.params import Given
from tests.faults.desk_process import DeskProcess, Run
from tests.faults.life import write_config
from tests.faults.torture.serving import as_installed
from tests.faults.torture.site import FAQ

TOLD_WITHIN = 90.0  # seconds after the last message until everybody has heard
ANSWERED_WITHIN = 15.0  # seconds until a sure question of the FAQ is answered
LEAST_SHARE = 0.85  # of the group's slots
PATIENCE = 120.0  # seconds after the last message for which is waited at most
STARTED_WITHIN = 60.0
SURE_QUESTION, SURE_ANSWER, ACCEPTED = "почём доставка", "300 ₽", "принята"
ASK_EVERY = 4.0  # seconds between two sure questions
LOOK_SECONDS = 0.2


@dataclass(frozen=True)
class Storm:
    """So many customers write, spread evenly over so many seconds."""

    customers: int = 2_000
    seconds: float = 60.0


@dataclass
class Weather:
    """What came of a storm. Times are in seconds; `told_after` counts from the last message, for who heard last."""

    customers: int
    told: int
    told_after: float
    answers: Sequence[float]
    group_share: float
    refused: int  # calls that Telegram answered with 429
    problems: Sequence[str] = field(default_factory=list)


class StormSandbox(Sandbox):
    """Notes when each chat first heard of the bot, and when the group was written to."""

    def __init__(self) -> None:
        super().__init__(limits=True)
        self.heard: dict[int, float] = {}
        self.for_group: list[float] = []
        self.refused = 0
        self.polled = asyncio.Event()

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        if method == "getUpdates":
            self.polled.set()
        call = await super().carry_out(method, given, fault)
        self.refused += call.status == 429
        if call.ok and call.method in ("sendMessage", "createForumTopic"):
            chat_id = int(str(given["chat_id"]))
            if chat_id < 0:
                self.for_group.append(time.monotonic())
            else:
                self.heard.setdefault(chat_id, time.monotonic())
        return call


async def stormed(storm: Storm, folder: Path, url: str, run: Run = as_installed) -> Weather:
    """Run the desk through the storm. `url` is that of an empty database."""
    sandbox = StormSandbox()
    async with sandbox.serve() as address:
        desk = DeskProcess(_config(sandbox, address, folder, url), run)
        desk.start()
        try:
            async with asyncio.timeout(STARTED_WITHIN):
                await sandbox.polled.wait()
            return await _blown_over(storm, sandbox)
        finally:
            desk.kill()
            await desk.ended()


async def _blown_over(storm: Storm, sandbox: StormSandbox) -> Weather:
    crowd = [sandbox.customer(f"Покупатель {number}") for number in range(storm.customers)]
    began = time.monotonic()
    async with asyncio.TaskGroup() as everybody:
        asking = everybody.create_task(_ask_now_and_then(sandbox, began + storm.seconds))
        everybody.create_task(_write(crowd, storm.seconds))
    ended, asked = time.monotonic(), asking.result()
    waited_for = {one.id for one in crowd} | {one.id for one, _ in asked}
    while not waited_for <= sandbox.heard.keys() and time.monotonic() < ended + PATIENCE:  # noqa: ASYNC110
        await asyncio.sleep(LOOK_SECONDS)
    minutes = max(int((time.monotonic() - began) // 60), 1)
    await asyncio.sleep(max(began + 60 * minutes - time.monotonic(), 0.0))
    return _weather(crowd, asked, sandbox, ended, _share(sandbox.for_group, minutes))


async def _write(crowd: Sequence[Customer], seconds: float) -> None:
    began = time.monotonic()
    for number, customer in enumerate(crowd):
        await asyncio.sleep(max(began + number * seconds / len(crowd) - time.monotonic(), 0.0))
        customer.writes(f"Позовите оператора, накладная {10_000 + number}")


async def _ask_now_and_then(sandbox: Sandbox, until: float) -> list[tuple[Customer, float]]:
    """New customers with a sure question, and when each asked."""
    asked = list[tuple[Customer, float]]()
    while time.monotonic() < until:
        customer = sandbox.customer(f"Спрашивающий {len(asked)}")
        customer.writes(SURE_QUESTION)
        asked.append((customer, time.monotonic()))
        await asyncio.sleep(ASK_EVERY)
    return asked


def _weather(
    crowd: Sequence[Customer],
    asked: Sequence[tuple[Customer, float]],
    sandbox: StormSandbox,
    ended: float,
    share: float,
) -> Weather:
    heard = sandbox.heard
    told = [one for one in crowd if any(ACCEPTED in seen.text for seen in one.sees)]
    answers = [heard[one.id] - at for one, at in asked if any(SURE_ANSWER in seen.text for seen in one.sees)]
    told_after = max((heard[one.id] - ended for one in told), default=PATIENCE)
    weather = Weather(len(crowd), len(told), told_after, answers, share, sandbox.refused)
    weather.problems = [
        *([f"{len(crowd) - len(told)} customers were not told"] if len(told) < len(crowd) else []),
        *([f"told {told_after:.0f} s after the last message"] if told_after > TOLD_WITHIN else []),
        *([f"{len(asked) - len(answers)} sure questions were not answered"] if len(answers) < len(asked) else []),
        *([f"a sure answer took {max(answers):.1f} s"] if answers and max(answers) > ANSWERED_WITHIN else []),
        *([f"{share:.0%} of the group's slots were used"] if share < LEAST_SHARE else []),
    ]
    return weather


def _share(times: Sequence[float], minutes: int) -> float:
    """The share of the group's slots that were used in the first whole minutes since the first of them was."""
    used = [at for at in times if at < times[0] + 60 * minutes] if times else []
    return len(used) / (GROUP_A_MINUTE * minutes)


def _config(sandbox: Sandbox, address: str, folder: Path, url: str) -> Path:
    """The desk is closed now, and for some hours."""
    hour = (datetime.now(UTC) + timedelta(hours=6)).hour
    return write_config(folder, sandbox, address, url, faq=FAQ, week=f"Mo-Su {hour:02}:00-{hour:02}:59")
