"""Concurrent tasks, one for each key."""

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Generic, TypeVar

from bot.runtime.wakeup import Wakeup

K = TypeVar("K", bound=Hashable)


class TaskPool(Generic[K]):
    """At most `at_once` tasks, one for each key; `ended` is called whenever one has ended."""

    def __init__(self, at_once: int, ended: Wakeup) -> None:
        self._at_once = at_once
        self._ended = ended
        self._tasks: dict[K, asyncio.Task[None]] = {}

    @property
    def keys(self) -> set[K]:
        return set(self._tasks)

    @property
    def free(self) -> int:
        """How many more tasks may start."""
        return self._at_once - len(self._tasks)

    def start(self, key: K, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks[key] = task
        task.add_done_callback(lambda _: self._remove(key))

    async def finish(self, within: float) -> None:
        """Wait up to `within` seconds for the running tasks, then cancel those that are left."""
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _remove(self, key: K) -> None:
        del self._tasks[key]
        self._ended.call()
