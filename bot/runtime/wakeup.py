"""Wakes a loop that sleeps until there is work."""

import asyncio


class Wakeup:
    """`call` from anywhere in the event loop; `sleep` returns at the next call, or after some seconds."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def call(self) -> None:
        self._event.set()

    async def sleep(self, seconds: float) -> bool:
        """Sleep at most so many seconds; whether it was called meanwhile, or before since the last sleep."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._event.clear()
