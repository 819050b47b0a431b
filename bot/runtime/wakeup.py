"""A loop that sleeps until there is work."""

import asyncio


class Wakeup:
    """`call` from anywhere in the event loop; `sleep` returns at the next call, or after `seconds`."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def call(self) -> None:
        self._event.set()

    async def sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
        finally:
            self._event.clear()
