"""`nightdesk run --config …` as a process of its own, which a test can kill.

Processes are forked from one that has imported everything already, so that each is up in a fraction of a second.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from bot.cli import main

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["pytest", "tests.faults.desk_process", "tests.faults.warm"])

LONGEST_LIFE = 900.0  # real seconds
Run = Callable[[str], int]


def as_command(config: str) -> int:
    """`nightdesk run`; the exit status."""
    return main(["run", "--config", config])


@dataclass
class DeskProcess:
    """The desk of one config file; it may be started again and again. Its log is beside the config.

    `run` is what the process does with the config file, and gives the exit status.
    """

    config: Path
    run: Run = as_command
    _process: BaseProcess | None = None

    @property
    def log(self) -> str:
        return self._log_file.read_text()

    def start(self, deadly_commit: int | None = None) -> None:
        """Start; it kills itself right after the writing transaction of that number."""
        arguments = (self.run, str(self.config), str(self._log_file), deadly_commit)
        self._process = _FORKING.Process(target=_run, args=arguments, daemon=True)
        self._process.start()

    def kill(self) -> bool:
        """SIGKILL: it can't do anything about it. Whether there was something to kill."""
        return self._signal(signal.SIGKILL)

    def ask_to_stop(self) -> None:
        """SIGTERM, as a service manager does."""
        self._signal(signal.SIGTERM)

    def suspend(self) -> None:
        """SIGSTOP: it stands still, with all its connections open, until `resume`."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    @property
    def pid(self) -> int:
        assert self._process is not None
        assert self._process.pid is not None
        return self._process.pid

    async def ended(self) -> int:
        """Wait for the end and give the exit status; minus the signal's number when that ended it."""
        assert self._process is not None
        await asyncio.to_thread(self._process.join, LONGEST_LIFE)
        assert self._process.exitcode is not None, self.log
        return self._process.exitcode

    def _signal(self, number: signal.Signals) -> bool:
        if not self.is_alive:
            return False
        os.kill(self.pid, number)
        return True

    @property
    def _log_file(self) -> Path:
        return self.config.with_suffix(".log")


def _run(run: Run, config: str, log: str, deadly_commit: int | None) -> None:
    with Path(log).open("a") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    if deadly_commit is not None:
        _Suicide(deadly_commit).listen()
    sys.exit(run(config))


class _Suicide:
    """Kills its own process right after the transaction with that number, counting those that changed something.

    To claim rows of the outbox does not count: right after that they are sent, and the sandbox can kill there.
    """

    def __init__(self, number: int) -> None:
        self._left = number
        self._has_changed = False

    def listen(self) -> None:
        event.listen(Engine, "before_cursor_execute", self._on_statement)
        event.listen(Session, "after_commit", self._after_commit)

    def _on_statement(self, _connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        changes = statement.startswith(("INSERT", "UPDATE", "DELETE"))
        self._has_changed |= changes and not statement.startswith("UPDATE outbox SET claimed_at")

    def _after_commit(self, _session: Session) -> None:
        self._left -= self._has_changed
        self._has_changed = False
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
