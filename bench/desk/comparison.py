"""One run: which bots are started for which rows, in which order."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from bench.desk import rows
from bench.desk.bots import Bot, running, some
from bench.desk.control import Server, StalledError
from bench.desk.installed_size import installed_size
from bench.desk.premises import Premises, furnish, questions, reworded
from bench.desk.processor import processor_time
from bench.desk.rows import Sample, Scene, Sizes
from bench.desk.table import ECHO, ENCODER, PLAIN

ROWS = ("calm", "pressed", "unseen", "far", "handoff", "handoff-p99", "burst", "reply", "start", "size", "large")
QUESTIONS = frozenset({"calm", "pressed", "unseen", "far"})
# What is measured of the echo bot to compare a row with that it has not itself.
BASELINES = {
    "unseen": "pressed",
    "handoff": "pressed",
    "reply": "pressed",
    "handoff-p99": "calm",
}  # rows of the echo bot
CEILING_SECONDS = 2.0
LARGE = 2_000, 10  # entries, phrasings of each


Measure = Callable[[Scene], AsyncIterator[Sample]]


@dataclass
class Comparison:
    """`encoder` says whether the desk with the encoder is measured, too."""

    folder: Path
    server: Server
    rows: frozenset[str]
    sizes: Sizes
    backlogs: Sequence[int]
    encoder: bool
    _unseen: dict[str, Sequence[str]] = field(default_factory=dict)  # by bot

    async def ceiling(self) -> str:
        """What the server takes when nobody else needs it, as a sentence."""
        port = self.server.address.rpartition(":")[2]
        before = processor_time(self.server.pid)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bench.desk.ceiling", port, str(CEILING_SECONDS), stdout=asyncio.subprocess.PIPE
        )
        calls_a_second = float((await process.communicate())[0])
        a_call = (processor_time(self.server.pid) - before) / (calls_a_second * CEILING_SECONDS)
        return f"the server alone takes {calls_a_second:.0f} calls a second, {1 / a_call:.0f} with a core of its own"

    async def run(self, rounds: int) -> list[Sample]:
        samples = await self._once()
        for number in range(rounds):
            async for sample in self._round():
                print(
                    f"round {number + 1}: {sample.row}, {sample.bot}: {sample.figures} {sample.note}", file=sys.stderr
                )
                samples.append(sample)
        return samples

    async def _once(self) -> list[Sample]:
        """What needs no repetition; and the first starts, which make the databases and prepare the FAQ."""
        if self.rows - {"size", "large"}:
            for name, premises in self._desks.items():
                async with running(self._desk(name, premises), self.server, some(self._known, 1)) as bot:
                    await self.server.until("replied", 1, self.sizes.prefill)
                    await bot.quiet()
                if "unseen" in self.rows:
                    scene = self._scene(self._desk(name, premises))
                    candidates = reworded(self._known, self.sizes.pressed * 2)
                    self._unseen[name] = (await rows.answered_at_once(scene, candidates))[: self.sizes.pressed]
                    premises.empty_database()  # of choices that would run out while idling is measured
        if "size" not in self.rows:
            return []
        return [
            Sample("size", PLAIN, 0, {"size": installed_size()}),
            Sample("size", ENCODER, 0, {"size": installed_size(("semantic",))}),
        ]

    async def _round(self) -> AsyncIterator[Sample]:
        for samples in self._scenes():
            try:
                async for sample in samples:
                    yield sample
            except StalledError as error:
                print(f"gave up: {error}", file=sys.stderr)

    def _scenes(self) -> Sequence[AsyncIterator[Sample]]:
        """All bots for what all can do, the desk without encoder for the rest."""
        echo = self._scene(self._echo())
        everybody = [echo, *(self._scene(self._desk(name, one)) for name, one in self._desks.items())]
        scenes = [rows.questions(scene) for scene in everybody if scene.rows & QUESTIONS]
        if "start" in self.rows:
            scenes += [rows.start(scene) for scene in everybody]
        for backlog in self.backlogs if "handoff" in self.rows else ():
            scenes.append(self._by_night("group", partial(rows.hand_offs_at_a_backlog, backlog=backlog)))
        if "handoff-p99" in self.rows:
            scenes.append(self._by_night("group", rows.hand_offs_at_a_pace))
        if "reply" in self.rows:
            scenes.append(self._by_night("none", rows.replies))
        if "burst" in self.rows:
            scenes.append(self._by_night("none", rows.burst))
        for name, premises in self._large.items() if "large" in self.rows else ():
            scenes.append(rows.large(self._scene(self._desk(name, premises)), premises))
        return scenes

    async def _by_night(self, limits: str, measure: Measure) -> AsyncIterator[Sample]:
        """The desk without encoder, closed, with an empty database."""
        premises = self._desks[PLAIN]
        premises.empty_database()
        async for sample in measure(self._scene(self._desk(PLAIN, premises, by_night=True, limits=limits))):
            yield sample

    def _scene(self, bot: Bot) -> Scene:
        """The echo bot is also measured for what the other rows are compared with."""
        baselines = {BASELINES[row] for row in self.rows & BASELINES.keys()} if bot.name == ECHO else set()
        wanted = self.rows | baselines
        return Scene(bot, self.server, wanted, self.sizes, self._known, self._unseen.get(bot.name, ()))

    def _echo(self) -> Bot:
        return Bot(ECHO, ("bench.desk.echo", self.server.address), self.folder / "log")

    def _desk(self, name: str, premises: Premises, by_night: bool = False, limits: str = "none") -> Bot:
        config = premises.by_night if by_night else premises.by_day
        encoder = () if name == ENCODER else ("--without-encoder",)
        arguments = ("bench.desk.night_desk", str(config), "--limits", limits, *encoder)
        return Bot(name, arguments, self.folder / "log")

    @cached_property
    def _known(self) -> Sequence[str]:
        return questions()

    @cached_property
    def _desks(self) -> Mapping[str, Premises]:
        return {name: furnish(self.folder / _slug(name), self.server.address) for name in self._names}

    @cached_property
    def _large(self) -> Mapping[str, Premises]:
        address, (entries, phrasings) = self.server.address, LARGE
        return {
            name: furnish(self.folder / f"large-{_slug(name)}", address, entries, phrasings) for name in self._names
        }

    @property
    def _names(self) -> Sequence[str]:
        return (PLAIN, ENCODER) if self.encoder else (PLAIN,)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")
