"""A command in a process of its own that kills itself at one of the lines of code it executes."""

import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from bot.cli import main
from tests.faults.desk_process import DeskProcess

STORAGE = str(Path(__file__).parents[2] / "storage")


@dataclass(frozen=True)
class DyingCommand:
    """`nightdesk WORDS… --config CONFIG`, killed when it comes to a new line for the `deadly`th time; None: never.

    Only lines of the package `storage` count, migrations included, and each of them once, so that many rows don't make
    many lines.
    """

    words: tuple[str, ...]
    deadly: int | None = None

    def __call__(self, config: str) -> int:
        if self.deadly is not None:
            sys.settrace(_Death(self.deadly).on_call)
        return main([*self.words, "--config", config])


class _Death:
    def __init__(self, deadly: int) -> None:
        self._deadly = deadly
        self._seen: set[tuple[str, int]] = set()

    def on_call(self, frame: FrameType, _event: str, _argument: object) -> Any:
        return self._on_line if frame.f_code.co_filename.startswith(STORAGE) else None

    def _on_line(self, frame: FrameType, event: str, _argument: object) -> Any:
        if event == "line":
            self._seen.add((frame.f_code.co_filename, frame.f_lineno))
            if len(self._seen) >= self._deadly:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._on_line


async def is_killed(config: Path, command: DyingCommand) -> bool:
    """Run the command; whether it was killed. Fails when it ended otherwise and without success."""
    process = DeskProcess(config, command)
    process.start()
    status = await process.ended()
    assert status in (0, -signal.SIGKILL), process.log
    return status != 0
