"""A sandbox that acts at a given future call."""

import asyncio
from collections.abc import Callable

from bot.sandbox import Call, Sandbox
from bot.sandbox.faults import Fault
from bot.sandbox.params import Given
from tests.faults.mortal import OF_NO_TICKET


class DeadlySandbox(Sandbox):
    def __init__(self) -> None:
        super().__init__()
        self._polled = asyncio.Event()
        self._awaited: list[_Awaited] = []

    async def at_call(self, number: int, before: bool, act: Callable[[], None]) -> None:
        """Act at the call of that number from now on, just before it is done or just after it, and return then."""
        awaited = _Awaited(number, before, act)
        self._awaited.append(awaited)
        try:
            await awaited.done.wait()
        finally:
            self._awaited.remove(awaited)

    async def is_polled(self) -> None:
        """Wait until a desk asks for updates from now on."""
        self._polled.clear()
        await self._polled.wait()

    async def carry_out(self, method: str, given: Given, fault: Fault | None) -> Call:
        if method == "getUpdates":
            self._polled.set()
        due = [] if method in OF_NO_TICKET else [awaited for awaited in self._awaited if awaited.counts_down()]
        for awaited in due:
            awaited.strike(before=True)
        call = await super().carry_out(method, given, fault)
        for awaited in due:
            awaited.strike(before=False)
        return call


class _Awaited:
    def __init__(self, number: int, before: bool, act: Callable[[], None]) -> None:
        self._left = number
        self._before = before
        self._act = act
        self.done = asyncio.Event()

    def counts_down(self) -> bool:
        """Whether this is the call."""
        self._left -= 1
        return self._left == 0

    def strike(self, before: bool) -> None:
        if before is self._before:
            self._act()
            self.done.set()
