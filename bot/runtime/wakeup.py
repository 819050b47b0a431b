"""Wakes a loop that sleeps until there is work."""

import asyncio


class Wakeup:
    """`call` it on the event loop's thread; `sleep` returns at the next call, or after a timeout."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def call(self) -> None:
        self._event.set()

    async def sleep(self, seconds: float) -> bool:
        """Sleep up to `seconds`. Returns whether `call` was called since the last sleep returned."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._event.clear()
