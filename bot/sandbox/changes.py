"""Waiting for changes of the sandbox."""

import asyncio
from collections.abc import Callable


class Changes:
    """Counts changes and wakes waiters. For use in one event loop."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def happened(self) -> None:
        self.version += 1
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)
        self._waiting.clear()

    async def next(self) -> None:
        """Wait for the next change."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        try:
            await waiter
        finally:
            self._waiting.discard(waiter)

    async def until(self, holds: Callable[[], object], timeout: float) -> None:  # noqa: ASYNC109 - its callers are tests
        """Wait until `holds()` is true. Raises TimeoutError after `timeout` seconds of real time."""
        async with asyncio.timeout(timeout):
            while not holds():
                await self.next()
