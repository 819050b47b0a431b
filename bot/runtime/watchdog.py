"""Watches the event loop and the writer thread: a work that keeps all others waiting is told of, with its stack.

The watchdog is a thread of its own. It can't run while another thread holds the interpreter's lock (as a regular
expression does); then it tells afterwards what that was. A process that was suspended as a whole is not stuck.
"""

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

log = logging.getLogger(__name__)

LONGEST_SECONDS = 10.0
CHECK_SECONDS = 1.0
PAUSE_SECONDS = 3.0  # a gap this long between two checks: the process was suspended, or its interpreter was held
AWAKE_SHARE = 0.1  # of the gap: with less processor time the process was suspended, else one thread has run
LOOP, WRITER, INTERPRETER = "event loop", "writer thread", "interpreter"


class Work(Protocol):
    """What a thread (`thread` is its id) does since a moment of the monotonic clock, or did last."""

    @property
    def name(self) -> str: ...
    @property
    def since(self) -> float: ...
    @property
    def thread(self) -> int: ...
    @property
    def is_done(self) -> bool: ...


@dataclass(frozen=True)
class _Turn:
    """The event loop was asked for a sign of life, and what it does meanwhile."""

    name: str
    since: float
    thread: int
    is_done: bool = False


class Watchdog:
    """`on_stuck` is called with the work, where it runs and its seconds; `on_free` when what runs there has ended.

    Both are called on the watchdog's thread.
    """

    def __init__(
        self,
        writer: Callable[[], Work | None],
        on_stuck: Callable[[str, str, float], None],
        on_free: Callable[[str], None],
    ) -> None:
        self._writer = writer
        self._on_stuck = on_stuck
        self._on_free = on_free
        self._loop: asyncio.AbstractEventLoop | None = None
        self._loop_thread = 0
        self._asked_at: float | None = None  # a sign of life, and it was not given yet
        self._told: dict[str, float] = {}  # since when the work ran that was told of, by where it runs
        self._awake_since = self._looked_at = time.monotonic()
        self._processor = time.process_time()
        self._stop = threading.Event()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch until the block ends, on the event loop that runs it."""
        self._loop, self._loop_thread = asyncio.get_running_loop(), threading.get_ident()
        thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(CHECK_SECONDS):
            self._note_gap()
            work = self._writer()
            self._check(WRITER, None if work is None or work.is_done else work)
            self._check(LOOP, self._turn())

    def _note_gap(self) -> None:
        """Since the last check the process may have been suspended, which doesn't count, or its interpreter held."""
        now, processor = time.monotonic(), time.process_time()
        gap, worked = now - self._looked_at, processor - self._processor
        self._looked_at, self._processor = now, processor
        if gap < PAUSE_SECONDS:
            return
        if worked < gap * AWAKE_SHARE:
            self._awake_since = now
            log.warning("This process was suspended for %.0f s, or got no processor time", gap)
        elif gap >= LONGEST_SECONDS:
            work = self._writer()
            name = f"{work.name} (the last on the {WRITER})" if work else f"a work on the {LOOP}"
            log.error("%s has kept all threads waiting for %.0f s", name, gap)
            self._on_stuck(name, INTERPRETER, gap)
            self._on_free(INTERPRETER)

    def _turn(self) -> Work | None:
        """What the event loop does since it was asked; None when it has given a sign of life."""
        if self._loop is None:
            return None
        if self._asked_at is None:
            self._asked_at = time.monotonic()
            self._loop.call_soon_threadsafe(self._answer)
            return None
        task = asyncio.current_task(self._loop)
        return _Turn(task.get_name() if task else "a callback", self._asked_at, self._loop_thread)

    def _answer(self) -> None:
        self._asked_at = None

    def _check(self, where: str, running: Work | None) -> None:
        told = self._told.get(where)
        if told is not None and (running is None or running.since != told):
            del self._told[where]
            log.warning("What kept the %s busy has ended after %.0f s", where, time.monotonic() - told)
            self._on_free(where)
            return
        if running is None or told is not None:
            return
        seconds = time.monotonic() - max(running.since, self._awake_since)
        if seconds >= LONGEST_SECONDS:
            self._told[where] = running.since
            log.error(
                "%s has kept the %s busy for %.0f s:\n%s", running.name, where, seconds, _stack_of(running.thread)
            )
            self._on_stuck(running.name, where, seconds)


def _stack_of(thread: int) -> str:
    """Where the thread is: files, lines and functions, without any values."""
    frame = sys._current_frames().get(thread)
    return "".join(traceback.format_stack(frame)).rstrip() if frame else "(its stack can't be read)"
