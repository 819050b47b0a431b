"""Makes readings on a thread of its own, so that neither the event loop nor the writer waits for one.

What a reading costs is bounded by `faq`, which reads so many words and no more. The time limit is for what nobody
thought of: such a text goes to a person, and its thread, which Python can't end, is left to itself.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Thread, current_thread

from bot.desk.faq_reading import Reading, Readings, Result, read_in_turn
from bot.desk.knowledge import Knowledge
from bot.inference.time_budget import time_budget

log = logging.getLogger(__name__)

LIMIT_SECONDS = 2.0  # from the begin of a reading to its end, while this process gets processor time
_LOOK_SECONDS = 0.25  # between two looks at a reading; a longer gap counts as this: the process was suspended
_LEFT_FOR_MATCHING = 0.5  # of the limit, which what is asked of other machines never uses up
MOST_STUCK = 3  # threads left to themselves at the same time; with so many, nothing is read until one of them ends


class _StuckError(Exception):
    """Too many readings hang."""


@dataclass
class _Job:
    asked: Sequence[Reading[Result]]
    result: Future[Readings] = field(default_factory=Future)
    begun: float | None = None  # time.monotonic()
    thread: Thread | None = None  # that reads


class FaqReader:
    """Reads in the order asked for. A chat has one message in work, so no chat keeps the others waiting for long."""

    def __init__(self, knowledge: Knowledge, limit_seconds: float = LIMIT_SECONDS) -> None:
        self._knowledge = knowledge
        self._limit_seconds = limit_seconds
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._stuck: list[Thread] = []

    async def read(self, asked: Sequence[Reading[Result]], known: Readings | None = None) -> Readings:
        """`known` with the results of what is asked, in that order until one suffices, read with the FAQ in use now.

        What takes longer than the limit is given up: its results say that a person has to read. Raises what reading
        raises.
        """
        known = known or Readings()
        try:
            return known.joined(await self._done(_Job(asked)))
        except (TimeoutError, _StuckError) as error:
            why = "others hang" if isinstance(error, _StuckError) else f"it takes longer than {self._limit_seconds:g} s"
            log.error("A message goes to a person without being read: %s", why)  # noqa: TRY400 - the message says all
            answerer = self._knowledge.answerer.result()
            return known.joined(Readings({one: (answerer, one.given_up()) for one in asked}))

    def close(self) -> None:
        """End the thread when it has read what it was asked for."""
        self._jobs.put(None)

    async def _done(self, job: _Job) -> Readings:
        """What the job gives; TimeoutError when the reading itself, without the wait for its turn, takes too long."""
        self._ensure_thread()
        self._jobs.put(job)
        result, read_for = asyncio.wrap_future(job.result), 0.0
        try:
            while read_for < self._limit_seconds:
                pause, looked_at = min(_LOOK_SECONDS, self._limit_seconds - read_for), time.monotonic()
                await asyncio.wait([result], timeout=pause)
                if result.done():
                    return result.result()
                if job.begun is None:
                    self._ensure_thread()
                else:
                    read_for += min(pause, time.monotonic() - max(looked_at, job.begun))
            self._leave(job.thread)
        finally:
            result.cancel()
        raise TimeoutError

    def _ensure_thread(self) -> None:
        """Have a thread that reads. Raises _StuckError when too many of those before it hang."""
        self._stuck = [thread for thread in self._stuck if thread.is_alive()]
        if self._thread is None:
            if len(self._stuck) >= MOST_STUCK:
                raise _StuckError
            self._thread = Thread(target=self._work, name="faq", daemon=True)
            self._thread.start()

    def _leave(self, thread: Thread | None) -> None:
        """The thread hangs: what waits is read by another one."""
        if thread is None or thread is not self._thread:
            return
        self._stuck.append(thread)
        self._thread = None
        if not self._jobs.empty():
            with suppress(_StuckError):
                self._ensure_thread()

    # On the thread that reads

    def _work(self) -> None:
        while self._thread is current_thread() and (job := self._jobs.get()) is not None:
            if job.result.set_running_or_notify_cancel():
                self._read(job)

    def _read(self, job: _Job) -> None:
        try:
            answerer = self._knowledge.answerer.result()
            job.thread, job.begun = current_thread(), time.monotonic()
            with time_budget(self._limit_seconds - _LEFT_FOR_MATCHING):
                job.result.set_result(read_in_turn(job.asked, answerer))
        except BaseException as error:  # whoever asked is told
            job.result.set_exception(error)
